package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.bandwidth.domain.SettingsHistory;
import io.eipmeter.jobs.bandwidth.domain.SettledEncoding;
import io.eipmeter.jobs.bandwidth.domain.Slices;
import io.eipmeter.jobs.bandwidth.domain.Slot;
import io.eipmeter.jobs.bandwidth.domain.SlotSums;
import io.eipmeter.jobs.bandwidth.domain.SumKind;
import io.eipmeter.jobs.bandwidth.domain.SumTable;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.LiveBlock;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the open sums of each slot and settles them as log time passes. Keyed by slot: a {@link
 * SlotSums} a key, about 45 bytes checkpointed a row; an address at rest holds none. No timers: a
 * watermark at which something can close looks at every slot of the subtask, and only then, because
 * several partitions feed a slot and only their minimum tells that a slice is whole.
 */
final class SettleSlots extends AbstractStreamOperator<ClosedRow>
    implements OneInputStreamOperator<SumBlock, ClosedRow> {
  private static final long serialVersionUID = 1L;
  private static final int LIVE_ROWS_A_BLOCK = 512;

  private final SettingsHistory history;
  private final long liveIntervalMs;
  private final long fromMs;
  private final OutputTag<OutgoingRecord> live;

  private transient ValueState<SlotSums> state;
  private transient KeyGroupRange slots;
  private transient long settledUntilMs;
  private transient long nextLiveMs;
  private transient long lastLookWallMs;

  /**
   * @param liveIntervalMs log time between early sums; 0: none
   * @param fromMs only intervals that lie wholly after this log time leave; {@link Long#MIN_VALUE}:
   *     all
   */
  SettleSlots(
      SettingsHistory history, long liveIntervalMs, long fromMs, OutputTag<OutgoingRecord> live) {
    this.history = history;
    this.liveIntervalMs = liveIntervalMs;
    this.fromMs = fromMs;
    this.live = live;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("slot-sums", SlotSumsSerializer.INSTANCE));
    slots =
        KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
            Slot.COUNT,
            getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks(),
            getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    settledUntilMs = Long.MIN_VALUE; // after a restore nothing is known to be settled
    nextLiveMs = Long.MIN_VALUE;
    lastLookWallMs = Long.MIN_VALUE / 2;
  }

  @Override
  public void processElement(StreamRecord<SumBlock> element) throws Exception {
    SumBlock block = element.getValue();
    SlotSums sums = state.value();
    if (sums == null) {
      sums = new SlotSums();
      state.update(sums);
    }
    block.mergeInto(sums.table(block.kind()));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (!mark.equals(Watermark.MAX_WATERMARK)) { // the end of input closes nothing
      long untilMs = mark.getTimestamp() + 1;
      boolean settle = history.mayClose(settledUntilMs, untilMs);
      boolean look = isTimeToLook(untilMs);
      if (settle || look) {
        visitSlots(settle, look, untilMs);
      }
      settledUntilMs = untilMs;
    }
    super.processWatermark(mark);
  }

  /**
   * Early sums are for eyes: when the log is read faster than it was written, there are at most two
   * looks in an interval of the wall clock.
   */
  private boolean isTimeToLook(long untilMs) {
    long wallMs = getProcessingTimeService().getCurrentProcessingTime();
    if (liveIntervalMs == 0
        || untilMs < nextLiveMs
        || wallMs - lastLookWallMs < liveIntervalMs / 2) {
      return false;
    }
    nextLiveMs = (untilMs / liveIntervalMs + 1) * liveIntervalMs;
    lastLookWallMs = wallMs;
    return true;
  }

  private void visitSlots(boolean settle, boolean look, long untilMs) throws Exception {
    for (int slot : slots) {
      setCurrentKey(SlotKey.of(slot));
      SlotSums sums = state.value();
      if (sums != null) {
        if (settle) {
          settle(slot, sums, untilMs);
        }
        if (look) {
          look(sums.table(SumKind.MINUTE), slot, untilMs);
        }
      }
    }
  }

  private void settle(int slot, SlotSums sums, long untilMs) {
    sums.settle(
        untilMs,
        history,
        (table, row, closeMs) -> {
          if (SlotSums.startsAfter(table.kind(), table.detail(row), fromMs)) {
            output.collect(
                new StreamRecord<>(
                    new ClosedRow(
                        topic(table.kind()),
                        slot,
                        closeMs,
                        SettledEncoding.sortKey(table, row),
                        SettledEncoding.row(table, row, closeMs).toByteArray())));
          }
        });
  }

  /** Sends the early sums of the open minutes that changed since the last look. */
  private void look(SumTable minutes, int slot, long asOfMs) {
    LiveBlock.Builder block = LiveBlock.newBuilder().setAsOfMs(asOfMs);
    for (int row = 0; row < minutes.rows(); row++) {
      if (minutes.isMarked(row)) {
        minutes.unmark(row);
        if (SumTable.detailOf(minutes.detail(row)) == 0
            && SumTable.intervalOf(minutes.detail(row)) * Slices.MINUTE_MS < asOfMs) {
          block.addMinutes(SettledEncoding.minute(minutes, row));
        }
      }
      if (block.getMinutesCount() == LIVE_ROWS_A_BLOCK) {
        send(block, slot);
        block.clearMinutes();
      }
    }
    if (block.getMinutesCount() > 0) {
      send(block, slot);
    }
  }

  private void send(LiveBlock.Builder block, int slot) {
    byte[] key = {(byte) slot};
    output.collect(
        live,
        new StreamRecord<>(
            new OutgoingRecord(Topic.EIP_LIVE, -1, key, block.build().toByteArray())));
  }

  private static Topic topic(SumKind kind) {
    return switch (kind) {
      case MINUTE -> Topic.EIP_MINUTES;
      case QUARTER -> Topic.EIP_QUARTERS;
      case EXPORTER -> Topic.EXPORTER_MINUTES;
      case INTERFACE -> Topic.INTERFACE_MINUTES;
      case CONTROL -> Topic.CONTROL_TOTALS;
    };
  }
}
