package io.eipmeter.jobs.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.bandwidth.domain.SumKind;
import io.eipmeter.jobs.bandwidth.domain.SumTable;
import io.eipmeter.jobs.bandwidth.domain.UsageColumn;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.jobs.log.Slot;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class OrderOfRowsTest {
  private record Row(long closeMs, byte[] address, long minuteMs) {
    static Row of(SettledRow row) {
      return new Row(
          row.getCloseMs(),
          row.getMinute().getAddress().toByteArray(),
          row.getMinute().getMinuteMs());
    }
  }

  private static final Comparator<Row> ORDER =
      Comparator.comparingLong(Row::closeMs)
          .thenComparing(Row::address, Arrays::compareUnsigned)
          .thenComparingLong(Row::minuteMs);

  @Property(tries = 50)
  void rowsOfAnySlotsLeaveInTheOrderOfCloseAndKey(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<ClosedRows> blocks = new ArrayList<>();
    int rows = 0;
    for (int slot = 0; slot < Slot.COUNT / 32; slot++) {
      SumTable table = new SumTable(SumKind.MINUTE);
      CloseSlot closed = new CloseSlot();
      for (int i = random.nextInt(40); i > 0; i--) {
        long detail = SumTable.detail(random.nextInt(3), 0);
        int before = table.rows();
        int position = table.row(random.nextInt(3) - 1, random.nextLong(), detail);
        table.add(position + UsageColumn.BYTES_OUT.ordinal(), 1 + random.nextInt(1_000_000));
        closed.add(table, before, 60_000L * random.nextInt(3));
        rows++;
      }
      closed.flush(slot, blocks::add);
    }
    Collections.shuffle(blocks, random);
    List<Row> merged = new ArrayList<>();
    MergeClosedRows merge = new MergeClosedRows(blocks);
    while (merge.next(7, (bytes, from, length) -> merged.add(parse(bytes, from, length))) > 0) {
      assertThat(merged.size() % 7 == 0 || merged.size() == rows).isTrue();
    }
    assertThat(merged).hasSize(rows).isSortedAccordingTo(ORDER);
  }

  /**
   * One settling subtask is ahead and half way through a step when the slowest one's watermark
   * passes: what it has sent so far must wait for the other half.
   */
  @Test
  void rowsOfACloseThatLogTimeHasNotReachedWaitForTheOthersOfTheirStep() throws Exception {
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new OrderRows(1, 0),
            (ClosedRows rows) -> OutputPartition.of(rows, 1),
            Types.INT,
            Slot.COUNT,
            1,
            0)) {
      harness.open();
      harness.processElement(new StreamRecord<>(closed(0, 7, 600_000)));
      harness.processWatermark(new Watermark(60_000 - 1));
      harness.processElement(new StreamRecord<>(closed(1, 5, 120_000)));
      assertThat(closes(harness.extractOutputValues())).isEmpty();
      harness.processWatermark(new Watermark(120_000 - 1));
      assertThat(closes(harness.extractOutputValues())).containsExactly(120_000L);
      harness.processWatermark(new Watermark(600_000 - 1));
      assertThat(closes(harness.extractOutputValues())).containsExactly(120_000L, 600_000L);
    }
  }

  private static ClosedRows closed(int slot, long low, long closeMs) {
    SumTable table = new SumTable(SumKind.MINUTE);
    table.add(table.row(0, low, SumTable.detail(0, 0)), 1);
    CloseSlot closed = new CloseSlot();
    closed.add(table, 0, closeMs);
    List<ClosedRows> blocks = new ArrayList<>();
    closed.flush(slot, blocks::add);
    return blocks.get(0);
  }

  private static List<Long> closes(List<OutgoingRecord> records) throws Exception {
    List<Long> closes = new ArrayList<>();
    for (OutgoingRecord record : records) {
      SettledBlock.parseFrom(record.value())
          .getRowsList()
          .forEach(row -> closes.add(row.getCloseMs()));
    }
    return closes;
  }

  private static Row parse(byte[] bytes, int from, int length) {
    try {
      return Row.of(SettledRow.parseFrom(Arrays.copyOfRange(bytes, from, from + length)));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
