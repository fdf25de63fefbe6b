package io.eipmeter.jobs.bandwidth.domain;

/**
 * When the slices of a minute and of a quarter close (design, "Time"). All times in milliseconds
 * since the epoch; intervals are named by their number since the epoch.
 */
public final class Slices {
  public static final long SECOND_MS = 1_000;
  public static final long MINUTE_MS = 60_000;
  public static final long QUARTER_MS = 15 * MINUTE_MS;
  public static final long HOUR_MS = 60 * MINUTE_MS;

  /** Late data is kept in one slice for each of these intervals of log time. */
  public static final long LATE_SLICE_MS = 5 * MINUTE_MS;

  private Slices() {}

  /**
   * The slice of a record: 0 in time, else the number of the five minutes of log time it came in.
   */
  public static long ofMinute(long minute, long logMs, long settleDelayMs) {
    return logMs < firstClose((minute + 1) * MINUTE_MS, settleDelayMs) ? 0 : logMs / LATE_SLICE_MS;
  }

  /** Log time at which a slice of a minute closes. */
  public static long minuteCloseMs(long minute, long slice, long settleDelayMs) {
    return slice == 0 ? firstClose((minute + 1) * MINUTE_MS, settleDelayMs) : lateClose(slice);
  }

  /** The slice of a quarter that a minute's slice belongs to, by its close: 0 is the seal. */
  public static long ofQuarter(long quarter, long minuteSliceCloseMs, long sealDelayMs) {
    long sealMs = firstClose((quarter + 1) * QUARTER_MS, sealDelayMs);
    return minuteSliceCloseMs <= sealMs ? 0 : (minuteSliceCloseMs - 1) / LATE_SLICE_MS;
  }

  /** Log time at which a slice of a quarter closes. */
  public static long quarterCloseMs(long quarter, long slice, long sealDelayMs) {
    return slice == 0 ? firstClose((quarter + 1) * QUARTER_MS, sealDelayMs) : lateClose(slice);
  }

  /** Log time at which a slice that is named by its five minutes closes. */
  public static long lateClose(long slice) {
    return (slice + 1) * LATE_SLICE_MS;
  }

  private static long firstClose(long endMs, long delayMs) {
    return endMs + delayMs;
  }
}
