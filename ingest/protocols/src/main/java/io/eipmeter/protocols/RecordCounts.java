package io.eipmeter.protocols;

/**
 * What the counts of a record mean where they are not plain deltas of forwarded IP bytes: totals
 * that run, payload, a second count, packets that were dropped. Of templates that have nothing of
 * it no record comes here.
 */
final class RecordCounts {
  private static final int SALT = 0x70_7a;

  /** IPFIX flowEndReason (136): the flow goes on, and may be told again. */
  private static final int ACTIVE_TIMEOUT = 2;

  /** IPFIX forwardingStatus (89; RFC 7270 section 4.12): the two bits of dropped and consumed. */
  private static final int NOT_FORWARDED = 0x80;

  private final SetFacts facts;
  private final long keptMs;
  private FlowReports reports = new FlowReports();
  private ExporterSettings settings = ExporterSettings.NONE;

  RecordCounts(SetFacts facts, DecoderOptions options) {
    this.facts = facts;
    this.keptMs = 2 * options.activeTimeoutMs();
  }

  void begin(ExporterState exporter) {
    reports = exporter.reports;
    settings = exporter.settings;
  }

  /** Corrects the counts of a flow that is otherwise complete. */
  void correct(FlowPlan plan, Flow f, byte[] bytes, int r, int[] at, long[] mask) {
    if (plan.totals) {
      int reason = (int) value(bytes, r, at, mask, Slot.END_REASON);
      growth(f, plan.startForm, value(bytes, r, at, mask, Slot.START), reason);
    }
    if (plan.payload) {
      facts.payload++;
      if (settings.payloadBilled()) {
        f.bytes = value(bytes, r, at, mask, Slot.PAYLOAD);
        f.present |= Flow.BYTES;
      }
    }
    if (plan.outBytes && value(bytes, r, at, mask, Slot.OUT_BYTES) != f.bytes) {
      facts.inOutDiffer++;
    }
    if ((value(bytes, r, at, mask, Slot.FORWARDING_STATUS) & NOT_FORWARDED) != 0) {
      drop(f);
      facts.dropped++;
    }
  }

  /** Whether the record tells of the other direction in other elements than a biflow does. */
  boolean tellsReverse(FlowPlan plan) {
    return plan.outBytes && settings.outIsReverse() || plan.payload && settings.payloadBilled();
  }

  /** The counts of that direction, by the flow of this one. */
  static void reverse(FlowPlan plan, Flow b, byte[] bytes, int r, int[] at, long[] mask) {
    b.bytes = value(bytes, r, at, mask, plan.outBytes ? Slot.OUT_BYTES : Slot.REVERSE_PAYLOAD);
    b.packets = plan.outBytes ? value(bytes, r, at, mask, Slot.OUT_PACKETS) : 0;
  }

  /**
   * Takes from a total what it was before, if it runs. Where the flow is told again later with no
   * more, it does not run, unless it is so set; what is told out of order is in the later total.
   */
  void growth(Flow f, int startForm, long rawStart, int endReason) {
    boolean running = settings.totals() == ExporterSettings.Totals.RUNNING;
    if (settings.totals() == ExporterSettings.Totals.ONCE
        || startForm == TimeForm.NONE && !running
        || (f.bytes | f.packets) < 0) {
      return;
    }
    long key = FlowReports.key(f, rawStart, SALT);
    long bytes = f.bytes;
    long packets = f.packets;
    boolean again = reports.find(key);
    boolean grew = again && bytes >= reports.bytes && packets >= reports.packets;
    boolean later = again && f.endMs > reports.endMs;
    boolean stands = again && bytes == reports.bytes && packets == reports.packets;
    if (again && (grew && !(later && stands && !running) || !grew && !later)) {
      facts.toldAgain++;
      f.bytes = grew ? bytes - reports.bytes : 0;
      f.packets = grew ? packets - reports.packets : 0;
      if (later) {
        f.startMs = Math.max(f.startMs, reports.endMs);
      }
      if (!grew) {
        return; // overtaken
      }
    }
    if (again || endReason == 0 || endReason == ACTIVE_TIMEOUT) {
      reports.put(key, bytes, packets, f.endMs, f.receivedMs, keptMs);
    }
  }

  /** Makes the forwarded packets of a flow dropped ones; its rate is known. */
  static void drop(Flow f) {
    f.droppedBytes = dropped(f.droppedBytes, f.bytes, f);
    f.droppedPackets = dropped(f.droppedPackets, f.packets, f);
    f.bytes = 0;
    f.packets = 0;
    f.present |= Flow.DROPPED_BYTES | Flow.DROPPED_PACKETS;
  }

  /** Drops are not scaled by who counts them; -1, which no count is, where it is too large. */
  private static long dropped(long told, long count, Flow f) {
    long scaled = count < 0 ? -1 : Scaling.scaled(count, f.samplingRate, f.samplingSize);
    return scaled < 0 ? -1 : Math.max(told, scaled);
  }

  private static long value(byte[] bytes, int r, int[] at, long[] mask, int slot) {
    return BigEndian.i64(bytes, r + at[slot]) & mask[slot];
  }
}
