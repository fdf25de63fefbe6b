package io.eipmeter.jobs.log;

import io.eipmeter.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Puts the rows of each partition of one settled topic in their order, (close, key), and sends them
 * with a heartbeat at each step of log time. Keyed by the partition; holds the rows of one step,
 * and none between steps.
 */
public final class OrderSettledRows extends AbstractStreamOperator<OutgoingRecord>
    implements OneInputStreamOperator<LogEntry, OutgoingRecord> {
  private static final long serialVersionUID = 1L;

  /** Between heartbeats of a partition in silence, in log time. */
  private static final long HEARTBEAT_MS = 1_000;

  private final Topic topic;
  private final int partitions;
  private final int generation;

  private transient ListState<LogEntry> waiting;
  private transient List<Integer> mine;
  private transient long lastHeartbeatMs;
  private transient SettledBlockWriter blocks;

  /**
   * @param partitions of the topic
   */
  public OrderSettledRows(Topic topic, int partitions, int generation) {
    this.topic = topic;
    this.partitions = partitions;
    this.generation = generation;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    waiting =
        context
            .getKeyedStateStore()
            .getListState(new ListStateDescriptor<>("settled-rows", LogEntry.Serializer.INSTANCE));
    mine = SettledBlockWriter.keysOf(getRuntimeContext().getTaskInfo(), partitions);
    lastHeartbeatMs = Long.MIN_VALUE;
    blocks = new SettledBlockWriter(generation);
  }

  @Override
  public void processElement(StreamRecord<LogEntry> element) throws Exception {
    waiting.add(element.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (!mark.equals(Watermark.MAX_WATERMARK)) {
      boolean beat =
          lastHeartbeatMs == Long.MIN_VALUE
              || mark.getTimestamp() >= lastHeartbeatMs + HEARTBEAT_MS;
      for (int partition : mine) {
        setCurrentKey(partition);
        sendInOrder(partition, mark.getTimestamp());
        if (beat) {
          send(blocks.heartbeat(topic, partition, mark.getTimestamp()));
        }
      }
      lastHeartbeatMs = beat ? mark.getTimestamp() : lastHeartbeatMs;
    }
    super.processWatermark(mark);
  }

  /**
   * Sends what closed until a log time, and no more: of later closes some rows may be here and
   * others not yet, when one subtask before is ahead of another.
   */
  private void sendInOrder(int partition, long untilMs) throws Exception {
    List<LogEntry> rows = new ArrayList<>();
    List<LogEntry> later = new ArrayList<>();
    Iterable<LogEntry> held = waiting.get();
    if (held != null) {
      for (LogEntry row : held) {
        (row.logMs() <= untilMs ? rows : later).add(row);
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    waiting.update(later);
    rows.sort(LogEntry.IN_LOG_ORDER);
    for (int from = 0; from < rows.size(); from += SettledBlockWriter.ROWS_A_BLOCK) {
      int to = Math.min(rows.size(), from + SettledBlockWriter.ROWS_A_BLOCK);
      blocks.begin();
      for (LogEntry row : rows.subList(from, to)) {
        blocks.row(row.value(), 0, row.value().length);
      }
      send(blocks.end(topic, partition));
    }
  }

  private void send(OutgoingRecord record) {
    output.collect(new StreamRecord<>(record));
  }
}
