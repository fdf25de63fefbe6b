package io.eipmeter.jobs.bandwidth;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.schemas.v1.SettledBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
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
 * heartbeat at each step of log time. Keyed by output partition; holds the rows that close later
 * than the slowest of the subtasks that settle has come.
 */
final class OrderRows extends AbstractStreamOperator<OutgoingRecord>
    implements OneInputStreamOperator<ClosedRows, OutgoingRecord> {
  private static final long serialVersionUID = 1L;
  private static final int ROWS_A_BLOCK = 512;
  private static final byte[] NO_KEY = {};

  /** Between heartbeats of a partition in silence, in log time. */
  private static final long HEARTBEAT_MS = 1_000;

  private final int partitions;
  private final int generation;

  private transient ListState<ClosedRows> waiting;
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
            .getListState(new ListStateDescriptor<>("closed-rows", ClosedRows.Serializer.INSTANCE));
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
  public void processElement(StreamRecord<ClosedRows> element) throws Exception {
    waiting.add(element.getValue());
    filled.add((Integer) getCurrentKey());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (!mark.equals(Watermark.MAX_WATERMARK)) {
      long untilMs = mark.getTimestamp() + 1;
      for (Iterator<Integer> keys = filled.iterator(); keys.hasNext(); ) {
        int key = keys.next();
        setCurrentKey(key);
        if (!sendInOrder(key, untilMs)) {
          keys.remove();
        }
      }
      if (untilMs >= lastHeartbeatMs + HEARTBEAT_MS) {
        for (int key : mine) {
          heartbeat(key, untilMs);
        }
        lastHeartbeatMs = untilMs;
      }
    }
    super.processWatermark(mark);
  }

  /**
   * Sends what closed until a log time, and no more: of later closes some rows may be here and
   * others not yet, when one settling subtask is ahead of another.
   *
   * @return whether rows of later closes wait on
   */
  private boolean sendInOrder(int key, long untilMs) throws Exception {
    List<ClosedRows> blocks = new ArrayList<>();
    List<ClosedRows> later = new ArrayList<>();
    for (ClosedRows rows : waiting.get()) {
      (rows.closeMs() <= untilMs ? blocks : later).add(rows);
    }
    if (blocks.isEmpty()) {
      return !later.isEmpty();
    }
    waiting.update(later);
    MergeClosedRows rows = new MergeClosedRows(blocks);
    do {
      CodedOutputStream block = begin();
      int taken = rows.next(ROWS_A_BLOCK, (bytes, from, length) -> row(block, bytes, from, length));
      if (taken == 0) {
        return !later.isEmpty();
      }
      send(key, block);
    } while (true);
  }

  private void heartbeat(int key, long settledUntilMs) throws IOException {
    CodedOutputStream block = begin();
    if (settledUntilMs != 0) {
      block.writeInt64(SettledBlock.SETTLED_UNTIL_MS_FIELD_NUMBER, settledUntilMs);
    }
    send(key, block);
  }

  /** A {@link SettledBlock} of rows that are messages already: they are framed, not read. */
  private CodedOutputStream begin() throws IOException {
    bytes.reset();
    CodedOutputStream block = CodedOutputStream.newInstance(bytes);
    if (generation != 0) {
      block.writeUInt32(SettledBlock.GENERATION_FIELD_NUMBER, generation);
    }
    return block;
  }

  private static void row(CodedOutputStream block, byte[] bytes, int from, int length) {
    try {
      block.writeTag(SettledBlock.ROWS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      block.writeUInt32NoTag(length);
      block.write(bytes, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every byte", e);
    }
  }

  private void send(int key, CodedOutputStream block) throws IOException {
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
