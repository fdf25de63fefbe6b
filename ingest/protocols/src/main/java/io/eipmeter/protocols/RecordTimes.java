package io.eipmeter.protocols;

/**
 * Gives a record whose times cannot be an interval that can. Nothing is thrown for a clock: a flow
 * that ends before it starts counts at its end; one without an end at the export time; one without
 * a start, or with one before the active timeout (which some exporters keep over all reports of a
 * flow), since its report before, and never for longer than the active timeout.
 */
final class RecordTimes {
  private static final int SALT = 0x7e57;

  private final RecordClock clock;
  private final long activeTimeoutMs;
  private final long latestMs;

  RecordTimes(RecordClock clock, DecoderOptions options) {
    this.clock = clock;
    this.activeTimeoutMs = options.activeTimeoutMs();
    this.latestMs = options.latestRecordMs();
  }

  /** Whether a flow cannot have been so; its times are not corrected yet. */
  boolean impossible(Flow f, long rawStart, long rawEnd) {
    // as an unsigned number a negative span is long, too
    return Long.compareUnsigned(f.endMs - f.startMs, activeTimeoutMs) > 0
        || clock.exportMs - f.endMs > latestMs
        || (rawStart | rawEnd) == 0;
  }

  /**
   * Gives such a flow its interval; addresses, ports and interfaces are read.
   *
   * @param rawStart the start as told, which tells this flow from others of its key
   */
  void assume(Flow f, long rawStart, long rawEnd, FlowReports reports) {
    boolean endTold = rawEnd != 0 && clock.exportMs - f.endMs <= latestMs;
    if (!endTold) {
      f.endMs = clock.exportMs;
    } else if (f.startMs > f.endMs) {
      f.startMs = f.endMs;
      return;
    }
    long earliestMs = f.endMs - activeTimeoutMs;
    if (rawStart != 0 && f.startMs >= earliestMs && f.startMs <= f.endMs) {
      return;
    }
    long key = FlowReports.key(f, rawStart, SALT);
    f.startMs =
        reports.find(key) && reports.endMs <= f.endMs
            ? Math.max(earliestMs, reports.endMs)
            : earliestMs;
    reports.put(key, 0, 0, f.endMs, clock.receivedMs, 2 * activeTimeoutMs);
  }
}
