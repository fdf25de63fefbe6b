package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.log.Slot;
import io.eipmeter.schemas.Topic;
import java.util.List;

/**
 * The output partitions of the settled topics, numbered through: the keys under which rows are put
 * in order.
 */
final class OutputPartition {
  static final List<Topic> TOPICS =
      List.of(
          Topic.EIP_MINUTES,
          Topic.EIP_QUARTERS,
          Topic.EXPORTER_MINUTES,
          Topic.INTERFACE_MINUTES,
          Topic.CONTROL_TOTALS);

  private OutputPartition() {}

  static int of(ClosedRows rows, int partitions) {
    return TOPICS.indexOf(rows.topic()) * partitions + Slot.partition(rows.slot(), partitions);
  }

  static Topic topic(int outputPartition, int partitions) {
    return TOPICS.get(outputPartition / partitions);
  }

  static int partition(int outputPartition, int partitions) {
    return outputPartition % partitions;
  }
}
