package io.eipmeter.jobs.bandwidth.domain;

import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.BOTH_BYTES;
import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.COUNTED_BYTES;
import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.COUNTED_PACKETS;
import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.ELSEWHERE_BYTES;
import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.OTHER_BYTES;

import io.eipmeter.protocols.Flow;
import io.eipmeter.protocols.RejectReason;
import org.jspecify.annotations.Nullable;

/**
 * Turns a decoded flow into sums: scales it, finds the metered units it speaks of, splits it over
 * minutes and adds each piece to its slice (design, "Splitting and attributing"). One call a flow
 * record: nothing is allocated here.
 */
public final class FlowMeter {
  /**
   * A record over this many bytes or packets after scaling is no record (2^56 bytes are 72
   * petabytes).
   */
  static final long LARGEST_COUNT = 1L << 56;

  private static final long NO_MINUTE = -1;

  private final SettingsHistory history;
  private final SumTable minutes;
  private final SumTable controls;

  private long exporterHigh;
  private long exporterLow;
  private long logMs;
  private Measurement measurement;
  private MeteringPoints points;

  // Where pieces of one minute go at this log time.
  private long knownMinute = NO_MINUTE;
  private long detail;
  private long controlDetail;

  // The flow in hand: scaled counts, and the two sides of it that may be ours.
  private long bytes;
  private long packets;
  private long startMs;
  private long endMs;
  private final Side out =
      new Side(UsageColumn.BYTES_OUT, UsageColumn.PACKETS_OUT, UsageColumn.FLOWS_OUT);
  private final Side in =
      new Side(UsageColumn.BYTES_IN, UsageColumn.PACKETS_IN, UsageColumn.FLOWS_IN);

  /**
   * @param minutes takes rows of {@link SumKind#MINUTE}
   * @param controls takes rows of {@link SumKind#CONTROL}
   */
  public FlowMeter(SettingsHistory history, SumTable minutes, SumTable controls) {
    this.history = history;
    this.minutes = minutes;
    this.controls = controls;
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
    boolean natted = flow.has(Flow.POST_NAT_SRC) && (flow.postNatSrcHigh | flow.postNatSrcLow) != 0;
    out.find(
        flow,
        natted ? flow.postNatSrcHigh : flow.srcHigh,
        natted ? flow.postNatSrcLow : flow.srcLow);
    in.find(flow, flow.dstHigh, flow.dstLow);
    long firstMinute = startMs / Slices.MINUTE_MS;
    long lastMinute = endMs / Slices.MINUTE_MS;
    if (firstMinute == lastMinute) {
      piece(flow, firstMinute, bytes, packets, flow.droppedBytes, flow.droppedPackets, true);
    } else {
      split(flow, firstMinute, lastMinute);
    }
    return null;
  }

  private @Nullable RejectReason scale(Flow flow) {
    boolean timed = flow.has(Flow.TIMES);
    startMs = timed ? flow.startMs : flow.receivedMs;
    endMs = timed ? flow.endMs : flow.receivedMs;
    if (endMs < startMs) {
      return RejectReason.END_BEFORE_START;
    }
    if (endMs - startMs > measurement.settings().getLongestRecordMs()) {
      return RejectReason.RECORD_TOO_LONG;
    }
    if (logMs - endMs > measurement.settings().getLatestRecordMs() || startMs < 0) {
      return RejectReason.RECORD_TOO_LATE;
    }
    if (endMs - logMs > 2 * measurement.settings().getClockBoundMs()) {
      return RejectReason.RECORD_IN_FUTURE;
    }
    bytes = scaled(flow.bytes, flow.samplingRate);
    packets = scaled(flow.packets, flow.samplingRate);
    return bytes < 0 || packets < 0 ? RejectReason.COUNT_TOO_LARGE : null;
  }

  private static long scaled(long count, long rate) {
    if (rate == 1) {
      return count <= LARGEST_COUNT ? count : -1;
    }
    long product = count * rate;
    return Math.multiplyHigh(count, rate) == 0 && product >= 0 && product <= LARGEST_COUNT
        ? product
        : -1;
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
    control(pieceBytes, piecePackets, ends);
    if (out.counts) {
      int row = out.add(detail, pieceBytes, piecePackets, ends);
      quality(flow, row, ends, pieceBytes, piecePackets);
      dropped(flow, row, droppedBytes, droppedPackets);
    }
    if (in.counts) {
      int row = in.add(detail, pieceBytes, piecePackets, ends);
      quality(flow, row, ends, pieceBytes, piecePackets);
      if (!out.counts) {
        dropped(flow, row, droppedBytes, droppedPackets);
      }
    }
  }

  /** Records of one block speak of few minutes: what is known of one is kept for the next. */
  private void know(long minute) {
    knownMinute = minute;
    long slice = Slices.ofMinute(minute, logMs, history.settleDelayMs(minute));
    detail = SumTable.detail(minute, slice);
    long hour = minute * Slices.MINUTE_MS / Slices.HOUR_MS;
    controlDetail = SumTable.detail(hour, logMs / Slices.LATE_SLICE_MS);
  }

  private void control(long pieceBytes, long piecePackets, boolean ends) {
    int row = controls.row(exporterHigh, exporterLow, controlDetail);
    controls.add(row + COUNTED_BYTES.ordinal(), pieceBytes);
    controls.add(row + COUNTED_PACKETS.ordinal(), piecePackets);
    if (ends) {
      controls.add(row + ControlColumn.FLOWS.ordinal(), 1);
    }
    if (out.counts) {
      controls.add(row + ControlColumn.BYTES_OUT.ordinal(), pieceBytes);
    }
    if (in.counts) {
      controls.add(row + ControlColumn.BYTES_IN.ordinal(), pieceBytes);
    }
    if (out.prefix >= 0 && in.prefix >= 0) {
      controls.add(row + BOTH_BYTES.ordinal(), pieceBytes);
    }
    if (out.prefix < 0 && in.prefix < 0) {
      controls.add(row + OTHER_BYTES.ordinal(), pieceBytes);
    }
    if (out.prefix >= 0 && !out.counts) {
      controls.add(row + ELSEWHERE_BYTES.ordinal(), pieceBytes);
    }
    if (in.prefix >= 0 && !in.counts) {
      controls.add(row + ELSEWHERE_BYTES.ordinal(), pieceBytes);
    }
  }

  private void dropped(Flow flow, int row, long droppedBytes, long droppedPackets) {
    if ((flow.present & (Flow.DROPPED_BYTES | Flow.DROPPED_PACKETS)) != 0) {
      minutes.add(
          row + UsageColumn.DROPPED_BYTES.ordinal(),
          flow.has(Flow.DROPPED_BYTES) ? droppedBytes : 0);
      minutes.add(
          row + UsageColumn.DROPPED_PACKETS.ordinal(),
          flow.has(Flow.DROPPED_PACKETS) ? droppedPackets : 0);
    }
  }

  /** How sure the number is (I7). */
  private void quality(Flow flow, int row, boolean ends, long pieceBytes, long piecePackets) {
    long rate = flow.samplingRate;
    minutes.max(row + UsageColumn.LONGEST_RECORD_MS.ordinal(), endMs - startMs);
    minutes.max(row + UsageColumn.SAMPLING_RATE_MAX.ordinal(), rate);
    minutes.merge(row, UsageColumn.SAMPLING_RATE_MIN.ordinal(), rate);
    if (flow.samplingRateUnknown && ends) {
      minutes.add(row + UsageColumn.UNKNOWN_RATE_RECORDS.ordinal(), 1);
    }
    if (rate > 1) {
      if (ends) {
        minutes.add(row + UsageColumn.SAMPLES.ordinal(), 1);
      }
      variance(row, rate, pieceBytes, piecePackets);
    }
  }

  /**
   * Of k sampled packets of mean size x at 1 in N, the estimate's variance is about k N (N-1) x^2.
   * With the scaled piece B = k N x and P = k N packets that is B^2 (N-1) / P, in whole bytes
   * squared.
   */
  private void variance(int row, long rate, long pieceBytes, long piecePackets) {
    if (piecePackets == 0) {
      return;
    }
    long size = pieceBytes / piecePackets; // at most 2^16 for any real packet
    long factor = SumColumn.multiplySaturating(size, rate - 1);
    minutes.merge(row, UsageColumn.VARIANCE_HIGH.ordinal(), Math.multiplyHigh(pieceBytes, factor));
    minutes.merge(row, UsageColumn.VARIANCE_LOW.ordinal(), pieceBytes * factor);
  }

  /** One of the two addresses of a flow that may be ours. */
  private final class Side {
    private final int bytesColumn;
    private final int packetsColumn;
    private final int flowsColumn;
    private int prefix;
    private boolean counts;
    private long unitHigh;
    private long unitLow;

    Side(UsageColumn bytesColumn, UsageColumn packetsColumn, UsageColumn flowsColumn) {
      this.bytesColumn = bytesColumn.ordinal();
      this.packetsColumn = packetsColumn.ordinal();
      this.flowsColumn = flowsColumn.ordinal();
    }

    void find(Flow flow, long high, long low) {
      AddressSpace space = measurement.space();
      prefix = space.prefixOf(high, low);
      counts = prefix >= 0 && points.count(flow, high, low);
      if (counts) {
        unitHigh = space.unitHigh(prefix, high);
        unitLow = space.unitLow(prefix, low);
      }
    }

    int add(long detail, long pieceBytes, long piecePackets, boolean ends) {
      int row = minutes.row(unitHigh, unitLow, detail);
      minutes.add(row + bytesColumn, pieceBytes);
      minutes.add(row + packetsColumn, piecePackets);
      if (ends) {
        minutes.add(row + flowsColumn, 1);
      }
      return row;
    }
  }
}
