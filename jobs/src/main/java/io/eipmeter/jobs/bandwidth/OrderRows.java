package io.eipmeter.jobs.bandwidth;

import com.google.protobuf.CodedOutputStream;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.schemas.v1.SettledBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
  private static final byte[] NO_KEY = {};

  /** Between heartbeats of a partition in silence, in log time. */
  private static final long HEARTBEAT_MS = 1_000;

  private final int partitions;
  private final int generation;

  private transient ListState<ClosedRow> waiting;
  private transient List<Integer> mine;
  private transient TreeSet<Integer> filled;
  private transient long lastHeartbeatMs;
  private transient ByteArrayOutputStream bytes;

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
    bytes = new ByteArrayOutputStream();
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
          send(key, List.of(), untilMs);
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
    for (int from = 0; from < rows.size(); from += ROWS_A_BLOCK) {
      send(key, rows.subList(from, Math.min(rows.size(), from + ROWS_A_BLOCK)), 0);
    }
  }

  /** A {@link SettledBlock} of rows that are messages already: they are framed, not read. */
  private void send(int key, List<ClosedRow> rows, long settledUntilMs) throws IOException {
    bytes.reset();
    CodedOutputStream block = CodedOutputStream.newInstance(bytes);
    if (generation != 0) {
      block.writeUInt32(SettledBlock.GENERATION_FIELD_NUMBER, generation);
    }
    if (settledUntilMs != 0) {
      block.writeInt64(SettledBlock.SETTLED_UNTIL_MS_FIELD_NUMBER, settledUntilMs);
    }
    for (ClosedRow row : rows) {
      block.writeByteArray(SettledBlock.ROWS_FIELD_NUMBER, row.value());
    }
    block.flush();
    output.collect(
        new StreamRecord<>(
            new OutgoingRecord(
                OutputPartition.topic(key, partitions),
                OutputPartition.partition(key, partitions),
                NO_KEY,
                bytes.toByteArray())));
  }
}
