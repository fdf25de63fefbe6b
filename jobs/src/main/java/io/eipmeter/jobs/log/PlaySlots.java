package io.eipmeter.jobs.log;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Plays the log to the book of each slot in the order of log time. Keyed by slot. Entries wait
 * until the watermark says that nothing earlier can come, so neither the order in which partitions
 * are read nor a repeat makes a difference: a repeat has the time and the key of an entry that
 * waits, or a time that was played already. Holds the book, the entries of one step of log time,
 * and a long; the entries by their time in memory, and as a list in checkpoints. No timers: a
 * watermark looks at each slot of the subtask in which something waits or is due.
 */
public final class PlaySlots<S extends SlotBook.Pages<S>> extends AbstractStreamOperator<LogEntry>
    implements OneInputStreamOperator<LogEntry, LogEntry> {
  private static final long serialVersionUID = 1L;

  private final TypeSerializer<S> serializer;
  private final SlotBook.Rules<S> rules;

  private transient ValueState<S> books;
  private transient ListState<LogEntry> checkpointed;
  private transient WaitingEntries[] waiting;
  private transient ValueState<Long> playedMs;
  private transient KeyGroupRange slots;
  private transient long[] nextMs;
  private transient BitSet toResume;
  private transient long passedMs;
  private transient Counter repeated;

  public PlaySlots(TypeSerializer<S> serializer, SlotBook.Rules<S> rules) {
    this.serializer = serializer;
    this.rules = rules;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    var store = context.getKeyedStateStore();
    books = store.getState(new ValueStateDescriptor<>("book", serializer));
    checkpointed =
        store.getListState(new ListStateDescriptor<>("waiting", LogEntry.Serializer.INSTANCE));
    playedMs = store.getState(new ValueStateDescriptor<>("played", Types.LONG));
    var task = getRuntimeContext().getTaskInfo();
    slots =
        KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
            Slot.COUNT, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask());
    nextMs = new long[Slot.COUNT];
    // After a restore anything may wait or be due anywhere.
    Arrays.fill(nextMs, context.isRestored() ? Long.MIN_VALUE : Long.MAX_VALUE);
    toResume = new BitSet(Slot.COUNT);
    toResume.set(0, Slot.COUNT, context.isRestored());
    passedMs = Long.MIN_VALUE;
    repeated = getRuntimeContext().getMetricGroup().counter("entries_repeated");
    waiting = new WaitingEntries[Slot.COUNT];
    for (int slot : slots) {
      waiting[slot] = new WaitingEntries();
      setCurrentKey(SlotKey.of(slot));
      orNone(checkpointed).forEach(waiting[slot]::add);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    for (int slot : slots) {
      setCurrentKey(SlotKey.of(slot));
      checkpointed.update(waiting[slot].all());
      // Nothing was due, but it has passed; where a run goes on is one moment for all slots.
      Long played = playedMs.value();
      if (played != null && played < passedMs) {
        playedMs.update(passedMs);
      }
    }
  }

  @Override
  public void processElement(StreamRecord<LogEntry> element) throws Exception {
    LogEntry entry = element.getValue();
    Long played = playedMs.value();
    if (played != null && entry.logMs() <= played) {
      repeated.inc();
      return;
    }
    waiting[entry.slot()].add(entry);
    nextMs[entry.slot()] = Math.min(nextMs[entry.slot()], entry.logMs());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (!mark.equals(Watermark.MAX_WATERMARK)) { // the end of input settles nothing
      for (int slot : slots) {
        if (nextMs[slot] <= mark.getTimestamp()) {
          setCurrentKey(SlotKey.of(slot));
          nextMs[slot] = play(slot, mark.getTimestamp());
        }
      }
      passedMs = Math.max(passedMs, mark.getTimestamp());
    }
    super.processWatermark(mark);
  }

  /** Returns the log time at which there is something to do next. */
  private long play(int slot, long untilMs) throws Exception {
    Long played = playedMs.value();
    if (played != null && untilMs <= played) {
      return Long.MIN_VALUE; // after a restore log time first catches up
    }
    List<LogEntry> ripe = waiting[slot].take(untilMs);
    S pages = books.value();
    if (pages == null) {
      if (ripe.isEmpty()) {
        return waiting[slot].firstMs();
      }
      pages = rules.empty();
    }
    SlotBook book = rules.open(slot, pages);
    if (played != null && toResume.get(slot)) {
      book.resume(played);
    }
    toResume.clear(slot);
    play(book, ripe, untilMs, rows(slot));
    books.update(pages);
    playedMs.update(untilMs);
    return Math.min(book.nextDueMs(), waiting[slot].firstMs());
  }

  private static Iterable<LogEntry> orNone(ListState<LogEntry> state) throws Exception {
    Iterable<LogEntry> entries = state.get();
    return entries == null ? List.of() : entries;
  }

  private SlotBook.RowTaker rows(int slot) {
    return (closeMs, key, row) ->
        output.collect(new StreamRecord<>(new LogEntry(slot, closeMs, key, row)));
  }

  private void play(SlotBook book, List<LogEntry> ripe, long untilMs, SlotBook.RowTaker rows) {
    LogEntry last = null;
    for (LogEntry entry : ripe) {
      if (last != null && LogEntry.IN_LOG_ORDER.compare(last, entry) == 0) {
        repeated.inc();
        continue;
      }
      book.passTo(entry.logMs(), rows);
      book.play(entry, rows);
      last = entry;
    }
    book.passTo(untilMs, rows);
  }
}
