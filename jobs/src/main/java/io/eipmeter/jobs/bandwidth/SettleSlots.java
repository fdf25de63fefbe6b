package io.eipmeter.jobs.bandwidth;

import com.google.protobuf.CodedOutputStream;
import io.eipmeter.jobs.bandwidth.domain.SettingsHistory;
import io.eipmeter.jobs.bandwidth.domain.SettledEncoding;
import io.eipmeter.jobs.bandwidth.domain.Slices;
import io.eipmeter.jobs.bandwidth.domain.SlotSums;
import io.eipmeter.jobs.bandwidth.domain.SumKind;
import io.eipmeter.jobs.bandwidth.domain.SumTable;
import io.eipmeter.jobs.bandwidth.domain.UsageEncoding;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.jobs.log.Slot;
import io.eipmeter.jobs.log.SlotKey;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.LiveBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
final class SettleSlots extends AbstractStreamOperator<ClosedRows>
    implements OneInputStreamOperator<SumBlock, ClosedRows> {
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
  private transient long nextLookWallMs;
  private transient CloseSlot closed;
  private transient ByteArrayOutputStream liveBytes;

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
    nextLookWallMs = Long.MIN_VALUE;
    closed = new CloseSlot();
    liveBytes = new ByteArrayOutputStream();
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
      if (history.mayClose(settledUntilMs, untilMs)) {
        visitSlots((slot, sums) -> settle(slot, sums, untilMs));
      }
      if (isTimeToLook(untilMs)) {
        long beganWallMs = getProcessingTimeService().getCurrentProcessingTime();
        visitSlots((slot, sums) -> look(sums, slot, untilMs));
        looked(untilMs, beganWallMs);
      }
      settledUntilMs = untilMs;
    }
    super.processWatermark(mark);
  }

  private boolean isTimeToLook(long untilMs) {
    return liveIntervalMs > 0
        && untilMs >= nextLiveMs
        && getProcessingTimeService().getCurrentProcessingTime() >= nextLookWallMs;
  }

  /**
   * Early sums are for eyes: when the log is read faster than it was written, there are at most two
   * looks in an interval of the wall clock, and they take a tenth of the time at most.
   */
  private void looked(long untilMs, long beganWallMs) {
    long wallMs = getProcessingTimeService().getCurrentProcessingTime();
    nextLiveMs = (untilMs / liveIntervalMs + 1) * liveIntervalMs;
    nextLookWallMs =
        Math.max(beganWallMs + liveIntervalMs / 2, wallMs + 9 * (wallMs - beganWallMs));
  }

  @FunctionalInterface
  private interface SlotVisitor {
    void visit(int slot, SlotSums sums) throws IOException;
  }

  private void visitSlots(SlotVisitor visitor) throws Exception {
    for (int slot : slots) {
      setCurrentKey(SlotKey.of(slot));
      SlotSums sums = state.value();
      if (sums != null) {
        visitor.visit(slot, sums);
      }
    }
  }

  private void settle(int slot, SlotSums sums, long untilMs) {
    sums.settle(
        untilMs,
        history,
        (table, row, closeMs) -> {
          if (SlotSums.startsAfter(table.kind(), table.detail(row), fromMs)) {
            closed.add(table, row, closeMs);
          }
        });
    closed.flush(slot, rows -> output.collect(new StreamRecord<>(rows)));
  }

  /**
   * Sends the early sums of the open minutes, and the seconds, that changed since the last look.
   */
  private void look(SlotSums sums, int slot, long asOfMs) throws IOException {
    lookAt(
        sums.table(SumKind.MINUTE),
        slot,
        asOfMs,
        Slices.MINUTE_MS,
        (table, row, block) ->
            UsageEncoding.write(LiveBlock.MINUTES_FIELD_NUMBER, table, row, block));
    lookAt(
        sums.table(SumKind.SECOND),
        slot,
        asOfMs,
        Slices.SECOND_MS,
        (table, row, block) ->
            block.writeMessage(LiveBlock.SECONDS_FIELD_NUMBER, SettledEncoding.second(table, row)));
  }

  /** How a row of early sums is written. */
  @FunctionalInterface
  private interface LiveRow {
    void write(SumTable table, int row, CodedOutputStream block) throws IOException;
  }

  /** Sends the rows of intervals that have begun, late slices apart. */
  private void lookAt(SumTable table, int slot, long asOfMs, long intervalMs, LiveRow live)
      throws IOException {
    CodedOutputStream block = beginLive(asOfMs);
    int inBlock = 0;
    for (int row = 0; row < table.rows(); row++) {
      if (table.isMarked(row)) {
        table.unmark(row);
        if (SumTable.detailOf(table.detail(row)) == 0
            && SumTable.intervalOf(table.detail(row)) * intervalMs < asOfMs) {
          live.write(table, row, block);
          inBlock++;
        }
      }
      if (inBlock == LIVE_ROWS_A_BLOCK) {
        send(block, slot);
        block = beginLive(asOfMs);
        inBlock = 0;
      }
    }
    if (inBlock > 0) {
      send(block, slot);
    }
  }

  private CodedOutputStream beginLive(long asOfMs) throws IOException {
    liveBytes.reset();
    CodedOutputStream block = CodedOutputStream.newInstance(liveBytes);
    block.writeInt64(LiveBlock.AS_OF_MS_FIELD_NUMBER, asOfMs);
    return block;
  }

  private void send(CodedOutputStream block, int slot) throws IOException {
    block.flush();
    byte[] key = {(byte) slot};
    output.collect(
        live,
        new StreamRecord<>(new OutgoingRecord(Topic.EIP_LIVE, -1, key, liveBytes.toByteArray())));
  }
}
