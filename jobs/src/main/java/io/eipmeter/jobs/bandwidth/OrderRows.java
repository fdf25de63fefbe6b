package io.eipmeter.jobs.bandwidth;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Puts the rows of each output partition in their order, (close, key), and sends them with a
 * heartbeat at each step of log time. Keyed by output partition; holds the rows of one step, and
 * none between steps.
 */
final class OrderRows extends AbstractStreamOperator<OutgoingRecord>
    implements OneInputStreamOperator<ClosedRow, OutgoingRecord> {
  private static final long serialVersionUID = 1L;
  private static final int ROWS_A_BLOCK = 512;

  /** Between heartbeats of a partition in silence, in log time. */
  private static final long HEARTBEAT_MS = 1_000;

  private final int partitions;
  private final int generation;

  private transient ListState<ClosedRow> waiting;
  private transient List<Integer> mine;
  private transient TreeSet<Integer> filled;
  private transient long lastHeartbeatMs;

  /**
   * @param partitions of each settled topic
   */
  OrderRows(int partitions, int generation) {
    this.partitions = partitions;
    this.generation = generation;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    waiting =
        context
            .getKeyedStateStore()
            .getListState(new ListStateDescriptor<>("closed-rows", ClosedRow.Serializer.INSTANCE));
    mine = new ArrayList<>();
    int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    int maximum = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    for (int key = 0; key < OutputPartition.TOPICS.size() * partitions; key++) {
      if (KeyGroupRangeAssignment.assignKeyToParallelOperator(key, maximum, subtasks)
          == getRuntimeContext().getTaskInfo().getIndexOfThisSubtask()) {
        mine.add(key);
      }
    }
    filled = new TreeSet<>(mine); // after a restore any of them may hold rows
    lastHeartbeatMs = Long.MIN_VALUE;
  }

  @Override
  public void processElement(StreamRecord<ClosedRow> element) throws Exception {
    waiting.add(element.getValue());
    filled.add((Integer) getCurrentKey());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (!mark.equals(Watermark.MAX_WATERMARK)) {
      long untilMs = mark.getTimestamp() + 1;
      for (int key : filled) {
        setCurrentKey(key);
        sendInOrder(key);
      }
      filled.clear();
      if (untilMs >= lastHeartbeatMs + HEARTBEAT_MS) {
        for (int key : mine) {
          send(key, SettledBlock.newBuilder(), untilMs);
        }
        lastHeartbeatMs = untilMs;
      }
    }
    super.processWatermark(mark);
  }

  private void sendInOrder(int key) throws Exception {
    List<ClosedRow> rows = new ArrayList<>();
    waiting.get().forEach(rows::add);
    waiting.clear();
    rows.sort(null);
    SettledBlock.Builder block = SettledBlock.newBuilder();
    for (ClosedRow row : rows) {
      block.addRows(parse(row));
      if (block.getRowsCount() == ROWS_A_BLOCK) {
        send(key, block, 0);
        block.clearRows();
      }
    }
    if (block.getRowsCount() > 0) {
      send(key, block, 0);
    }
  }

  private static SettledRow parse(ClosedRow row) {
    try {
      return SettledRow.parseFrom(row.value());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a row of our own cannot be read", e);
    }
  }

  private void send(int key, SettledBlock.Builder block, long settledUntilMs) {
    output.collect(
        new StreamRecord<>(
            new OutgoingRecord(
                OutputPartition.topic(key, partitions),
                OutputPartition.partition(key, partitions),
                new byte[0],
                block
                    .setGeneration(generation)
                    .setSettledUntilMs(settledUntilMs)
                    .build()
                    .toByteArray())));
  }
}
