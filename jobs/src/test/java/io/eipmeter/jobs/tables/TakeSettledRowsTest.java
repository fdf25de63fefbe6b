package io.eipmeter.jobs.tables;

import static io.eipmeter.jobs.tables.domain.TestRows.block;
import static io.eipmeter.jobs.tables.domain.TestRows.minute;
import static io.eipmeter.jobs.tables.domain.TestRows.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.tables.domain.Table;
import io.eipmeter.jobs.tables.domain.TableRows;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.SettledBlock;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class TakeSettledRowsTest {
  private static final int MAX_PARALLELISM = 16;

  static OneInputStreamOperatorTestHarness<LoggedRecord, TableRows> harness(
      int subtasks, int subtask) throws Exception {
    OneInputStreamOperatorTestHarness<LoggedRecord, TableRows> harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new TakeSettledRows(Topic.EIP_MINUTES)),
            MAX_PARALLELISM,
            subtasks,
            subtask);
    harness.setup(
        TableRowsSerializer.type()
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  static void feed(
      OneInputStreamOperatorTestHarness<LoggedRecord, TableRows> harness,
      int partition,
      SettledBlock block)
      throws Exception {
    harness.processElement(new StreamRecord<>(record(partition, 0, block.toByteArray())));
  }

  static int rows(OneInputStreamOperatorTestHarness<LoggedRecord, TableRows> harness, Table table) {
    return harness.extractOutputValues().stream()
        .filter(rows -> rows.table() == table)
        .mapToInt(TableRows::rows)
        .sum();
  }

  @Test
  void aRepeatedBlockGivesNoRowsAgainAndALaterOneDoes() throws Exception {
    try (var harness = harness(1, 0)) {
      harness.open();
      SettledBlock first = block(0, minute(150_000, 60_000, 1), minute(210_000, 120_000, 2));
      feed(harness, 0, first);
      feed(harness, 0, block(0, minute(270_000, 180_000, 3)));
      feed(harness, 0, first);
      feed(harness, 0, block(0, minute(330_000, 240_000, 4)));
      assertThat(rows(harness, Table.EIP_MINUTES)).isEqualTo(4);
    }
  }

  @Test
  void aHeartbeatTellsHowFarThePartitionIs() throws Exception {
    try (var harness = harness(1, 0)) {
      harness.open();
      feed(harness, 2, SettledBlock.newBuilder().setSettledUntilMs(300_000).build());
      feed(harness, 2, SettledBlock.newBuilder().setSettledUntilMs(300_100).build());
      assertThat(rows(harness, Table.PROGRESS)).isEqualTo(1);
    }
  }

  @Test
  void whatIsNoBlockIsSetAsideAndTheNextRecordIsTaken() throws Exception {
    try (var harness = harness(1, 0)) {
      harness.open();
      harness.processElement(new StreamRecord<>(record(0, 0, new byte[] {-1, -1, -1})));
      feed(harness, 0, block(0, minute(150_000, 60_000, 1)));
      feed(harness, 0, block(0, minute(150_000, 1, 1))); // not the start of a minute
      assertThat(rows(harness, Table.SET_ASIDE)).isEqualTo(2);
      assertThat(rows(harness, Table.EIP_MINUTES)).isEqualTo(1);
    }
  }

  @Test
  void afterARescaleAnySubtaskKnowsThePositionOfAnyPartition() throws Exception {
    OperatorSubtaskState state;
    try (var one = harness(1, 0)) {
      one.open();
      feed(one, 0, block(0, minute(150_000, 60_000, 1)));
      feed(one, 1, block(0, minute(210_000, 120_000, 1)));
      state = one.snapshot(1, 1);
    }
    for (int subtask = 0; subtask < 2; subtask++) {
      try (var two = harness(2, subtask)) {
        two.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                state, MAX_PARALLELISM, 1, 2, subtask));
        two.open();
        feed(two, 0, block(0, minute(149_999, 60_000, 1)));
        feed(two, 1, block(0, minute(209_999, 120_000, 1)));
        assertThat(rows(two, Table.EIP_MINUTES)).isZero();
        feed(two, 1, block(0, minute(270_000, 180_000, 1)));
        assertThat(rows(two, Table.EIP_MINUTES)).isEqualTo(1);
      }
    }
  }
}
