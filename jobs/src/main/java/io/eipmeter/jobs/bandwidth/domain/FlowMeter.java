package io.eipmeter.jobs.bandwidth.domain;

import io.eipmeter.protocols.Flow;
import io.eipmeter.protocols.RejectReason;
import io.eipmeter.protocols.Scaling;
import org.jspecify.annotations.Nullable;

/**
 * Turns a decoded flow into sums: scales it, finds the metered units it speaks of, splits it over
 * minutes and adds each piece to its slice (design, "Splitting and attributing"). One call a flow
 * record: nothing is allocated here.
 */
public final class FlowMeter {
  private static final long NO_MINUTE = -1;

  private final SettingsHistory history;
  private final MinutePieces minutes;
  private final ControlSums controls;
  private final SecondSums seconds;
  private final ToldAddresses told = new ToldAddresses();

  private long exporterHigh;
  private long exporterLow;
  private long logMs;
  private Measurement measurement;
  private MeteringPoints points;

  // Where pieces of one minute go at this log time.
  private long knownMinute = NO_MINUTE;
  private long detail;

  // The flow in hand: scaled counts, and the two sides of it that may be ours.
  private long bytes;
  private long packets;
  private long startMs;
  private long endMs;
  private long oneIn;
  private final Side out = new Side();
  private final Side in = new Side();

  /**
   * @param controls takes rows of {@link SumKind#CONTROL}, the last of them at {@link #flush}
   * @param seconds takes rows of {@link SumKind#SECOND}
   */
  public FlowMeter(
      SettingsHistory history, MinutePieces minutes, SumTable controls, SumTable seconds) {
    this.history = history;
    this.minutes = minutes;
    this.controls = new ControlSums(controls);
    this.seconds = new SecondSums(history, seconds);
    this.measurement = history.at(0);
    this.points = measurement.points();
  }

  /** Says whose flows come next, and at which log time. */
  public void begin(long newExporterHigh, long newExporterLow, long newLogMs) {
    Measurement now = history.at(newLogMs);
    if (now != measurement || newExporterHigh != exporterHigh || newExporterLow != exporterLow) {
      measurement = now;
      points = now.points().of(newExporterHigh, newExporterLow);
      exporterHigh = newExporterHigh;
      exporterLow = newExporterLow;
    }
    logMs = newLogMs;
    knownMinute = NO_MINUTE;
  }

  /**
   * Counts a flow.
   *
   * @return why it was not counted, or null when it was
   */
  public @Nullable RejectReason meter(Flow flow) {
    RejectReason reason = scale(flow);
    if (reason != null) {
      return reason;
    }
    attribute(flow);
    long firstMinute = startMs / Slices.MINUTE_MS;
    long lastMinute = endMs / Slices.MINUTE_MS;
    if (firstMinute == lastMinute) {
      piece(
          flow,
          firstMinute,
          bytes,
          packets,
          flow.has(Flow.DROPPED_BYTES) ? flow.droppedBytes : 0,
          flow.has(Flow.DROPPED_PACKETS) ? flow.droppedPackets : 0,
          true);
    } else {
      split(flow, firstMinute, lastMinute);
    }
    if (!measurement.fineGrained().isEmpty()) {
      out.addSeconds(false);
      in.addSeconds(true);
    }
    return null;
  }

  /**
   * Finds the addresses that count. NAT gives a side two of them, and exporters name either first:
   * the reply to an inside host has it as destination and the EIP after NAT, a port forwarding's
   * reply has the EIP as source and the inside host after NAT. The metered one of the two counts;
   * of two metered ones, that which the other end of the flow sees.
   */
  private void attribute(Flow flow) {
    if (!flow.has(Flow.POST_NAT_SRC)) {
      out.find(flow, flow.srcHigh, flow.srcLow);
    } else if (!out.find(flow, flow.postNatSrcHigh, flow.postNatSrcLow)) {
      out.find(flow, flow.srcHigh, flow.srcLow);
    }
    if (!in.find(flow, flow.dstHigh, flow.dstLow) && flow.has(Flow.POST_NAT_DST)) {
      in.find(flow, flow.postNatDstHigh, flow.postNatDstLow);
    }
    if (flow.has(Flow.POST_NAT_SRC | Flow.POST_NAT_DST) && out.isSameUnit(in)) {
      in.leave(); // it turns back within the NAT: one flow of one address
    }
  }

  private @Nullable RejectReason scale(Flow flow) {
    boolean timed = flow.has(Flow.TIMES);
    endMs = timed ? flow.endMs : flow.receivedMs;
    startMs = timed ? Math.min(flow.startMs, endMs) : endMs; // at its end, if that is before
    if (endMs - startMs > measurement.settings().getLongestRecordMs()) {
      return RejectReason.RECORD_TOO_LONG;
    }
    if (logMs - endMs > measurement.settings().getLatestRecordMs() || startMs < 0) {
      return RejectReason.RECORD_TOO_LATE;
    }
    if (endMs - logMs > 2 * measurement.settings().getClockBoundMs()) {
      return RejectReason.RECORD_IN_FUTURE;
    }
    bytes = Scaling.scaled(flow.bytes, flow.samplingRate, flow.samplingSize);
    packets = Scaling.scaled(flow.packets, flow.samplingRate, flow.samplingSize);
    oneIn = Scaling.oneIn(flow);
    return bytes < 0 || packets < 0 ? RejectReason.COUNT_TOO_LARGE : null;
  }

  private void split(Flow flow, long firstMinute, long lastMinute) {
    long droppedBytes = flow.has(Flow.DROPPED_BYTES) ? flow.droppedBytes : 0;
    long droppedPackets = flow.has(Flow.DROPPED_PACKETS) ? flow.droppedPackets : 0;
    long bytesBefore = 0;
    long packetsBefore = 0;
    long droppedBytesBefore = 0;
    long droppedPacketsBefore = 0;
    for (long minute = firstMinute; minute <= lastMinute; minute++) {
      long edgeMs = (minute + 1) * Slices.MINUTE_MS;
      long bytesUntil = Split.before(bytes, startMs, endMs, edgeMs);
      long packetsUntil = Split.before(packets, startMs, endMs, edgeMs);
      long droppedBytesUntil = Split.before(droppedBytes, startMs, endMs, edgeMs);
      long droppedPacketsUntil = Split.before(droppedPackets, startMs, endMs, edgeMs);
      piece(
          flow,
          minute,
          bytesUntil - bytesBefore,
          packetsUntil - packetsBefore,
          droppedBytesUntil - droppedBytesBefore,
          droppedPacketsUntil - droppedPacketsBefore,
          minute == lastMinute);
      bytesBefore = bytesUntil;
      packetsBefore = packetsUntil;
      droppedBytesBefore = droppedBytesUntil;
      droppedPacketsBefore = droppedPacketsUntil;
    }
  }

  /** Adds what of the flow lies in one minute. The flow itself counts in its end minute. */
  private void piece(
      Flow flow,
      long minute,
      long pieceBytes,
      long piecePackets,
      long droppedBytes,
      long droppedPackets,
      boolean ends) {
    if (minute != knownMinute) {
      know(minute);
    }
    controls.piece(pieceBytes, piecePackets, ends);
    controls.sides(pieceBytes, out.isOurs(), out.counts, in.isOurs(), in.counts);
    int marks =
        (ends ? MinutePieces.ENDS : 0) | (flow.samplingRateUnknown ? MinutePieces.RATE_UNKNOWN : 0);
    if (out.counts) {
      out.add(marks, pieceBytes, piecePackets, droppedBytes, droppedPackets);
    }
    if (in.counts) {
      boolean told = out.counts; // what was dropped counts once
      in.add(
          marks | MinutePieces.IN,
          pieceBytes,
          piecePackets,
          told ? 0 : droppedBytes,
          told ? 0 : droppedPackets);
    }
  }

  /** Records of one block speak of few minutes: what is known of one is kept for the next. */
  private void know(long minute) {
    knownMinute = minute;
    long slice = Slices.ofMinute(minute, logMs, history.settleDelayMs(minute));
    detail = SumTable.detail(minute, slice);
    long hour = minute * Slices.MINUTE_MS / Slices.HOUR_MS;
    controls.begin(exporterHigh, exporterLow, SumTable.detail(hour, logMs / Slices.LATE_SLICE_MS));
  }

  /** Brings what addresses were told of into the exporter's minute. */
  public void flushTold(SumTable exporters, int row) {
    told.moveTo(exporters, row);
  }

  /** Brings what is held back into the tables. */
  public void flush() {
    controls.flush();
  }

  /** One of the two addresses of a flow that may be ours. */
  private final class Side {
    private int prefix;
    private boolean counts;
    private long unitHigh;
    private long unitLow;

    boolean isOurs() {
      return prefix >= 0;
    }

    /** Whether the address is ours: then it is this side's. */
    boolean find(Flow flow, long high, long low) {
      AddressSpace space = measurement.space();
      prefix = space.prefixOf(high, low);
      counts = prefix >= 0 && points.count(flow, high, low);
      if (counts) {
        unitHigh = space.unitHigh(prefix, high);
        unitLow = space.unitLow(prefix, low);
        told.add(unitHigh, unitLow, high, low);
      }
      return prefix >= 0;
    }

    boolean isSameUnit(Side other) {
      return counts && other.counts && unitHigh == other.unitHigh && unitLow == other.unitLow;
    }

    void leave() {
      prefix = -1;
      counts = false;
    }

    void addSeconds(boolean inbound) {
      if (counts && measurement.fineGrained().contains(unitHigh, unitLow)) {
        seconds.add(unitHigh, unitLow, inbound, bytes, packets, startMs, endMs, logMs);
      }
    }

    void add(
        int marks, long pieceBytes, long piecePackets, long droppedBytes, long droppedPackets) {
      minutes.add(
          unitHigh,
          unitLow,
          detail,
          pieceBytes,
          piecePackets,
          endMs - startMs,
          oneIn,
          marks,
          droppedBytes,
          droppedPackets);
    }
  }
}
