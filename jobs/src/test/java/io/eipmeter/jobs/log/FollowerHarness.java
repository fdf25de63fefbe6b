package io.eipmeter.jobs.log;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.runtime.JobEnvironment;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;

/**
 * The operators of a job that follows the settled minutes, one after the other, as {@link
 * FollowMinutes} has them, in one thread: they can be cut off and restored at any moment.
 */
public final class FollowerHarness<S extends SlotBook.Pages<S>> implements AutoCloseable {
  private static final int PARTITIONS = 4;

  private final Topic topic;
  private final TypeSerializer<S> serializer;
  private SlotBook.Rules<S> rules;
  private final List<OutgoingRecord> sent = new ArrayList<>();
  private OperatorSubtaskState playState = OperatorSubtaskState.builder().build();
  private OperatorSubtaskState orderState = playState;
  private long checkpoint;

  private KeyedOneInputStreamOperatorTestHarness<Integer, LogEntry, LogEntry> play;
  private KeyedOneInputStreamOperatorTestHarness<Integer, LogEntry, OutgoingRecord> order;

  public FollowerHarness(Topic topic, TypeSerializer<S> serializer, SlotBook.Rules<S> rules)
      throws Exception {
    this.topic = topic;
    this.serializer = serializer;
    this.rules = rules;
    play = play();
    order = order();
    play.open();
    order.open();
  }

  private KeyedOneInputStreamOperatorTestHarness<Integer, LogEntry, LogEntry> play()
      throws Exception {
    return harness(new PlaySlots<>(serializer, rules), entry -> SlotKey.of(entry.slot()));
  }

  private KeyedOneInputStreamOperatorTestHarness<Integer, LogEntry, OutgoingRecord> order()
      throws Exception {
    return harness(
        new OrderSettledRows(topic, PARTITIONS, 0), row -> Slot.partition(row.slot(), PARTITIONS));
  }

  private static <I, O> KeyedOneInputStreamOperatorTestHarness<Integer, I, O> harness(
      OneInputStreamOperator<I, O> operator, KeySelector<I, Integer> key) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        operator, key, Types.INT, JobEnvironment.MAX_PARALLELISM, 1, 0);
  }

  /** What the log says of a statement. */
  public static List<LogEntry> statement(long logMs, long offset, EipEvent event) {
    return RouteStatements.entries(
        new LoggedRecord(0, offset, logMs, new Address(0, 1), event.toByteArray()));
  }

  /** What the log says of a settled minute. */
  public static List<LogEntry> minute(long closeMs, EipMinute minute) {
    return List.of(RouteMinutes.entry(closeMs, minute));
  }

  public void feed(LogEntry entry) throws Exception {
    play.processElement(new StreamRecord<>(entry, entry.logMs()));
  }

  /** All entries up to this log time have been fed. */
  public void passLogTime(long untilMs) throws Exception {
    Watermark mark = new Watermark(untilMs);
    play.processWatermark(mark);
    for (LogEntry row : play.extractOutputValues()) {
      order.processElement(new StreamRecord<>(row, row.logMs()));
    }
    play.getOutput().clear();
    order.processWatermark(mark);
    sent.addAll(order.extractOutputValues());
    order.getOutput().clear();
  }

  /** Takes a checkpoint of both operators at one moment, as a barrier does. */
  public void checkpoint() throws Exception {
    checkpoint++;
    playState = play.snapshot(checkpoint, checkpoint);
    orderState = order.snapshot(checkpoint, checkpoint);
  }

  /** Kills both and starts new ones from the last checkpoint; what was sent since stays sent. */
  public void killAndRestore() throws Exception {
    close();
    play = play();
    play.initializeState(playState);
    play.open();
    order = order();
    order.initializeState(orderState);
    order.open();
  }

  /** Starts both anew from the last checkpoint, as a savepoint, with other rules. */
  public void goOnWith(SlotBook.Rules<S> others) throws Exception {
    rules = others;
    killAndRestore();
  }

  /** Writes the last checkpoint into files. */
  public void writeCheckpoint(Path directory) throws Exception {
    OperatorSnapshotUtil.writeStateHandle(playState, directory.resolve("play-slots").toString());
    OperatorSnapshotUtil.writeStateHandle(orderState, directory.resolve("order-rows").toString());
  }

  /** Starts both anew from a checkpoint that was written, perhaps by an earlier version. */
  public void restoreWritten(Path directory) throws Exception {
    playState = OperatorSnapshotUtil.readStateHandle(directory.resolve("play-slots").toString());
    orderState = OperatorSnapshotUtil.readStateHandle(directory.resolve("order-rows").toString());
    killAndRestore();
  }

  /** How many entries of state are held. */
  public int stateEntries() {
    return play.numKeyedStateEntries() + order.numKeyedStateEntries();
  }

  /** The rows in the order they were sent. */
  public List<SettledRow> rows() {
    List<SettledRow> rows = new ArrayList<>();
    for (OutgoingRecord record : sent) {
      try {
        rows.addAll(SettledBlock.parseFrom(record.value()).getRowsList());
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    return rows;
  }

  /** What a reader has that takes each row of a partition once, in order: the bytes that count. */
  public List<String> rowsOnce() {
    return rows().stream().map(SettledRow::toString).distinct().sorted().toList();
  }

  @Override
  public void close() throws Exception {
    play.close();
    order.close();
  }
}
