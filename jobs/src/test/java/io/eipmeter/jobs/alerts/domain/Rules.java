package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.NoDataPolicy;
import io.eipmeter.schemas.v1.RuleScope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules for tests: out-rate of all EIPs, a period of a minute, no flapping, unless told. */
public final class Rules {
  private Rules() {}

  /** A bits-per-second threshold of 8,000 is 60,000 bytes a minute. */
  public static Condition warnAbove(long bitsPerSecond, int times, long recovery) {
    return condition(
        AlertLevel.ALERT_LEVEL_WARN,
        Comparison.GREATER_OR_EQUAL,
        bitsPerSecond * 1_000,
        times,
        recovery * 1_000);
  }

  public static Condition condition(
      AlertLevel level, Comparison comparison, long thresholdMilli, int times, long recoveryMilli) {
    return new Condition(
        level, Statistic.AVERAGE, comparison, thresholdMilli, times, recoveryMilli);
  }

  public static AlertRule rule(String id, Condition... conditions) {
    return rule(id, Metric.OUT_RATE, Duration.ofMinutes(1), conditions);
  }

  public static AlertRule rule(String id, Metric metric, Duration period, Condition... conditions) {
    return new AlertRule(
        id,
        1,
        false,
        0,
        id,
        metric,
        period,
        List.of(conditions),
        Duration.ofDays(1),
        EffectiveInterval.ALWAYS,
        NoDataPolicy.NO_DATA_POLICY_KEEP_LAST_STATE,
        Map.of("team", "net"),
        new Scope(
            switch (metric.kind()) {
              case RESOURCE_KIND_EXPORTER -> RuleScope.RULE_SCOPE_EXPORTER;
              case RESOURCE_KIND_PIPELINE -> RuleScope.RULE_SCOPE_PIPELINE;
              default -> RuleScope.RULE_SCOPE_ALL;
            },
            Set.of()),
        0,
        Duration.ofHours(1),
        List.of());
  }

  static AlertRule with(
      AlertRule rule,
      NoDataPolicy noData,
      Duration silence,
      EffectiveInterval effective,
      int flapChanges) {
    return new AlertRule(
        rule.id(),
        rule.version(),
        rule.removed(),
        rule.appliedMs(),
        rule.name(),
        rule.metric(),
        rule.period(),
        rule.conditions(),
        silence,
        effective,
        noData,
        rule.labels(),
        rule.scope(),
        flapChanges,
        rule.flapWithin(),
        rule.receivers());
  }

  static AlertRule noData(AlertRule rule, NoDataPolicy noData) {
    return with(rule, noData, rule.silence(), rule.effective(), rule.flapChanges());
  }
}
