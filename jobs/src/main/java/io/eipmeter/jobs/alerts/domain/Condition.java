package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.schemas.v1.AlertLevel;

/**
 * When a level fires.
 *
 * @param thresholdMilli thousandths of the metric's unit, or of a percent of an earlier period
 * @param times periods one after the other that must meet it
 * @param recoveryMilli the level holds until the comparison fails with this in the threshold's
 *     place
 */
public record Condition(
    AlertLevel level,
    Statistic statistic,
    Comparison comparison,
    long thresholdMilli,
    int times,
    long recoveryMilli) {
  /** Above this a run of periods says nothing that a longer period would not say better. */
  public static final int MOST_TIMES = 180;

  public Condition {
    if (level == AlertLevel.ALERT_LEVEL_NONE || level == AlertLevel.UNRECOGNIZED) {
      throw new IllegalArgumentException("a level must be critical, warn or info");
    }
    if (times < 1 || times > MOST_TIMES) {
      throw new IllegalArgumentException("times must be 1 to " + MOST_TIMES + ", was " + times);
    }
    if (thresholdMilli < 0) {
      throw new IllegalArgumentException("threshold must not be negative");
    }
    if (comparison.lag() != Comparison.Lag.NONE
        && comparison.isLowerBound()
        && thresholdMilli > 100_000) {
      throw new IllegalArgumentException("nothing falls by more than 100 percent");
    }
    checkRecovery(comparison, thresholdMilli, recoveryMilli);
  }

  private static void checkRecovery(
      Comparison comparison, long thresholdMilli, long recoveryMilli) {
    boolean plainLower = comparison.isLowerBound() && comparison.lag() == Comparison.Lag.NONE;
    if (plainLower ? recoveryMilli < thresholdMilli : recoveryMilli > thresholdMilli) {
      throw new IllegalArgumentException(
          "recovery must be at "
              + (plainLower ? "least" : "most")
              + " the threshold, so that a level does not end where it begins");
    }
    if (comparison == Comparison.NOT_EQUAL && recoveryMilli != thresholdMilli) {
      throw new IllegalArgumentException("'!=' has no recovery of its own");
    }
  }

  /** Whether a period may decide before it is settled. */
  boolean mayBeEarly() {
    return comparison.isUpperBound() && statistic.growsWithTraffic();
  }

  /** Periods between a period and the one it is compared with; 0: none. */
  int lagPeriods(long periodMs) {
    return comparison.lag().periods(periodMs);
  }
}
