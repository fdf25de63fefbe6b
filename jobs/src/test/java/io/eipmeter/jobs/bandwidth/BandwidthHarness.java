package io.eipmeter.jobs.bandwidth;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.bandwidth.domain.SettingsHistory;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.jobs.log.OutgoingRecordSerializer;
import io.eipmeter.jobs.log.Slot;
import io.eipmeter.jobs.log.SlotKey;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.schemas.v1.Retry;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.apache.flink.util.OutputTag;

/**
 * The three keyed operators of `bandwidth`, one after the other, as the topology has them, in one
 * thread: what goes into the first comes out of the last, and all can be cut off and restored at
 * any moment.
 */
final class BandwidthHarness implements AutoCloseable {
  private static final OutputTag<OutgoingRecord> REJECTS =
      new OutputTag<>("rejects", OutgoingRecordSerializer.type());
  private static final OutputTag<OutgoingRecord> LIVE =
      new OutputTag<>("live", OutgoingRecordSerializer.type());
  static final int PARTITIONS = 4;

  private final SettingsHistory history;
  private final long fromMs;
  private final FlowInput input;
  private final List<OutgoingRecord> sent = new ArrayList<>();
  private OperatorSubtaskState meterState = OperatorSubtaskState.builder().build();
  private OperatorSubtaskState settleState = meterState;
  private OperatorSubtaskState orderState = meterState;
  private long checkpoint;

  private KeyedOneInputStreamOperatorTestHarness<Address, LoggedRecord, SumBlock> meter;
  private KeyedOneInputStreamOperatorTestHarness<Integer, SumBlock, ClosedRows> settle;
  private KeyedOneInputStreamOperatorTestHarness<Integer, ClosedRows, OutgoingRecord> order;

  BandwidthHarness(SettingsHistory history, long fromMs) throws Exception {
    this(history, fromMs, FlowInput.DATAGRAMS);
  }

  BandwidthHarness(SettingsHistory history, long fromMs, FlowInput input) throws Exception {
    this.history = history;
    this.input = input;
    this.fromMs = fromMs;
    meter = meter();
    settle = settle();
    order = order();
    meter.open();
    settle.open();
    order.open();
  }

  private KeyedOneInputStreamOperatorTestHarness<Address, LoggedRecord, SumBlock> meter()
      throws Exception {
    return harness(
        new MeterFlows(history, input, input == FlowInput.DATAGRAMS, REJECTS),
        LoggedRecord::key,
        TypeInformation.of(Address.class));
  }

  private KeyedOneInputStreamOperatorTestHarness<Integer, SumBlock, ClosedRows> settle()
      throws Exception {
    return harness(
        new SettleSlots(history, 1_000, fromMs, LIVE),
        block -> SlotKey.of(block.slot()),
        Types.INT);
  }

  private KeyedOneInputStreamOperatorTestHarness<Integer, ClosedRows, OutgoingRecord> order()
      throws Exception {
    return harness(
        new OrderRows(PARTITIONS, 0), row -> OutputPartition.of(row, PARTITIONS), Types.INT);
  }

  private static <K, I, O> KeyedOneInputStreamOperatorTestHarness<K, I, O> harness(
      OneInputStreamOperator<I, O> operator, KeySelector<I, K> key, TypeInformation<K> keyType)
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(operator, key, keyType, Slot.COUNT, 1, 0);
  }

  /** A block of one datagram, as the log-time operator hands it on. */
  static LoggedRecord block(
      Address exporter, String collector, long number, long logMs, byte[] datagram) {
    return record(exporter, number, logMs, message(exporter, collector, number, logMs, datagram));
  }

  /** The same, as a retry of what was rejected at offset 77. */
  static LoggedRecord retry(Address exporter, long number, long logMs, byte[] datagram) {
    return record(
        exporter,
        number,
        logMs,
        message(exporter, "retry", number, logMs, datagram)
            .addRetries(Retry.newBuilder().setOffset(77).setSetOffsetBytes(-1)));
  }

  private static LoggedRecord record(
      Address exporter, long offset, long logMs, DatagramBlock.Builder message) {
    return new LoggedRecord(0, offset, logMs, exporter, message.build().toByteArray());
  }

  private static DatagramBlock.Builder message(
      Address exporter, String collector, long number, long logMs, byte[] datagram) {
    return DatagramBlock.newBuilder()
        .setExporterAddress(ByteString.copyFrom(exporter.toBytes()))
        .setCollector(collector)
        .setBootMs(1)
        .setNumber(number)
        .setReceivedMs(logMs)
        .addReceivedAfterMs(0)
        .addLengthBytes(datagram.length)
        .setPayloads(ByteString.copyFrom(datagram));
  }

  void feed(LoggedRecord record) throws Exception {
    meter.processElement(new StreamRecord<>(record, record.logMs()));
  }

  /** All records before this log time have been fed. */
  void passLogTime(long untilMs) throws Exception {
    Watermark mark = new Watermark(untilMs - 1);
    meter.processWatermark(mark);
    handOver();
    settle.processWatermark(mark);
    handOver();
    order.processWatermark(mark);
    collect();
  }

  /** Ends the input, as a bounded source or a drain does. */
  void endOfInput() throws Exception {
    meter.endInput();
    meter.processWatermark(Watermark.MAX_WATERMARK);
    handOver();
    settle.processWatermark(Watermark.MAX_WATERMARK);
    handOver();
    order.processWatermark(Watermark.MAX_WATERMARK);
    collect();
  }

  /** Takes a checkpoint of all operators at one moment, as a barrier does. */
  void checkpoint() throws Exception {
    checkpoint++;
    meter.prepareSnapshotPreBarrier(checkpoint);
    handOver();
    meterState = meter.snapshot(checkpoint, checkpoint);
    settleState = settle.snapshot(checkpoint, checkpoint);
    orderState = order.snapshot(checkpoint, checkpoint);
    collect();
  }

  /**
   * Kills all operators and starts new ones from the last checkpoint; what was sent since stays
   * sent.
   */
  void killAndRestore() throws Exception {
    close();
    meter = meter();
    meter.initializeState(meterState);
    meter.open();
    settle = settle();
    settle.initializeState(settleState);
    settle.open();
    order = order();
    order.initializeState(orderState);
    order.open();
  }

  /** Writes the last checkpoint to a directory. */
  void writeCheckpoint(Path directory) throws Exception {
    OperatorSnapshotUtil.writeStateHandle(meterState, directory.resolve("meter-flows").toString());
    OperatorSnapshotUtil.writeStateHandle(
        settleState, directory.resolve("settle-slots").toString());
    OperatorSnapshotUtil.writeStateHandle(orderState, directory.resolve("order-rows").toString());
  }

  /**
   * Starts all operators anew from a checkpoint that was written, perhaps by an earlier version.
   */
  void restoreWritten(Path directory) throws Exception {
    meterState = OperatorSnapshotUtil.readStateHandle(directory.resolve("meter-flows").toString());
    settleState =
        OperatorSnapshotUtil.readStateHandle(directory.resolve("settle-slots").toString());
    orderState = OperatorSnapshotUtil.readStateHandle(directory.resolve("order-rows").toString());
    killAndRestore();
  }

  private void handOver() throws Exception {
    for (SumBlock block : meter.extractOutputValues()) {
      settle.processElement(new StreamRecord<>(block));
    }
    meter.getOutput().clear();
    for (ClosedRows rows : settle.extractOutputValues()) {
      order.processElement(new StreamRecord<>(rows));
    }
    settle.getOutput().clear();
  }

  private void collect() {
    sent.addAll(order.extractOutputValues());
    order.getOutput().clear();
  }

  /** The settled rows of a topic in the order they were sent, as text. */
  List<String> rows(Topic topic) {
    List<String> rows = new ArrayList<>();
    settledRows(topic).forEach(row -> rows.add(row.toString()));
    return rows;
  }

  List<SettledRow> settledRows(Topic topic) {
    List<SettledRow> rows = new ArrayList<>();
    for (OutgoingRecord record : sent) {
      if (record.topic() == topic) {
        try {
          rows.addAll(SettledBlock.parseFrom(record.value()).getRowsList());
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
      }
    }
    return rows;
  }

  /** The closes of the rows of one partition of a topic, in the order they were sent. */
  List<Long> closes(Topic topic, int partition) {
    List<Long> closes = new ArrayList<>();
    for (OutgoingRecord record : sent) {
      if (record.topic() == topic && record.partition() == partition) {
        try {
          SettledBlock.parseFrom(record.value())
              .getRowsList()
              .forEach(row -> closes.add(row.getCloseMs()));
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
      }
    }
    return closes;
  }

  /** What went aside or to `flow-samples` since the last call. */
  List<OutgoingRecord> takeRecords(Topic topic) {
    List<OutgoingRecord> records = new ArrayList<>();
    if (meter.getSideOutput(REJECTS) != null) {
      meter.getSideOutput(REJECTS).forEach(record -> records.add(record.getValue()));
      meter.getSideOutput(REJECTS).clear();
    }
    records.removeIf(record -> record.topic() != topic);
    return records;
  }

  @Override
  public void close() throws Exception {
    meter.close();
    settle.close();
    order.close();
  }
}
