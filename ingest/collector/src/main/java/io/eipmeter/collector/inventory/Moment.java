package io.eipmeter.collector.inventory;

/**
 * When a snapshot holds.
 *
 * @param asOfMs from when on it is so, milliseconds since the epoch
 * @param nowMs when it is said
 */
public record Moment(long asOfMs, long nowMs) {
  public Moment {
    if (asOfMs <= 0 || nowMs <= 0) {
      throw new IllegalArgumentException("a moment is after 1970, was " + asOfMs + ", " + nowMs);
    }
  }

  /** What is before it is past: a snapshot speaks of what comes after it. */
  long pastUntilMs() {
    return Math.max(asOfMs, nowMs);
  }
}
