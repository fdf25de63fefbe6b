package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.schemas.v1.AlertRuleVersion;
import io.eipmeter.schemas.v1.Escalation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** Rules as the topic {@code alert-rules} holds them. */
public final class RuleMessages {
  private RuleMessages() {}

  public static AlertRuleVersion write(AlertRule rule) {
    AlertRuleVersion.Builder message =
        AlertRuleVersion.newBuilder()
            .setRuleId(rule.id())
            .setVersion(rule.version())
            .setRemoved(rule.removed())
            .setAppliedMs(rule.appliedMs())
            .setName(rule.name())
            .setMetric(rule.metric().text())
            .setPeriodSeconds((int) rule.period().toSeconds())
            .setSilenceSeconds((int) rule.silence().toSeconds())
            .setEffectiveZone(rule.effective().zone().getId())
            .setEffectiveFromMinute(rule.effective().fromMinute())
            .setEffectiveToMinute(rule.effective().toMinute())
            .setNoData(rule.noData())
            .putAllLabels(rule.labels())
            .setScope(rule.scope().kind())
            .addAllScopeValues(rule.scope().values().stream().sorted().toList())
            .setFlapChanges(rule.flapChanges())
            .setFlapWithinSeconds((int) rule.flapWithin().toSeconds())
            .addAllReceivers(rule.receivers());
    for (Condition condition : rule.conditions()) {
      message.addEscalations(
          Escalation.newBuilder()
              .setLevel(condition.level())
              .setStatistic(condition.statistic().text())
              .setComparison(condition.comparison().providerName())
              .setThresholdMilli(condition.thresholdMilli())
              .setTimes(condition.times())
              .setRecoveryMilli(condition.recoveryMilli()));
    }
    return message.build();
  }

  /**
   * Reads and checks a rule.
   *
   * @throws IllegalArgumentException a sentence that says what cannot be
   */
  public static AlertRule read(AlertRuleVersion message) {
    List<Condition> conditions =
        message.getEscalationsList().stream().map(RuleMessages::condition).toList();
    return new AlertRule(
        message.getRuleId(),
        message.getVersion(),
        message.getRemoved(),
        message.getAppliedMs(),
        message.getName(),
        Metric.parse(message.getMetric()),
        Duration.ofSeconds(message.getPeriodSeconds()),
        conditions,
        Duration.ofSeconds(message.getSilenceSeconds()),
        new EffectiveInterval(
            zone(message.getEffectiveZone()),
            message.getEffectiveFromMinute(),
            message.getEffectiveToMinute()),
        message.getNoData(),
        message.getLabelsMap(),
        new Scope(message.getScope(), Set.copyOf(message.getScopeValuesList())),
        message.getFlapChanges(),
        Duration.ofSeconds(message.getFlapWithinSeconds()),
        message.getReceiversList());
  }

  /**
   * A time zone by its IANA name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("there is no time zone '" + name + "'", e);
    }
  }

  private static Condition condition(Escalation escalation) {
    return new Condition(
        escalation.getLevel(),
        Statistic.parse(escalation.getStatistic()),
        Comparison.parse(escalation.getComparison()),
        escalation.getThresholdMilli(),
        escalation.getTimes(),
        escalation.getRecoveryMilli());
  }
}
