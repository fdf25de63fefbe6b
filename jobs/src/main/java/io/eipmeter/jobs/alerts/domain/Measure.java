package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.schemas.v1.NoDataPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A rule's look at a resource's sums.
 *
 * @param sums of minutes or seconds, or the value that holds, as the rule's metric is
 */
record Measure(AlertRule rule, Resource resource, Sums sums) {
  private static final int SHOWN_DECIMALS = 3;

  /** The sum that a condition compares; {@link Verdict#NO_DATA} where the period has no row. */
  long amount(Condition condition, long periodStartMs) {
    if (rule.metric().unit() == Unit.PERCENT && resource.maximumBitsPerSecond() <= 0) {
      return Verdict.NO_DATA;
    }
    long endMs = periodStartMs + rule.periodMs();
    if (!sums.anyIn(periodStartMs, endMs)) {
      boolean zero = rule.isOfSeconds() || rule.noData() == NoDataPolicy.NO_DATA_POLICY_ZERO;
      return zero ? 0 : Verdict.NO_DATA;
    }
    return sums.amount(condition.statistic(), rule.metric().column(), periodStartMs, endMs);
  }

  boolean holds(Condition condition, long amount, long thresholdMilli, long earlier) {
    return condition
        .comparison()
        .holds(amount, rule.metric().unit().factor(), divisor(condition), thresholdMilli, earlier);
  }

  /** A sum as people see it, in the metric's unit; rounded here and nowhere else. */
  String value(Condition condition, long amount) {
    if (amount == Verdict.NO_DATA || divisor(condition) == 0) {
      return "";
    }
    return BigDecimal.valueOf(amount)
        .multiply(BigDecimal.valueOf(rule.metric().unit().factor()))
        .divide(BigDecimal.valueOf(divisor(condition)), SHOWN_DECIMALS, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  private long divisor(Condition condition) {
    if (rule.metric().isGauge()) {
      return rule.metric().unit().parts();
    }
    boolean ofOneMinute =
        condition.statistic() == Statistic.MAXIMUM || condition.statistic() == Statistic.MINIMUM;
    long seconds = ofOneMinute && !rule.isOfSeconds() ? 60 : rule.period().toSeconds();
    Unit unit = rule.metric().unit();
    if (unit == Unit.PERCENT) {
      return seconds * resource.maximumBitsPerSecond();
    }
    if (unit.perSecond()) {
      return seconds;
    }
    return condition.statistic() == Statistic.AVERAGE && !rule.isOfSeconds()
        ? rule.period().toMinutes()
        : 1;
  }
}
