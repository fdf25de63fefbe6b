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
}
