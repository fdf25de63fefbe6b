package io.eipmeter.jobs.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class OrderSettledRowsTest {
  private static LogEntry closed(int slot, long closeMs) {
    byte[] row = SettledRow.newBuilder().setCloseMs(closeMs).build().toByteArray();
    return new LogEntry(slot, closeMs, new byte[] {(byte) slot}, row);
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

  /**
   * One subtask before is ahead and half way through a step when the slowest one's watermark
   * passes: what it has sent so far must wait for the other half.
   */
  @Test
  void rowsOfACloseThatLogTimeHasNotReachedWaitForTheOthersOfTheirStep() throws Exception {
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new OrderSettledRows(Topic.FINDINGS, 1, 0),
            (LogEntry row) -> Slot.partition(row.slot(), 1),
            Types.INT,
            Slot.COUNT,
            1,
            0)) {
      harness.open();
      harness.processElement(new StreamRecord<>(closed(0, 600_000)));
      harness.processWatermark(new Watermark(60_000));
      harness.processElement(new StreamRecord<>(closed(1, 120_000)));
      assertThat(closes(harness.extractOutputValues())).isEmpty();
      harness.processWatermark(new Watermark(120_000));
      assertThat(closes(harness.extractOutputValues())).containsExactly(120_000L);
      harness.processWatermark(new Watermark(600_000));
      assertThat(closes(harness.extractOutputValues())).containsExactly(120_000L, 600_000L);
    }
  }
}
