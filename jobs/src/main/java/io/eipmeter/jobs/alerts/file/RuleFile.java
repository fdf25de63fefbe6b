package io.eipmeter.jobs.alerts.file;

import io.eipmeter.jobs.alerts.domain.AlertRule;
import io.eipmeter.jobs.alerts.domain.Comparison;
import io.eipmeter.jobs.alerts.domain.Condition;
import io.eipmeter.jobs.alerts.domain.EffectiveInterval;
import io.eipmeter.jobs.alerts.domain.Metric;
import io.eipmeter.jobs.alerts.domain.RuleMessages;
import io.eipmeter.jobs.alerts.domain.Scope;
import io.eipmeter.jobs.alerts.domain.Statistic;
import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.NoDataPolicy;
import io.eipmeter.schemas.v1.RuleScope;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The YAML (or JSON) form of rules; versions and times are given by the log. */
public final class RuleFile {
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "metric",
          "period",
          "resources",
          "critical",
          "warn",
          "info",
          "silence",
          "effective",
          "no-data",
          "labels",
          "flapping",
          "receivers");
  private static final Set<String> LEVEL_FIELDS =
      Set.of("statistic", "operator", "threshold", "times", "recovery");
  private static final Set<String> SCOPE_FIELDS =
      Set.of("all", "eips", "accounts", "regions", "exporters", "pipeline");
  private static final Set<String> FLAP_FIELDS = Set.of("changes", "within");

  private static final Pattern INTERVAL =
      Pattern.compile("([0-2]\\d):([0-5]\\d)-([0-2]\\d):([0-5]\\d) +(\\S+)");
  private static final Pattern NUMBER = Pattern.compile("(-?\\d+(?:\\.\\d+)?) ?([kMGT]?)");

  /** CloudMonitor's defaults. */
  private static final Duration SILENCE = Duration.ofDays(1);

  private static final int TIMES = 3;
  private static final int FLAP_CHANGES = 6;
  private static final Duration FLAP_WITHIN = Duration.ofHours(1);

  private RuleFile() {}

  /** Reads and checks a file; the rules have version 0 and no time. */
  public static List<AlertRule> read(Path file) throws BadFileException {
    return parse(file.getFileName().toString(), UserFile.read(file));
  }

  /** As {@link #read}, of a text. */
  public static List<AlertRule> parse(String fileName, String text) throws BadFileException {
    List<AlertRule> rules = new ArrayList<>();
    for (Fields fields : Fields.list(fileName, text, "rules", "id", FIELDS)) {
      rules.add(rule(fields));
    }
    return rules;
  }

  private static AlertRule rule(Fields fields) throws BadFileException {
    String id = fields.required("id");
    Fields flapping = fields.part("flapping", FLAP_FIELDS);
    List<Condition> conditions = conditions(fields);
    Scope scope = scope(fields);
    Metric metric = fields.parsed("metric", Metric::parse);
    EffectiveInterval effective =
        fields.has("effective")
            ? fields.parsed("effective", RuleFile::interval)
            : EffectiveInterval.ALWAYS;
    NoDataPolicy noData =
        fields.has("no-data")
            ? fields.parsed("no-data", RuleFile::noData)
            : NoDataPolicy.NO_DATA_POLICY_KEEP_LAST_STATE;
    try {
      return new AlertRule(
          id,
          0,
          false,
          0,
          fields.text("name", id),
          metric,
          fields.duration("period", Duration.ofMinutes(1)),
          conditions,
          fields.duration("silence", SILENCE),
          effective,
          noData,
          fields.map("labels"),
          scope,
          flapping == null ? FLAP_CHANGES : flapping.number("changes", FLAP_CHANGES, 0, 1_000),
          flapping == null ? FLAP_WITHIN : flapping.duration("within", FLAP_WITHIN),
          fields.texts("receivers"));
    } catch (IllegalArgumentException e) {
      throw fields.bad(String.valueOf(e.getMessage()));
    }
  }

  private static List<Condition> conditions(Fields fields) throws BadFileException {
    List<Condition> conditions = new ArrayList<>();
    for (AlertLevel level :
        List.of(
            AlertLevel.ALERT_LEVEL_CRITICAL,
            AlertLevel.ALERT_LEVEL_WARN,
            AlertLevel.ALERT_LEVEL_INFO)) {
      String name = level.name().substring("ALERT_LEVEL_".length()).toLowerCase(Locale.ROOT);
      Fields part = fields.part(name, LEVEL_FIELDS);
      if (part != null) {
        conditions.add(condition(level, part));
      }
    }
    return conditions;
  }

  private static Condition condition(AlertLevel level, Fields part) throws BadFileException {
    long threshold = part.parsed("threshold", RuleFile::milli);
    Statistic statistic =
        part.has("statistic") ? part.parsed("statistic", Statistic::parse) : Statistic.AVERAGE;
    Comparison comparison = part.parsed("operator", Comparison::parse);
    long recovery = part.has("recovery") ? part.parsed("recovery", RuleFile::milli) : threshold;
    try {
      return new Condition(
          level,
          statistic,
          comparison,
          threshold,
          part.number("times", TIMES, 1, Condition.MOST_TIMES),
          recovery);
    } catch (IllegalArgumentException e) {
      throw part.bad(String.valueOf(e.getMessage()));
    }
  }

  /** A decimal number with at most three places, and k, M, G or T for powers of 1,000. */
  private static long milli(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no number like 95, 0.5 or 800M");
    }
    int power = 3 * " kMGT".indexOf((number.group(2) + " ").charAt(0));
    try {
      return new BigDecimal(number.group(1)).scaleByPowerOfTen(power + 3).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is too large or has more than three places", e);
    }
  }

  private static EffectiveInterval interval(String text) {
    Matcher interval = INTERVAL.matcher(text);
    if (!interval.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no interval like 08:00-20:00 Asia/Shanghai");
    }
    return new EffectiveInterval(
        RuleMessages.zone(interval.group(5)),
        Integer.parseInt(interval.group(1)) * 60 + Integer.parseInt(interval.group(2)),
        Integer.parseInt(interval.group(3)) * 60 + Integer.parseInt(interval.group(4)));
  }

  private static NoDataPolicy noData(String text) {
    return switch (text.toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "keep-last-state" -> NoDataPolicy.NO_DATA_POLICY_KEEP_LAST_STATE;
      case "insufficient-data" -> NoDataPolicy.NO_DATA_POLICY_INSUFFICIENT_DATA;
      case "ok" -> NoDataPolicy.NO_DATA_POLICY_OK;
      case "zero" -> NoDataPolicy.NO_DATA_POLICY_ZERO;
      default ->
          throw new IllegalArgumentException(
              "must be keep-last-state, insufficient-data, ok or zero, was '" + text + "'");
    };
  }

  private static Scope scope(Fields fields) throws BadFileException {
    Fields part = fields.part("resources", SCOPE_FIELDS);
    if (part == null) {
      throw fields.bad(
          "'resources' is missing: all, eips, accounts, regions, exporters or pipeline");
    }
    List<String> named = SCOPE_FIELDS.stream().filter(part::has).sorted().toList();
    if (named.size() != 1) {
      throw part.bad("name one of all, eips, accounts, regions, exporters and pipeline");
    }
    String kind = named.get(0);
    boolean whole = kind.equals("all") || kind.equals("pipeline");
    Set<String> values = new HashSet<>(whole ? List.of() : part.texts(kind));
    if (whole && !part.flag(kind)) {
      throw part.bad("'" + kind + "' can only be true");
    }
    if (kind.equals("exporters") && values.equals(Set.of("all"))) {
      values.clear();
    }
    try {
      return new Scope(
          switch (kind) {
            case "eips" -> RuleScope.RULE_SCOPE_EIP;
            case "accounts" -> RuleScope.RULE_SCOPE_ACCOUNT;
            case "regions" -> RuleScope.RULE_SCOPE_REGION;
            case "exporters" -> RuleScope.RULE_SCOPE_EXPORTER;
            case "pipeline" -> RuleScope.RULE_SCOPE_PIPELINE;
            default -> RuleScope.RULE_SCOPE_ALL;
          },
          values);
    } catch (IllegalArgumentException e) {
      throw part.bad(String.valueOf(e.getMessage()));
    }
  }
}
