package io.eipmeter.jobs.billing.domain;

import java.io.Serializable;
import java.time.Duration;

/**
 * When usage is sealed, and how long after that a statement of ownership still moves it.
 *
 * @param sealDelay after the end of a quarter
 * @param movable after the seal; a statement that speaks of older minutes is left to the statement
 *     of the month, which asks the tables
 */
public record BillingPolicy(Duration sealDelay, Duration movable) implements Serializable {
  private static final long QUARTER_MS = 900_000;
  private static final long HOUR_MS = 4 * QUARTER_MS;

  public BillingPolicy {
    if (sealDelay.isNegative() || movable.isNegative()) {
      throw new IllegalArgumentException("seal.delay and movable.for must not be negative");
    }
  }

  long quarterSealMs(long quarterMs) {
    return quarterMs + QUARTER_MS + sealDelay.toMillis();
  }

  long hourSealMs(long hourMs) {
    return hourMs + HOUR_MS + sealDelay.toMillis();
  }

  /** Minutes before this one are forgotten. */
  long firstKeptMs(long nowMs) {
    return hourOf(nowMs - sealDelay.toMillis() - movable.toMillis() - HOUR_MS);
  }

  static long quarterOf(long ms) {
    return ms - Math.floorMod(ms, QUARTER_MS);
  }

  static long hourOf(long ms) {
    return ms - Math.floorMod(ms, HOUR_MS);
  }

  static long quarterAfter(long quarterMs) {
    return quarterMs + QUARTER_MS;
  }

  static long hourAfter(long hourMs) {
    return hourMs + HOUR_MS;
  }
}
