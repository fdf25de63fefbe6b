package io.eipmeter.jobs.alerts.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file of rules says, key by key: {@code files/rules.schema.json}. */
record RulesText(List<Rule> rules) {
  /** A rule; what is left out is null. */
  @JsonNaming(KebabCaseStrategy.class)
  record Rule(
      String id,
      @Nullable String name,
      String metric,
      @Nullable Duration period,
      Resources resources,
      @Nullable Level critical,
      @Nullable Level warn,
      @Nullable Level info,
      @Nullable Duration silence,
      @Nullable String effective,
      @Nullable String noData,
      @Nullable Map<String, String> labels,
      @Nullable Flapping flapping,
      @Nullable List<String> receivers) {}

  /**
   * One of them is there.
   *
   * @param exporters a list, or the text {@code all}
   */
  record Resources(
      @Nullable Boolean all,
      @Nullable List<String> eips,
      @Nullable List<String> accounts,
      @Nullable List<String> regions,
      @Nullable JsonNode exporters,
      @Nullable Boolean pipeline) {}

  /**
   * When a level fires.
   *
   * @param threshold a number, or a text such as {@code 800M}
   * @param recovery as the threshold
   */
  record Level(
      @Nullable String statistic,
      String operator,
      JsonNode threshold,
      @Nullable Integer times,
      @Nullable JsonNode recovery) {}

  /** How many changes within a time are one notice. */
  record Flapping(@Nullable Integer changes, @Nullable Duration within) {}
}
