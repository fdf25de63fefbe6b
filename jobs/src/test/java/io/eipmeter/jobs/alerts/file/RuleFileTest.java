package io.eipmeter.jobs.alerts.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.jobs.alerts.domain.AlertRule;
import io.eipmeter.jobs.alerts.domain.RuleMessages;
import io.eipmeter.schemas.files.BadFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFileTest {
  private static final String WHOLE =
      """
      rules:
        - id: web-out
          name: Outbound rate of the web servers
          metric: out-rate
          period: PT5M
          resources: {eips: [eip-1, 100.64.0.1]}
          critical: {statistic: average, operator: ">=", threshold: 800M, times: 2, recovery: 700M}
          warn: {operator: GreaterThanYesterday, threshold: 50}
          silence: PT1H
          effective: 08:00-20:30 Asia/Shanghai
          no-data: insufficient-data
          labels: {team: net}
          flapping: {changes: 4, within: PT30M}
          receivers: [ops]
      """;

  private static final String LEAST =
      "rules: [{id: r, metric: M, period: P, resources: {all: true}, warn: {operator: O, threshold: T}}]";

  @Test
  void everyFieldOfTheFileIsInTheMessageAndComesBack() {
    AlertRule rule = RuleFile.parse("rules.yaml", WHOLE).get(0);
    assertThat(RuleMessages.read(RuleMessages.write(rule))).isEqualTo(rule);
    assertThat(RuleMessages.write(rule).toString())
        .contains(
            "rule_id: \"web-out\"",
            "threshold_milli: 800000000000",
            "recovery_milli: 700000000000",
            "times: 2",
            "comparison: \"GreaterThanYesterday\"",
            "times: 3",
            "period_seconds: 300",
            "silence_seconds: 3600",
            "effective_zone: \"Asia/Shanghai\"",
            "effective_from_minute: 480",
            "effective_to_minute: 1230",
            "NO_DATA_POLICY_INSUFFICIENT_DATA",
            "flap_changes: 4",
            "flap_within_seconds: 1800",
            "scope_values: \"100.64.0.1\"",
            "receivers: \"ops\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "out-rates | PT1M | '>' | 1 | rules[0].metric: there is no metric 'out-rates', only in-rate",
        "out-rate | PT1S | '<' | 1 | with a period of 1 s only '>=' and '>' can be judged",
        "out-rate | PT1S | '> last period' | 1 | with a period of 1 s only '>=' and '>' can be",
        "drop-rate | PT1S | '>' | 1 | the metric drop-rate is not kept by the second",
        "out-rate | PT90S | '>' | 1 | period must be 1 s, or 60 s or a multiple of it up to 1 h",
        "out-rate | 5m | '>' | 1 | rules[0].period: must be a duration like PT90S, PT5M or P1D, was '5m'",
        "out-rate | PT1M | '=>' | 1 | rules[0].warn.operator: must be one of '>='",
        "out-rate | PT1M | '>' | lots | rules[0].warn.threshold: must be a number like 95, 0.5 or 800M, was 'lots'",
        "out-rate | PT1M | '>' | -1 | rules[0].warn: threshold must not be negative",
        "out-rate | PT1M | '< yesterday' | 20 | period must be at least 5 minutes",
        "out-rate | PT7M | '> last week' | 20 | period must be at least 15 minutes and divide a day",
        "cost | PT1M | '> last period' | 5 | the metric cost is compared with a threshold only",
        "reconcile-difference | PT1M | '>' | 0 | of the pipeline: say 'pipeline: true'",
        "lost-exports | PT1M | '>' | 0 | the metric lost-exports is of exporters",
      })
  void whatCannotBeIsSaidWithItsPlace(
      String metric, String period, String operator, String threshold, String sentence) {
    String text =
        LEAST
            .replace("M,", metric + ",")
            .replace("P,", period + ",")
            .replace("O,", "'" + operator + "',")
            .replace("T}", threshold + "}");
    assertThatThrownBy(() -> RuleFile.parse("rules.yaml", text))
        .isInstanceOf(BadFileException.class)
        .hasMessageStartingWith("rules.yaml, line 1: rules[0]")
        .hasMessageContaining(sentence);
  }

  @Test
  void aRecoveryOnTheWrongSideAnUnknownFieldAndAnIdTwiceAreRefused() {
    assertThatThrownBy(() -> RuleFile.parse("f", WHOLE.replace("700M", "900M")))
        .hasMessage(
            "f, line 7: rules[0].critical: recovery must be at most the threshold, so that a level"
                + " does not end where it begins");
    assertThatThrownBy(() -> RuleFile.parse("f", WHOLE.replace("silence:", "silent:")))
        .hasMessageStartingWith(
            "f, line 9: rules[0].silent: there is no such key, only critical, effective");
    assertThatThrownBy(
            () ->
                RuleFile.parse(
                    "f",
                    LEAST
                        .replace("M,", "out-rate,")
                        .replace("P,", "PT1M,")
                        .replace("O,", "'>',")
                        .replace("T}", "1}")
                        .replace(
                            "[{id: r,",
                            "[{id: a, metric: out-rate, resources: {all: true}, info: {operator: '>', threshold: 1}}, {id: a,")))
        .hasMessage("f, line 1: rules[1].id: 'a' stands twice");
    assertThatThrownBy(() -> RuleFile.parse("f", WHOLE.replace("Asia/Shanghai", "Asia/Nowhere")))
        .hasMessage("f, line 10: rules[0].effective: there is no time zone 'Asia/Nowhere'");
    assertThatThrownBy(() -> RuleFile.parse("f", WHOLE.replace("PT5M", "PT1S")))
        .hasMessageContaining("with a period of 1 s only '>=' and '>'");
    assertThatThrownBy(
            () ->
                RuleFile.parse(
                    "f",
                    LEAST
                        .replace("M,", "out-rate,")
                        .replace("P,", "PT1S, no-data: ok,")
                        .replace("O,", "'>',")
                        .replace("T}", "1}")))
        .hasMessageContaining("with a period of 1 s no-data must be left out");
    assertThatThrownBy(() -> RuleFile.parse("f", "rules: [}"))
        .hasMessageStartingWith("f, line 1: is no YAML: ");
  }
}
