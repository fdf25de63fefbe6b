package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.jobs.log.SettledBlockWriter;
import io.eipmeter.schemas.Topic;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
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

  /** Between heartbeats of a partition in silence, in log time. */
  private static final long HEARTBEAT_MS = 1_000;

  private final int partitions;
  private final int generation;

  private transient ListState<ClosedRows> waiting;
  private transient List<Integer> mine;
  private transient TreeSet<Integer> filled;
  private transient long lastHeartbeatMs;
  private transient SettledBlockWriter blocks;

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
    mine =
        SettledBlockWriter.keysOf(
            getRuntimeContext().getTaskInfo(), OutputPartition.TOPICS.size() * partitions);
    filled = new TreeSet<>(mine); // after a restore any of them may hold rows
    lastHeartbeatMs = Long.MIN_VALUE;
    blocks = new SettledBlockWriter(generation);
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
          send(blocks.heartbeat(topic(key), partition(key), untilMs));
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
    List<ClosedRows> due = new ArrayList<>();
    List<ClosedRows> later = new ArrayList<>();
    for (ClosedRows rows : waiting.get()) {
      (rows.closeMs() <= untilMs ? due : later).add(rows);
    }
    if (!due.isEmpty()) {
      waiting.update(later);
      MergeClosedRows rows = new MergeClosedRows(due);
      while (rows.hasNext()) {
        blocks.begin();
        rows.next(SettledBlockWriter.ROWS_A_BLOCK, blocks::row);
        send(blocks.end(topic(key), partition(key)));
      }
    }
    return !later.isEmpty();
  }

  private Topic topic(int key) {
    return OutputPartition.topic(key, partitions);
  }

  private int partition(int key) {
    return OutputPartition.partition(key, partitions);
  }

  private void send(OutgoingRecord record) {
    output.collect(new StreamRecord<>(record));
  }
}
