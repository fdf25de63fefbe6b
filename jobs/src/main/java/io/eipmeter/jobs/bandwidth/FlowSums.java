package io.eipmeter.jobs.bandwidth;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.bandwidth.domain.ExporterColumn;
import io.eipmeter.jobs.bandwidth.domain.FlowMeter;
import io.eipmeter.jobs.bandwidth.domain.InterfaceColumn;
import io.eipmeter.jobs.bandwidth.domain.SettingsHistory;
import io.eipmeter.jobs.bandwidth.domain.Slices;
import io.eipmeter.jobs.bandwidth.domain.SumKind;
import io.eipmeter.jobs.bandwidth.domain.SumTable;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.protocols.DecodeSink;
import io.eipmeter.protocols.Fact;
import io.eipmeter.protocols.Flow;
import io.eipmeter.protocols.Outcome;
import io.eipmeter.protocols.RejectReason;
import io.eipmeter.protocols.Scaling;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.RejectedDatagram;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the decoder's calls become sums: flows through the meter, facts into the exporter's minute
 * of log time, rejects into records of their own.
 */
final class FlowSums implements DecodeSink {
  /** Longest payload kept of a reject: the longest UDP datagram. */
  private static final int REJECT_LIMIT_BYTES = 65_535;

  private static final LoggedRecord NOTHING =
      new LoggedRecord(-1, -1, 0, LoggedRecord.HEARTBEAT, new byte[0]);

  private final MinuteBuffer minutes = new MinuteBuffer();
  private final SumBuffer controls = new SumBuffer(SumKind.CONTROL);
  private final SumBuffer exporters = new SumBuffer(SumKind.EXPORTER);
  private final SumBuffer interfaces = new SumBuffer(SumKind.INTERFACE);
  private final SumBuffer seconds = new SumBuffer(SumKind.SECOND);
  private final FlowMeter meter;
  private final SettingsHistory history;
  private final Consumer<SumBlock> sums;
  private final Consumer<OutgoingRecord> rejects;
  private final @Nullable FlowBlockWriter samples;

  private LoggedRecord record = NOTHING;
  private Address exporter = LoggedRecord.HEARTBEAT;
  private long logMs;
  private int index;
  private int offset;
  private int length;
  private long receivedMs;
  private long flows;
  private long lowestRate = Long.MAX_VALUE;
  private long highestRate;
  private int flowRejects; // reasons already told of this datagram, a bit each

  /**
   * @param samples takes every flow, or null where `flow-samples` is not wanted
   */
  FlowSums(
      SettingsHistory history,
      Consumer<SumBlock> sums,
      Consumer<OutgoingRecord> rejects,
      @Nullable FlowBlockWriter samples) {
    this.meter = new FlowMeter(history, minutes.pieces(), controls.table(), seconds.table());
    this.history = history;
    this.sums = sums;
    this.rejects = rejects;
    this.samples = samples;
  }

  /** Says which block's datagrams come next. */
  void begin(LoggedRecord block) {
    record = block;
    exporter = block.key();
    logMs = block.logMs();
    meter.begin(exporter.high(), exporter.low(), logMs);
  }

  /** Says that what comes next is brought by the passing of log time alone. */
  void beginSilence(Address newExporter, long newLogMs) {
    record = NOTHING;
    exporter = newExporter;
    logMs = newLogMs;
    index = -1;
    length = 0;
    receivedMs = newLogMs;
    meter.begin(exporter.high(), exporter.low(), logMs);
  }

  /** Says which datagram of the block comes next. */
  void datagram(int newIndex, int newOffset, int newLength, long newReceivedMs) {
    index = newIndex;
    offset = newOffset;
    length = newLength;
    receivedMs = newReceivedMs;
    flowRejects = 0;
  }

  /** Counts what became of the datagram, and its flows. */
  void outcome(Outcome outcome) {
    SumTable table = exporters.table();
    int row = exporterRow();
    table.add(row + ExporterColumn.DATAGRAMS.ordinal(), 1);
    table.add(row + ExporterColumn.DATAGRAM_BYTES.ordinal(), length);
    ExporterColumn column =
        switch (outcome) {
          case DECODED -> ExporterColumn.DECODED;
          case DUPLICATE -> ExporterColumn.DUPLICATES;
          case REJECTED -> ExporterColumn.REJECTED;
          case WAITING -> ExporterColumn.WAITING;
        };
    table.add(row + column.ordinal(), 1);
    flushFlowCount(row);
  }

  private void flushFlowCount(int exporterRow) {
    if (flows > 0) {
      SumTable table = exporters.table();
      table.add(exporterRow + ExporterColumn.FLOWS.ordinal(), flows);
      table.merge(exporterRow, ExporterColumn.SAMPLING_RATE_MIN.ordinal(), lowestRate);
      table.merge(exporterRow, ExporterColumn.SAMPLING_RATE_MAX.ordinal(), highestRate);
      meter.flushTold(table, exporterRow);
      flows = 0;
      lowestRate = Long.MAX_VALUE;
      highestRate = 0;
    }
  }

  /** Counts a record of the topic that is no block. */
  void unreadableBlock() {
    datagram(-1, 0, record.value().length, logMs);
    rejected(RejectReason.TRUNCATED, -1, logMs, record.value(), 0, record.value().length);
    outcome(Outcome.REJECTED);
  }

  @Override
  public void flow(Flow flow) {
    if (!flow.has(Flow.BYTES)) {
      return; // a NAT event and the like: told as RECORD_WITHOUT_BYTES, and no flow
    }
    flows++;
    long rate = Scaling.oneIn(flow);
    lowestRate = Math.min(lowestRate, rate);
    highestRate = Math.max(highestRate, rate);
    RejectReason reason = meter.meter(flow);
    if (reason != null) {
      rejectedFlow(reason);
    } else if (samples != null) {
      samples.add(flow);
    }
  }

  /**
   * Counts a flow that goes aside; its datagram is kept once a reason, however many flows it holds.
   */
  private void rejectedFlow(RejectReason reason) {
    exporters.table().add(exporterRow() + ExporterColumn.REJECTED_FLOWS.ordinal(), 1);
    int bit = 1 << reason.ordinal();
    if ((flowRejects & bit) == 0) {
      flowRejects |= bit;
      rejected(reason, -1, receivedMs, record.value(), offset, length);
    }
  }

  /** Ends a block. */
  void end() {
    if (samples != null) {
      samples.send(record);
    }
  }

  @Override
  public void interfaceCounters(
      long ifIndex,
      long addedInOctets,
      long addedOutOctets,
      long addedInPackets,
      long addedOutPackets) {
    SumTable table = interfaces.table();
    int row =
        table.row(
            exporter.high(),
            exporter.low(),
            SumTable.detail(logMs / Slices.MINUTE_MS, ifIndex & 0xffff_ffffL));
    table.add(row + InterfaceColumn.IN_OCTETS.ordinal(), addedInOctets);
    table.add(row + InterfaceColumn.OUT_OCTETS.ordinal(), addedOutOctets);
    table.add(row + InterfaceColumn.IN_PACKETS.ordinal(), addedInPackets);
    table.add(row + InterfaceColumn.OUT_PACKETS.ordinal(), addedOutPackets);
    table.add(row + InterfaceColumn.COUNTER_SAMPLES.ordinal(), 1);
  }

  @Override
  public void fact(Fact fact, long amount) {
    int row = exporterRow();
    SumTable table = exporters.table();
    switch (fact) {
      case LOST_EXPORTS -> {
        table.merge(row, ExporterColumn.LOST_EXPORTS.ordinal(), amount);
        table.merge(
            row,
            ExporterColumn.LOST_FROM_MS.ordinal(),
            receivedMs - history.settingsAt(logMs).getActiveTimeoutMs());
      }
      case RESTART -> table.add(row + ExporterColumn.RESTARTS.ordinal(), amount);
      case TEMPLATE -> table.add(row + ExporterColumn.TEMPLATES.ordinal(), amount);
      case RELEASED_DECODED -> {
        table.add(row + ExporterColumn.RELEASED.ordinal(), amount);
        table.add(row + ExporterColumn.DECODED.ordinal(), amount);
      }
      case RELEASED_REJECTED -> {
        table.add(row + ExporterColumn.RELEASED.ordinal(), amount);
        table.add(row + ExporterColumn.REJECTED.ordinal(), amount);
      }
      case CORRECTED_TIME -> table.add(row + ExporterColumn.CORRECTED_TIMES.ordinal(), amount);
      case UNKNOWN_RATE -> table.add(row + ExporterColumn.UNKNOWN_RATE_RECORDS.ordinal(), amount);
      case RECORD_WITHOUT_BYTES ->
          table.add(row + ExporterColumn.RECORDS_WITHOUT_BYTES.ordinal(), amount);
      case RATE_DISAGREES ->
          table.add(row + ExporterColumn.RATE_DISAGREES_RECORDS.ordinal(), amount);
      case COUNTED_BEFORE_RATE ->
          table.add(row + ExporterColumn.COUNTED_BEFORE_RATE.ordinal(), amount);
      case DROPPED_RECORD -> table.add(row + ExporterColumn.DROPPED_RECORDS.ordinal(), amount);
      case TOTAL_TOLD_AGAIN -> table.add(row + ExporterColumn.TOTALS_TOLD_AGAIN.ordinal(), amount);
      case TOTAL_FORGOTTEN -> table.add(row + ExporterColumn.TOTALS_FORGOTTEN.ordinal(), amount);
      case PAYLOAD_RECORD -> table.add(row + ExporterColumn.PAYLOAD_RECORDS.ordinal(), amount);
      case IN_OUT_DIFFER -> table.add(row + ExporterColumn.IN_OUT_DIFFER_RECORDS.ordinal(), amount);
      case ASSUMED_TIME -> table.add(row + ExporterColumn.ASSUMED_TIME_RECORDS.ordinal(), amount);
      case CLOCK_SKEW_MS -> table.merge(row, ExporterColumn.CLOCK_SKEW_MS.ordinal(), amount);
    }
  }

  @Override
  public void rejected(
      RejectReason reason,
      int setOffsetBytes,
      long rejectedReceivedMs,
      byte[] bytes,
      int from,
      int lengthBytes) {
    byte[] address =
        exporter.toShortestBytes(); // as the collector has it: a retry must find its partition
    ByteString payload =
        ByteString.copyFrom(bytes, from, Math.min(lengthBytes, REJECT_LIMIT_BYTES));
    RejectedDatagram.Builder rejected =
        RejectedDatagram.newBuilder()
            .setExporterAddress(ByteString.copyFrom(address))
            .setReason(reason.name())
            .setReceivedMs(rejectedReceivedMs)
            .setSetOffsetBytes(setOffsetBytes)
            .setPayload(payload)
            .setOriginalLengthBytes(lengthBytes);
    if (bytes == record.value()) {
      rejected.setPartition(record.partition()).setOffset(record.offset()).setIndex(index);
    } else { // it waited: its place in the log is not known any more, its content is
      rejected.setPartition(-1).setOffset(contentHash(rejectedReceivedMs, payload)).setIndex(-1);
    }
    rejects.accept(
        new OutgoingRecord(
            Topic.FLOW_DATAGRAMS_REJECTED, -1, address, rejected.build().toByteArray()));
  }

  private static long contentHash(long receivedMs, ByteString payload) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(payload.asReadOnlyByteBuffer());
      return ByteBuffer.wrap(digest.digest()).getLong() ^ receivedMs;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private int exporterRow() {
    return exporters
        .table()
        .row(exporter.high(), exporter.low(), SumTable.detail(logMs / Slices.MINUTE_MS, 0));
  }

  void flushIfFull() {
    if (minutes.isFull() || controls.isFull() || interfaces.isFull() || seconds.isFull()) {
      flush();
    }
  }

  /** Hands over all sums; nothing is left here. */
  void flush() {
    if (flows > 0) { // of data that waited and was given up or released in silence
      flushFlowCount(exporterRow());
    }
    meter.flush();
    minutes.flush(sums);
    controls.flush(sums);
    exporters.flush(sums);
    interfaces.flush(sums);
    seconds.flush(sums);
  }
}
