package io.eipmeter.jobs.alerts.domain;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The comparison operators of CloudMonitor's PutResourceMetricRule. The last six compare with an
 * earlier period: the threshold is a percentage by which the value is above or below it.
 */
public enum Comparison {
  GREATER_OR_EQUAL("GreaterThanOrEqualToThreshold", ">=", Lag.NONE),
  GREATER("GreaterThanThreshold", ">", Lag.NONE),
  LESS_OR_EQUAL("LessThanOrEqualToThreshold", "<=", Lag.NONE),
  LESS("LessThanThreshold", "<", Lag.NONE),
  NOT_EQUAL("NotEqualToThreshold", "!=", Lag.NONE),
  GREATER_THAN_LAST_PERIOD("GreaterThanLastPeriod", "> last period", Lag.PERIOD),
  LESS_THAN_LAST_PERIOD("LessThanLastPeriod", "< last period", Lag.PERIOD),
  GREATER_THAN_YESTERDAY("GreaterThanYesterday", "> yesterday", Lag.DAY),
  LESS_THAN_YESTERDAY("LessThanYesterday", "< yesterday", Lag.DAY),
  GREATER_THAN_LAST_WEEK("GreaterThanLastWeek", "> last week", Lag.WEEK),
  LESS_THAN_LAST_WEEK("LessThanLastWeek", "< last week", Lag.WEEK);

  /** How far back the other period lies. */
  enum Lag {
    NONE,
    PERIOD,
    DAY,
    WEEK;

    /** In periods; 0: nothing is compared. */
    int periods(long periodMs) {
      return switch (this) {
        case NONE -> 0;
        case PERIOD -> 1;
        case DAY -> (int) (Duration.ofDays(1).toMillis() / periodMs);
        case WEEK -> (int) (Duration.ofDays(7).toMillis() / periodMs);
      };
    }
  }

  private static final long WHOLE_MILLI_PERCENT = 100_000;

  private final String providerName;
  private final String sign;
  private final Lag lag;

  Comparison(String providerName, String sign, Lag lag) {
    this.providerName = providerName;
    this.sign = sign;
    this.lag = lag;
  }

  /**
   * By the provider's name or the sign.
   *
   * @throws IllegalArgumentException a sentence that lists all
   */
  public static Comparison parse(String text) {
    return Arrays.stream(values())
        .filter(each -> each.sign.equals(text) || each.providerName.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be one of "
                        + Arrays.stream(values())
                            .map(each -> "'" + each.sign + "'")
                            .collect(Collectors.joining(", "))
                        + ", was '"
                        + text
                        + "'"));
  }

  public String providerName() {
    return providerName;
  }

  public String sign() {
    return sign;
  }

  Lag lag() {
    return lag;
  }

  /** Whether a larger value can only make it more true: then early sums decide. */
  boolean isUpperBound() {
    return switch (this) {
      case GREATER_OR_EQUAL,
          GREATER,
          GREATER_THAN_LAST_PERIOD,
          GREATER_THAN_YESTERDAY,
          GREATER_THAN_LAST_WEEK ->
          true;
      default -> false;
    };
  }

  boolean isLowerBound() {
    return this != NOT_EQUAL && !isUpperBound();
  }

  /**
   * Whether {@code amount x factor / divisor}, in the unit, stands so to the threshold.
   *
   * @param thresholdMilli thousandths of the unit, or of a percent
   * @param earlier the amount of the period compared with
   */
  boolean holds(long amount, long factor, long divisor, long thresholdMilli, long earlier) {
    if (lag == Lag.NONE) {
      // amount * factor * 1000 against threshold * divisor
      int sign = Products.compare(amount, factor * 1_000, thresholdMilli, divisor);
      return switch (this) {
        case GREATER_OR_EQUAL -> sign >= 0;
        case GREATER -> sign > 0;
        case LESS_OR_EQUAL -> sign <= 0;
        case LESS -> sign < 0;
        default -> sign != 0;
      };
    }
    if (earlier <= 0) {
      return false; // nothing can be told of a share of nothing
    }
    return isUpperBound()
        ? Products.compare(
                amount, WHOLE_MILLI_PERCENT, earlier, WHOLE_MILLI_PERCENT + thresholdMilli)
            >= 0
        : Products.compare(
                amount, WHOLE_MILLI_PERCENT, earlier, WHOLE_MILLI_PERCENT - thresholdMilli)
            <= 0;
  }
}
