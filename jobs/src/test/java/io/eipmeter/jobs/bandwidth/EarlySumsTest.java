package io.eipmeter.jobs.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.bandwidth.domain.SumKind;
import io.eipmeter.jobs.bandwidth.domain.SumTable;
import io.eipmeter.jobs.bandwidth.domain.TestSettings;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.jobs.log.OutgoingRecordSerializer;
import io.eipmeter.jobs.log.Slot;
import io.eipmeter.jobs.log.SlotKey;
import io.eipmeter.schemas.v1.LiveBlock;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class EarlySumsTest {
  private static final long START_MS = 1_800_000_000_000L;
  private static final long MINUTE = START_MS / 60_000;
  private static final OutputTag<OutgoingRecord> LIVE =
      new OutputTag<>("live", OutgoingRecordSerializer.type());

  private static KeyedOneInputStreamOperatorTestHarness<Integer, SumBlock, ClosedRows> harness()
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new SettleSlots(TestSettings.history(), 1_000, Long.MIN_VALUE, LIVE),
            (SumBlock block) -> SlotKey.of(block.slot()),
            Types.INT,
            Slot.COUNT,
            1,
            0);
    harness.open();
    return harness;
  }

  private static void add(
      KeyedOneInputStreamOperatorTestHarness<Integer, SumBlock, ClosedRows> harness, long bytes)
      throws Exception {
    SumBuffer buffer = new SumBuffer(SumKind.MINUTE);
    SumTable table = buffer.table();
    table.add(table.row(0, TestSettings.NET_LOW, SumTable.detail(MINUTE, 0)), bytes);
    feed(harness, buffer);
  }

  private static void feed(
      KeyedOneInputStreamOperatorTestHarness<Integer, SumBlock, ClosedRows> harness,
      SumBuffer buffer)
      throws Exception {
    List<SumBlock> blocks = new ArrayList<>();
    buffer.flush(blocks::add);
    for (SumBlock block : blocks) {
      harness.processElement(new StreamRecord<>(block));
    }
  }

  private static List<Long> looks(
      KeyedOneInputStreamOperatorTestHarness<Integer, SumBlock, ClosedRows> harness)
      throws Exception {
    List<Long> bytes = new ArrayList<>();
    if (harness.getSideOutput(LIVE) != null) {
      for (StreamRecord<OutgoingRecord> record : harness.getSideOutput(LIVE)) {
        LiveBlock.parseFrom(record.getValue().value())
            .getMinutesList()
            .forEach(minute -> bytes.add(minute.getUsage().getBytesOut()));
      }
    }
    return bytes;
  }

  @Test
  void anOpenMinuteIsShownEachSecondWhileItGrows() throws Exception {
    try (var harness = harness()) {
      for (int second = 1; second <= 3; second++) {
        add(harness, 10);
        harness.setProcessingTime(second * 1_000L);
        harness.processWatermark(new Watermark(START_MS + second * 1_000L));
      }
      harness.setProcessingTime(4_000);
      harness.processWatermark(new Watermark(START_MS + 4_000));
      assertThat(looks(harness)).containsExactly(10L, 20L, 30L);
    }
  }

  @Test
  void whoReadsTheLogFasterThanItWasWrittenLooksNoMoreOften() throws Exception {
    try (var harness = harness()) {
      for (int second = 1; second <= 30; second++) {
        add(harness, 1);
        harness.setProcessingTime(second * 100L); // ten seconds of log a second
        harness.processWatermark(new Watermark(START_MS + second * 1_000L));
      }
      assertThat(looks(harness)).containsExactly(1L, 6L, 11L, 16L, 21L, 26L);
    }
  }

  @Test
  void aSecondIsShownWithItsFullValueAndForgottenWhenItsMinuteSettles() throws Exception {
    try (var harness = harness()) {
      addSecond(harness, 77);
      harness.setProcessingTime(3_000);
      harness.processWatermark(new Watermark(START_MS + 3_000));
      addSecond(harness, 3);
      harness.setProcessingTime(4_000);
      harness.processWatermark(new Watermark(START_MS + 4_000));
      harness.processWatermark(new Watermark(START_MS + 150_000));
      assertThat(harness.extractOutputValues()).isEmpty();
      addSecond(harness, 1); // nothing does so in the job: it shows that the 80 are gone
      harness.setProcessingTime(200_000);
      harness.processWatermark(new Watermark(START_MS + 151_000));
      assertThat(seconds(harness)).containsExactly(77L, 80L, 1L);
    }
  }

  private static void addSecond(
      KeyedOneInputStreamOperatorTestHarness<Integer, SumBlock, ClosedRows> harness, long bytes)
      throws Exception {
    SumBuffer buffer = new SumBuffer(SumKind.SECOND);
    SumTable table = buffer.table();
    long second = START_MS / 1_000 + 2;
    int row = table.row(0, TestSettings.NET_LOW, SumTable.detail(second, 0));
    table.add(row, bytes); // the first column is bytes out
    feed(harness, buffer);
  }

  private static List<Long> seconds(
      KeyedOneInputStreamOperatorTestHarness<Integer, SumBlock, ClosedRows> harness)
      throws Exception {
    List<Long> bytes = new ArrayList<>();
    for (StreamRecord<OutgoingRecord> record : harness.getSideOutput(LIVE)) {
      LiveBlock.parseFrom(record.getValue().value())
          .getSecondsList()
          .forEach(second -> bytes.add(second.getBytesOut()));
    }
    return bytes;
  }
}
