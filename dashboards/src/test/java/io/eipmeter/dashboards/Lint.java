package io.eipmeter.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.eipmeter.dashboards.Dashboard.Query;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks dashboards against {@link LintRule}. */
final class Lint {
  /** A breach of a rule, and where. */
  record Finding(LintRule rule, String where) {}

  private static final int SHORTEST_DESCRIPTION = 25;

  /** Of Grafana's 273 unit ids those that figures here have. */
  private static final Set<String> UNITS =
      Set.of(
          "none",
          "short",
          "bps",
          "pps",
          "cps",
          "decbytes",
          "percentunit",
          "ms",
          "s",
          "dtdurations",
          "dateTimeAsIso",
          "dateTimeFromNow",
          "bool",
          "string");

  private static final Pattern USED = Pattern.compile("\\$\\{?(?!__)([a-z]\\w*)");
  private static final Pattern IN_SQL =
      Pattern.compile("\\$\\{(\\w+)(?::(\\w+))?}|\\$(?!__)(\\w+)");
  private static final Pattern CONDITION = Pattern.compile(", \\$(\\w+)\\)");
  private static final Pattern TO_DASHBOARD =
      Pattern.compile("/d/([\\w-]+)\\?(.*)", Pattern.DOTALL);
  private static final Pattern SETS = Pattern.compile("var-(\\w+)=");
  private static final String VARIABLE = "${datasource}";

  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Set<String>> variablesByUid;
  private final Dashboard dashboard;

  private Lint(Dashboard dashboard, Map<String, Set<String>> variablesByUid) {
    this.dashboard = dashboard;
    this.variablesByUid = variablesByUid;
  }

  /**
   * All breaches.
   *
   * @param variablesByUid the variables of each dashboard that links may lead to
   */
  static List<Finding> of(Dashboard dashboard, Map<String, Set<String>> variablesByUid) {
    Lint lint = new Lint(dashboard, variablesByUid);
    lint.header();
    lint.datasource();
    lint.variables();
    lint.grid();
    dashboard.panels().forEach(lint::panel);
    dashboard.queries().forEach(lint::query);
    return lint.findings;
  }

  private void check(boolean kept, LintRule rule, String where) {
    if (!kept) {
      findings.add(new Finding(rule, where));
    }
  }

  private void header() {
    JsonNode json = dashboard.json();
    boolean tagged = false;
    for (JsonNode tag : json.path("tags")) {
      tagged |= tag.asText().equals("eipmeter");
    }
    check(json.path("uid").asText().matches("[a-z0-9-]{8,40}"), LintRule.HEADER, "uid");
    check(json.path("id").isNull(), LintRule.HEADER, "id");
    check(json.path("schemaVersion").asInt() == 42, LintRule.HEADER, "schemaVersion");
    check(json.path("timezone").asText().equals("utc"), LintRule.HEADER, "timezone");
    check(tagged, LintRule.HEADER, "tags");
    check(
        json.path("time").path("from").asText().startsWith("now-")
            && json.path("time").path("to").asText().equals("now"),
        LintRule.HEADER,
        "time");
    check(!json.has("__inputs"), LintRule.HEADER, "__inputs");
    check(
        json.path("editable").isBoolean() && !json.path("editable").asBoolean(),
        LintRule.UNEDITABLE,
        "editable");
  }

  private void datasource() {
    boolean defined =
        dashboard.variables().stream()
            .anyMatch(
                v ->
                    v.path("type").asText().equals("datasource")
                        && v.path("name").asText().equals("datasource")
                        && v.path("label").asText().equals("Data source")
                        && v.path("query").asText().equals("grafana-clickhouse-datasource"));
    check(defined, LintRule.DATASOURCE_VARIABLE, "templating");
    List<JsonNode> askers = new ArrayList<>(dashboard.panels());
    dashboard.panels().forEach(panel -> panel.path("targets").forEach(askers::add));
    askers.addAll(dashboard.queryVariables());
    askers.addAll(dashboard.annotations());
    for (JsonNode asker : askers) {
      check(
          asker.path("datasource").path("uid").asText().equals(VARIABLE),
          LintRule.DATASOURCE_USED,
          asker.path("title").asText(asker.path("name").asText()));
    }
  }

  private void variables() {
    Set<String> defined = new TreeSet<>();
    for (JsonNode variable : dashboard.variables()) {
      String name = variable.path("name").asText();
      check(defined.add(name), LintRule.UNIQUE, name);
    }
    for (JsonNode variable : dashboard.queryVariables()) {
      check(
          variable.path("refresh").asInt() == 2,
          LintRule.VARIABLE_RELOADED,
          variable.path("name").asText());
    }
    Set<String> used = new TreeSet<>(Set.of("datasource"));
    for (Query query : dashboard.queries()) {
      for (Matcher found = USED.matcher(query.sql()); found.find(); ) {
        used.add(found.group(1));
        check(
            defined.contains(found.group(1)),
            LintRule.VARIABLE_DEFINED,
            found.group(1) + " in " + query.title());
      }
    }
    defined.removeAll(used);
    check(defined.isEmpty(), LintRule.VARIABLE_USED, defined.toString());
  }

  private void grid() {
    Set<Integer> ids = new HashSet<>();
    Set<List<Integer>> taken = new HashSet<>();
    List<JsonNode> all = new ArrayList<>(dashboard.rows());
    all.addAll(dashboard.panels());
    for (JsonNode panel : all) {
      String title = panel.path("title").asText();
      check(ids.add(panel.path("id").asInt()), LintRule.UNIQUE, title);
      JsonNode at = panel.path("gridPos");
      int right = at.path("x").asInt() + at.path("w").asInt();
      check(at.path("w").asInt() > 0 && right <= 24, LintRule.GRID, title);
      for (int x = at.path("x").asInt(); x < right; x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          check(taken.add(List.of(x, at.path("y").asInt() + y)), LintRule.GRID, title);
        }
      }
    }
  }

  private void panel(JsonNode panel) {
    String title = panel.path("title").asText();
    check(
        !title.isBlank() && panel.path("description").asText().length() >= SHORTEST_DESCRIPTION,
        LintRule.TITLE_AND_DESCRIPTION,
        title);
    JsonNode defaults = panel.path("fieldConfig").path("defaults");
    check(UNITS.contains(defaults.path("unit").asText()), LintRule.UNIT, title);
    thresholds(defaults.path("thresholds"), title);
    defaults.path("links").forEach(link -> link(link, title));
    for (JsonNode override : panel.path("fieldConfig").path("overrides")) {
      for (JsonNode property : override.path("properties")) {
        switch (property.path("id").asText()) {
          case "unit" ->
              check(UNITS.contains(property.path("value").asText()), LintRule.UNIT, title);
          case "thresholds" -> thresholds(property.path("value"), title);
          case "links" -> property.path("value").forEach(link -> link(link, title));
          default -> {}
        }
      }
    }
    check(panel.path("targets").size() > 0, LintRule.TARGETS, title);
    boolean series = panel.path("type").asText().equals("timeseries");
    for (JsonNode target : panel.path("targets")) {
      check(
          target.path("editorType").asText().equals("sql")
              && target.path("pluginVersion").asText().equals("4.20.0")
              && target.path("format").asInt(-1) == (series ? 0 : 1)
              && target.path("queryType").asText().equals(series ? "timeseries" : "table"),
          LintRule.TARGET_FORM,
          title);
      String sql = target.path("rawSql").asText();
      check(
          sql.contains("$__timeFilter(")
              || (sql.contains("$__fromTime") && sql.contains("$__toTime"))
              || panel.path("description").asText().contains("whatever time is shown"),
          LintRule.TIME_RANGE,
          title);
    }
  }

  private void thresholds(JsonNode thresholds, String title) {
    double last = Double.NEGATIVE_INFINITY;
    boolean first = true;
    for (JsonNode step : thresholds.path("steps")) {
      boolean ascends = first ? step.path("value").isNull() : step.path("value").asDouble() > last;
      check(ascends, LintRule.THRESHOLDS, title);
      last = first ? last : step.path("value").asDouble();
      first = false;
    }
    check(!first, LintRule.THRESHOLDS, title);
  }

  private void link(JsonNode link, String title) {
    Matcher found = TO_DASHBOARD.matcher(link.path("url").asText());
    if (!found.matches()) {
      check(false, LintRule.LINK, title);
      return;
    }
    Set<String> has = variablesByUid.getOrDefault(found.group(1), Set.of());
    check(variablesByUid.containsKey(found.group(1)), LintRule.LINK, title);
    check(
        found.group(2).contains("${__url_time_range}")
            && found.group(2).contains("${datasource:queryparam}"),
        LintRule.LINK,
        title);
    for (Matcher sets = SETS.matcher(found.group(2)); sets.find(); ) {
      check(has.contains(sets.group(1)), LintRule.LINK, title + ": " + sets.group(1));
    }
  }

  private void query(Query query) {
    String sql = query.sql();
    check(!sql.contains("--") && !sql.contains("/*"), LintRule.NO_COMMENTS, query.title());
    String bare = CONDITION.matcher(sql).replaceAll(")"); // the second argument is a plain name
    for (Matcher found = IN_SQL.matcher(bare); found.find(); ) {
      check(
          "singlequote".equals(found.group(2)),
          LintRule.VARIABLE_ESCAPED,
          query.title() + ": " + found.group());
    }
    if (query.type().equals("timeseries")) {
      check(
          sql.matches("(?s).*\\nORDER BY time(, \\w+)?$"), LintRule.SERIES_ORDERED, query.title());
    }
  }
}
