package io.eipmeter.jobs.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class TrackLogTimeTest {
  private static final Address EXPORTER = Address.of(new byte[] {127, 0, 0, 1});

  private static OneInputStreamOperatorTestHarness<LoggedRecord, LoggedRecord> harness(
      int subtasks, int subtask) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(new TrackLogTime(), 16, subtasks, subtask);
  }

  private static void feed(
      OneInputStreamOperatorTestHarness<LoggedRecord, LoggedRecord> harness,
      int partition,
      long kafkaMs,
      Address key)
      throws Exception {
    harness.processElement(
        new StreamRecord<>(new LoggedRecord(partition, 0, kafkaMs, key, new byte[0]), kafkaMs));
  }

  private static List<Long> logTimes(
      OneInputStreamOperatorTestHarness<LoggedRecord, LoggedRecord> harness) {
    List<Long> times = new ArrayList<>();
    harness.extractOutputValues().forEach(record -> times.add(record.logMs()));
    return times;
  }

  @Test
  void aClockSetBackDoesNotSetLogTimeBack() throws Exception {
    try (var harness = harness(1, 0)) {
      harness.open();
      feed(harness, 0, 100, EXPORTER);
      feed(harness, 0, 90, EXPORTER);
      feed(harness, 1, 50, EXPORTER);
      feed(harness, 0, 110, EXPORTER);
      assertThat(logTimes(harness)).containsExactly(100L, 100L, 50L, 110L);
    }
  }

  @Test
  void aHeartbeatMovesLogTimeAndGoesNoFurther() throws Exception {
    try (var harness = harness(1, 0)) {
      harness.open();
      feed(harness, 0, 100, LoggedRecord.HEARTBEAT);
      feed(harness, 0, 90, EXPORTER);
      assertThat(logTimes(harness)).containsExactly(100L);
    }
  }

  @Test
  void afterARescaleAnySubtaskKnowsTheTimeOfAnyPartition() throws Exception {
    OperatorSubtaskState state;
    try (var one = harness(1, 0)) {
      one.open();
      feed(one, 0, 100, EXPORTER);
      feed(one, 1, 200, EXPORTER);
      state = one.snapshot(1, 1);
    }
    for (int subtask = 0; subtask < 2; subtask++) {
      try (var two = harness(2, subtask)) {
        two.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(state, 16, 1, 2, subtask));
        two.open();
        feed(two, 1, 150, EXPORTER);
        assertThat(logTimes(two)).containsExactly(200L);
      }
    }
  }
}
