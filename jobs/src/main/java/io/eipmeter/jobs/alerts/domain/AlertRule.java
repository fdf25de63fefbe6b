package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.NoDataPolicy;
import io.eipmeter.schemas.v1.ResourceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A version of a rule, checked when it is made.
 *
 * @param appliedMs only periods that start at or after this log time are judged
 * @param conditions one a level, the highest first
 * @param flapChanges so many changes between OK and ALERT within {@code flapWithin} are flapping;
 *     0: never
 */
public record AlertRule(
    String id,
    int version,
    boolean removed,
    long appliedMs,
    String name,
    Metric metric,
    Duration period,
    List<Condition> conditions,
    Duration silence,
    EffectiveInterval effective,
    NoDataPolicy noData,
    Map<String, String> labels,
    Scope scope,
    int flapChanges,
    Duration flapWithin,
    List<String> receivers) {
  static final long MINUTE_MS = 60_000;
  static final long SECOND_MS = 1_000;
  static final Duration LONGEST_PERIOD = Duration.ofHours(1);

  /** A day of a rule's periods is kept for each of its EIPs: at most 2.3 kB. */
  private static final Duration SHORTEST_FOR_YESTERDAY = Duration.ofMinutes(5);

  /** A week of them: at most 5.4 kB. */
  private static final Duration SHORTEST_FOR_LAST_WEEK = Duration.ofMinutes(15);

  private static final int MOST_FLAP_CHANGES = 20;

  public AlertRule {
    require(
        id.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}"),
        "id must be 1 to 64 letters, digits, - and _");
    require(!name.isBlank(), "name must not be empty");
    conditions = List.copyOf(conditions);
    labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    receivers = List.copyOf(receivers);
    if (period.toMillis() == SECOND_MS) {
      checkSeconds(metric, conditions, noData);
    } else {
      checkPeriod(period, conditions);
    }
    require(!conditions.isEmpty(), "a rule needs a level: critical, warn or info");
    Set<AlertLevel> levels = new HashSet<>();
    List<Condition> sorted = new ArrayList<>(conditions);
    sorted.sort((a, b) -> b.level().compareTo(a.level()));
    for (Condition condition : sorted) {
      require(levels.add(condition.level()), "a level stands twice");
      require(
          !metric.unit().perSecond() || condition.statistic() != Statistic.SUM,
          "a rate has no sum: use average, maximum or minimum, or the metric of bytes or packets");
    }
    conditions = List.copyOf(sorted);
    require(scope.canHold(metric.kind()), Scope.sentence(metric));
    for (Condition condition : sorted) {
      require(
          !metric.isGauge() || condition.comparison().lag() == Comparison.Lag.NONE,
          "the metric " + metric.text() + " is compared with a threshold only");
    }
    require(!silence.isNegative() && silence.toMinutes() >= 1, "silence must be at least a minute");
    require(
        flapChanges == 0 || flapChanges >= 2 && flapChanges <= MOST_FLAP_CHANGES,
        "flapping begins at 2 to " + MOST_FLAP_CHANGES + " changes, or 0 for never");
    require(
        flapChanges == 0 || flapWithin.toMinutes() >= 1,
        "flapping is looked for in at least a minute");
    for (String label : labels.keySet()) {
      require(
          label.matches("[a-zA-Z_][a-zA-Z0-9_]*"),
          "the label '" + label + "' must be letters, digits and _, not starting with a digit");
    }
  }

  private static void checkPeriod(Duration period, List<Condition> conditions) {
    long ms = period.toMillis();
    require(
        ms > 0 && ms % MINUTE_MS == 0 && ms <= LONGEST_PERIOD.toMillis(),
        "period must be 1 s, or 60 s or a multiple of it up to 1 h");
    for (Condition condition : conditions) {
      switch (condition.comparison().lag()) {
        case DAY -> checkLag(period, SHORTEST_FOR_YESTERDAY, "yesterday");
        case WEEK -> checkLag(period, SHORTEST_FOR_LAST_WEEK, "last week");
        default -> {}
      }
    }
  }

  /** Seconds are early sums: never settled, so only an upper bound can be told from them. */
  private static void checkSeconds(Metric metric, List<Condition> conditions, NoDataPolicy noData) {
    require(
        metric.hasSeconds(),
        "the metric " + metric.text() + " is not kept by the second; its shortest period is 60 s");
    for (Condition condition : conditions) {
      require(
          condition.comparison().isUpperBound()
              && condition.comparison().lag() == Comparison.Lag.NONE,
          "with a period of 1 s only '>=' and '>' can be judged, because seconds never settle");
    }
    require(
        noData == NoDataPolicy.NO_DATA_POLICY_KEEP_LAST_STATE,
        "with a period of 1 s no-data must be left out: a second without a row had no traffic");
  }

  private static void checkLag(Duration period, Duration shortest, String when) {
    require(
        period.compareTo(shortest) >= 0 && Duration.ofDays(1).toMillis() % period.toMillis() == 0,
        "to compare with "
            + when
            + " the period must be at least "
            + shortest.toMinutes()
            + " minutes and divide a day");
  }

  private static void require(boolean held, String sentence) {
    if (!held) {
      throw new IllegalArgumentException(sentence);
    }
  }

  /** Whether minutes of EIPs are all that it looks at. */
  public boolean isOfEipMinutes() {
    return metric.kind() == ResourceKind.RESOURCE_KIND_EIP && !metric.isGauge() && !isOfSeconds();
  }

  /** Whether it looks at the seconds of EIPs with fine-grained monitoring. */
  public boolean isOfSeconds() {
    return period.toMillis() == SECOND_MS;
  }

  long periodMs() {
    return period.toMillis();
  }

  /** Start of the period that a time lies in. */
  long periodOf(long epochMs) {
    return Math.floorDiv(epochMs, periodMs()) * periodMs();
  }

  Condition condition(AlertLevel level) {
    for (Condition condition : conditions) {
      if (condition.level() == level) {
        return condition;
      }
    }
    throw new IllegalArgumentException("the rule " + id + " has no level " + level);
  }

  /** The rule under another number, to speak of what an older version told. */
  AlertRule asVersion(int other) {
    return with(other, removed, appliedMs);
  }

  /** The rule as a version of the log. */
  public AlertRule with(int newVersion, boolean isRemoved, long newAppliedMs) {
    return new AlertRule(
        id,
        newVersion,
        isRemoved,
        newAppliedMs,
        name,
        metric,
        period,
        conditions,
        silence,
        effective,
        noData,
        labels,
        scope,
        flapChanges,
        flapWithin,
        receivers);
  }

  /** Whether another version says the same. */
  public boolean saysTheSameAs(AlertRule other) {
    return with(0, false, 0).equals(other.with(0, false, 0)) && removed == other.removed;
  }

  /** Whether every period of every resource is looked at, data or not. */
  boolean noticesSilence() {
    return noData != NoDataPolicy.NO_DATA_POLICY_KEEP_LAST_STATE;
  }
}
