package io.eipmeter.jobs.alerts.domain;

import java.util.Locale;

/** What becomes of the minutes of a period. A minute without a row counts as 0. */
public enum Statistic {
  /** The rate over the whole period; of counts, the mean of the minutes. */
  AVERAGE,
  /** Of the largest minute. */
  MAXIMUM,
  /** Of the smallest minute. */
  MINIMUM,
  /** Of a count: all of the period. A rate has no sum. */
  SUM;

  /**
   * As in a file of rules; {@code Value} is the provider's word for the average of a rate.
   *
   * @throws IllegalArgumentException a sentence that lists all
   */
  public static Statistic parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "average", "value" -> AVERAGE;
      case "maximum" -> MAXIMUM;
      case "minimum" -> MINIMUM;
      case "sum" -> SUM;
      default ->
          throw new IllegalArgumentException(
              "must be average, maximum, minimum or sum, was '" + text + "'");
    };
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the statistic of some of a period's traffic is never above that of all of it. */
  boolean growsWithTraffic() {
    return this != MINIMUM;
  }
}
