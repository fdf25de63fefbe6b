package io.eipmeter.protocols;

/**
 * Turns the times in the records of one datagram into milliseconds since the epoch, by the header's
 * export time and uptime, and corrects them where the exporter's clock is out of bounds.
 */
final class RecordClock {
  private static final long WORD = 0xffff_ffffL;
  private static final long NO_UPTIME = -1;

  /** However wide the bound, an uptime that is further ahead is from before the wrap. */
  private static final long MOST_AHEAD_MS = 86_400_000;

  private final long boundMs;
  private final long aheadBoundMs;
  long receivedMs;

  /** The header's export time, as it is. */
  long exportMs;

  /** What is added to every time of the datagram, because its export time is beyond the bound. */
  long shiftMs;

  private long headerUptimeMs = NO_UPTIME;
  private long uptimeMs = NO_UPTIME;

  RecordClock(long boundMs) {
    this.boundMs = boundMs;
    this.aheadBoundMs = Math.min(boundMs, MOST_AHEAD_MS);
  }

  /** Begins a datagram whose header has no uptime. */
  void begin(long receivedMs, long exportMs) {
    this.receivedMs = receivedMs;
    this.exportMs = exportMs;
    this.headerUptimeMs = NO_UPTIME;
    this.uptimeMs = NO_UPTIME;
    long aheadMs = exportMs - receivedMs;
    this.shiftMs = aheadMs > boundMs || aheadMs < -boundMs ? -aheadMs : 0;
  }

  /** Begins a datagram whose header has an uptime, milliseconds modulo 2^32. */
  void begin(long receivedMs, long exportMs, long uptimeMs) {
    begin(receivedMs, exportMs);
    this.headerUptimeMs = uptimeMs;
    this.uptimeMs = uptimeMs;
  }

  /** Tells for the records that follow when the uptime was zero; negative: as in the header. */
  void uptimeSince(long initMs) {
    uptimeMs = initMs < 0 ? headerUptimeMs : exportMs - initMs & WORD;
  }

  boolean uptimeKnown() {
    return uptimeMs != NO_UPTIME;
  }

  /** The export time where it is within the bound, else the receive time. */
  long trustedExportMs() {
    return exportMs + shiftMs;
  }

  /** Tells how far the header's export time is from the receive time. */
  void tellSkew(DecodeSink sink) {
    if (exportMs != receivedMs) {
      sink.fact(Fact.CLOCK_SKEW_MS, Math.abs(exportMs - receivedMs));
    }
  }

  /** A time as the record tells it, before any correction. */
  long timeOf(int form, long raw) {
    switch (form) {
      case TimeForm.MILLIS:
        return TimeForm.atMost(raw);
      case TimeForm.UPTIME:
        return ofUptime(raw);
      case TimeForm.SECONDS:
        return TimeForm.atMost(Math.min(raw & Long.MAX_VALUE, 1L << 42) * 1_000);
      case TimeForm.NTP_MICROS:
      case TimeForm.NTP_NANOS:
        return TimeForm.ntpMillis(raw, form, exportMs);
      case TimeForm.MICROS_BEFORE_EXPORT:
        return exportMs - Math.floorDiv(raw & Long.MAX_VALUE, 1_000L);
      default:
        return exportMs;
    }
  }

  /**
   * The uptime counter wraps every 49.7 days, so a value above the header's is from before the
   * wrap, unless it is above by no more than clocks may differ.
   */
  long ofUptime(long raw) {
    long aheadMs = raw - uptimeMs & WORD;
    return aheadMs <= aheadBoundMs ? exportMs + aheadMs : exportMs - (WORD + 1 - aheadMs);
  }

  /** The start of a flow by its end: so that both are on the same side of a wrap. */
  static long uptimeStart(long startRaw, long endRaw, long endMs) {
    return endMs - (int) (endRaw - startRaw);
  }

  /** Corrects the times of a flow; false where nothing was to be corrected. */
  boolean correct(Flow flow) {
    boolean corrected = shiftMs != 0;
    flow.startMs += shiftMs;
    flow.endMs += shiftMs;
    long beyondMs = flow.endMs - receivedMs;
    if (beyondMs > boundMs) {
      flow.startMs -= beyondMs;
      flow.endMs -= beyondMs;
      corrected = true;
    }
    return corrected;
  }
}
