package io.eipmeter.jobs.log;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Gives each record the running maximum of its partition's timestamps, and drops heartbeats once
 * they have moved it. One long a partition, kept as union state: after a restore any subtask may
 * read any partition, and a broker's clock set back must not set log time back with it.
 */
public final class TrackLogTime extends AbstractStreamOperator<LoggedRecord>
    implements OneInputStreamOperator<LoggedRecord, LoggedRecord> {
  private static final long serialVersionUID = 1L;

  private transient Map<Integer, Long> maximumMs;
  private transient ListState<Tuple2<Integer, Long>> checkpointed;

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    checkpointed =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("log-time", Types.TUPLE(Types.INT, Types.LONG)));
    maximumMs = new HashMap<>();
    for (Tuple2<Integer, Long> partition : checkpointed.get()) {
      maximumMs.merge(partition.f0, partition.f1, Math::max);
    }
  }

  @Override
  public void processElement(StreamRecord<LoggedRecord> element) {
    LoggedRecord record = element.getValue();
    long logMs = maximumMs.merge(record.partition(), record.logMs(), Math::max);
    if (!record.isHeartbeat()) {
      output.collect(element.replace(record.at(logMs), logMs));
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    checkpointed.clear();
    for (Map.Entry<Integer, Long> partition : maximumMs.entrySet()) {
      checkpointed.add(Tuple2.of(partition.getKey(), partition.getValue()));
    }
  }
}
