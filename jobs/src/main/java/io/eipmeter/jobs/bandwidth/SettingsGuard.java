package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.bandwidth.domain.SettingsHistory;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;

/**
 * Sees to it that a job goes on with the settings it began with: versions that were in use must be
 * there unchanged, and a new one must hold only from a log time that was not yet reached. Otherwise
 * a replay would not give the rows that this run has written. One entry a subtask, as union state.
 */
final class SettingsGuard {
  private final SettingsHistory history;
  private final ListState<Tuple3<Integer, String, Long>> checkpointed;
  private long reachedMs = Long.MIN_VALUE;

  /**
   * @throws IllegalStateException if the settings do not continue those of the checkpoint
   */
  SettingsGuard(SettingsHistory history, OperatorStateStore store) throws Exception {
    this.history = history;
    this.checkpointed =
        store.getUnionListState(
            new ListStateDescriptor<>(
                "settings-in-use", Types.TUPLE(Types.INT, Types.STRING, Types.LONG)));
    for (Tuple3<Integer, String, Long> used : checkpointed.get()) {
      history.requireContinues(used.f0, used.f1, used.f2);
      reachedMs = Math.max(reachedMs, used.f2);
    }
  }

  void reached(long logMs) {
    reachedMs = Math.max(reachedMs, logMs);
  }

  void snapshot() throws Exception {
    checkpointed.clear();
    checkpointed.add(Tuple3.of(history.versions(), history.digest(history.versions()), reachedMs));
  }
}
