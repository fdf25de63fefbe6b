package io.eipmeter.jobs.alerts.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.eipmeter.jobs.alerts.domain.AlertRule;
import io.eipmeter.jobs.alerts.domain.Comparison;
import io.eipmeter.jobs.alerts.domain.Condition;
import io.eipmeter.jobs.alerts.domain.EffectiveInterval;
import io.eipmeter.jobs.alerts.domain.Metric;
import io.eipmeter.jobs.alerts.domain.RuleMessages;
import io.eipmeter.jobs.alerts.domain.Scope;
import io.eipmeter.jobs.alerts.domain.Statistic;
import io.eipmeter.schemas.files.BadFieldException;
import io.eipmeter.schemas.files.YamlFile;
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
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The YAML (or JSON) form of rules; versions and times are given by the log. */
public final class RuleFile {
  private static final YamlFile<RulesText> FILE = YamlFile.of("rules", RulesText.class);

  private static final Pattern INTERVAL =
      Pattern.compile("([0-2]\\d):([0-5]\\d)-([0-2]\\d):([0-5]\\d) +(\\S+)");
  private static final Pattern NUMBER = Pattern.compile("(-?\\d+(?:\\.\\d+)?) ?([kMGT]?)");

  /** CloudMonitor's defaults. */
  private static final Duration SILENCE = Duration.ofDays(1);

  private static final int TIMES = 3;
  private static final int FLAP_CHANGES = 6;
  private static final Duration FLAP_WITHIN = Duration.ofHours(1);

  private RuleFile() {}

  /**
   * Reads and checks a file; the rules have version 0 and no time.
   *
   * @throws io.eipmeter.schemas.files.BadFileException if it can't be read, or something is wrong
   */
  public static List<AlertRule> read(Path file) {
    return FILE.read(file, RuleFile::rules);
  }

  /** As {@link #read}, of a text. */
  public static List<AlertRule> parse(String name, String text) {
    return FILE.parse(name, text, RuleFile::rules);
  }

  private static List<AlertRule> rules(RulesText text) {
    List<AlertRule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < text.rules().size(); i++) {
      RulesText.Rule rule = text.rules().get(i);
      if (!ids.add(rule.id())) {
        throw new BadFieldException("/rules/" + i + "/id", "'" + rule.id() + "' stands twice");
      }
      rules.add(BadFieldException.at("/rules/" + i, () -> rule(rule)));
    }
    return rules;
  }

  private static AlertRule rule(RulesText.Rule text) {
    RulesText.Flapping flapping = text.flapping();
    if (flapping == null) {
      flapping = new RulesText.Flapping(null, null);
    }
    String effective = text.effective();
    Scope scope = BadFieldException.at("/resources", () -> scope(text.resources()));
    return new AlertRule(
        text.id(),
        0,
        false,
        0,
        or(text.name(), text.id()),
        BadFieldException.at("/metric", () -> Metric.parse(text.metric())),
        or(text.period(), Duration.ofMinutes(1)),
        conditions(text),
        or(text.silence(), SILENCE),
        effective == null
            ? EffectiveInterval.ALWAYS
            : BadFieldException.at("/effective", () -> interval(effective)),
        noData(or(text.noData(), "keep-last-state")),
        or(text.labels(), Map.of()),
        scope,
        or(flapping.changes(), FLAP_CHANGES),
        or(flapping.within(), FLAP_WITHIN),
        or(text.receivers(), List.of()));
  }

  private static <T> T or(@Nullable T value, T usual) {
    return value == null ? usual : value;
  }

  private static List<Condition> conditions(RulesText.Rule text) {
    List<Condition> conditions = new ArrayList<>();
    add(conditions, AlertLevel.ALERT_LEVEL_CRITICAL, "/critical", text.critical());
    add(conditions, AlertLevel.ALERT_LEVEL_WARN, "/warn", text.warn());
    add(conditions, AlertLevel.ALERT_LEVEL_INFO, "/info", text.info());
    return conditions;
  }

  private static void add(
      List<Condition> conditions,
      AlertLevel level,
      String pointer,
      RulesText.@Nullable Level text) {
    if (text != null) {
      conditions.add(BadFieldException.at(pointer, () -> condition(level, text)));
    }
  }

  private static Condition condition(AlertLevel level, RulesText.Level text) {
    long threshold = BadFieldException.at("/threshold", () -> milli(text.threshold().asText()));
    JsonNode recovery = text.recovery();
    return new Condition(
        level,
        BadFieldException.at("/statistic", () -> Statistic.parse(or(text.statistic(), "average"))),
        BadFieldException.at("/operator", () -> Comparison.parse(text.operator())),
        threshold,
        or(text.times(), TIMES),
        recovery == null
            ? threshold
            : BadFieldException.at("/recovery", () -> milli(recovery.asText())));
  }

  /** A decimal number with at most three places, and k, M, G or T for powers of 1,000. */
  private static long milli(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      throw new IllegalArgumentException(
          "must be a number like 95, 0.5 or 800M, was '" + text + "'");
    }
    int power = 3 * " kMGT".indexOf((number.group(2) + " ").charAt(0));
    try {
      return new BigDecimal(number.group(1)).scaleByPowerOfTen(power + 3).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "must have at most three places, and its thousandths fit 64 bits, was '" + text + "'", e);
    }
  }

  private static EffectiveInterval interval(String text) {
    Matcher interval = INTERVAL.matcher(text);
    if (!interval.matches()) {
      throw new IllegalArgumentException(
          "must be an interval like 08:00-20:00 Asia/Shanghai, was '" + text + "'");
    }
    return new EffectiveInterval(
        RuleMessages.zone(interval.group(5)),
        Integer.parseInt(interval.group(1)) * 60 + Integer.parseInt(interval.group(2)),
        Integer.parseInt(interval.group(3)) * 60 + Integer.parseInt(interval.group(4)));
  }

  private static NoDataPolicy noData(String text) {
    return NoDataPolicy.valueOf(
        "NO_DATA_POLICY_" + text.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  private static Scope scope(RulesText.Resources text) {
    if (text.eips() != null) {
      return new Scope(RuleScope.RULE_SCOPE_EIP, Set.copyOf(text.eips()));
    }
    if (text.accounts() != null) {
      return new Scope(RuleScope.RULE_SCOPE_ACCOUNT, Set.copyOf(text.accounts()));
    }
    if (text.regions() != null) {
      return new Scope(RuleScope.RULE_SCOPE_REGION, Set.copyOf(text.regions()));
    }
    if (text.exporters() != null) {
      Set<String> exporters = new HashSet<>();
      text.exporters().forEach(each -> exporters.add(each.asText())); // none if it is `all`
      return new Scope(
          RuleScope.RULE_SCOPE_EXPORTER, exporters.equals(Set.of("all")) ? Set.of() : exporters);
    }
    return new Scope(
        text.pipeline() != null ? RuleScope.RULE_SCOPE_PIPELINE : RuleScope.RULE_SCOPE_ALL,
        Set.of());
  }
}
