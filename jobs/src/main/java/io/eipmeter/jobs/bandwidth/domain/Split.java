package io.eipmeter.jobs.bandwidth.domain;

import java.math.BigInteger;

/**
 * Spreads a record's count over its time (design, "Splitting and attributing"). Exact, in 128-bit
 * integers.
 */
public final class Split {
  private Split() {}

  /**
   * What of a record's total lies before a time: floor(total * (timeMs - startMs) / (endMs + 1 -
   * startMs)). The last millisecond of a record belongs to it, so that pieces of adjacent intervals
   * sum to the total.
   *
   * @param total not negative
   * @param timeMs clamped to the record
   * @param endMs not before startMs
   */
  public static long before(long total, long startMs, long endMs, long timeMs) {
    if (timeMs <= startMs) {
      return 0;
    }
    if (timeMs > endMs) {
      return total;
    }
    long elapsed = timeMs - startMs;
    long duration = endMs + 1 - startMs;
    long high = Math.multiplyHigh(total, elapsed);
    long low = total * elapsed;
    if (high == 0) {
      return Long.divideUnsigned(low, duration);
    }
    return BigInteger.valueOf(total)
        .multiply(BigInteger.valueOf(elapsed))
        .divide(BigInteger.valueOf(duration))
        .longValueExact();
  }
}
