package io.eipmeter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LintTest {
  private static Map<String, Set<String>> variablesByUid() throws IOException {
    Map<String, Set<String>> variables = new HashMap<>();
    for (Dashboard dashboard : Dashboard.all()) {
      Set<String> names = new TreeSet<>();
      dashboard.variables().forEach(v -> names.add(v.path("name").asText()));
      variables.put(dashboard.json().path("uid").asText(), names);
    }
    return variables;
  }

  @Test
  void everyDashboardKeepsEveryRule() throws IOException {
    List<Dashboard> dashboards = Dashboard.all();
    assertThat(dashboards).extracting(Dashboard::file).contains("fleet.json", "eip.json");
    for (Dashboard dashboard : dashboards) {
      assertThat(Lint.of(dashboard, variablesByUid())).as(dashboard.file()).isEmpty();
    }
  }

  @Test
  void noTwoDashboardsShareAUid() throws IOException {
    assertThat(variablesByUid()).hasSameSizeAs(Dashboard.all());
  }

  private static ObjectNode panel(ObjectNode dashboard, String type) {
    for (JsonNode panel : dashboard.path("panels")) {
      if (panel.path("type").asText().equals(type)) {
        return (ObjectNode) panel;
      }
    }
    throw new AssertionError("no panel of type " + type);
  }

  private static ObjectNode target(ObjectNode dashboard, String type) {
    return (ObjectNode) panel(dashboard, type).path("targets").get(0);
  }

  private static void sql(ObjectNode dashboard, String from, String to) {
    ObjectNode target = target(dashboard, "timeseries");
    String sql = target.path("rawSql").asText();
    assertThat(sql).contains(from);
    target.put("rawSql", sql.replace(from, to));
  }

  private static ObjectNode variable(ObjectNode dashboard, int index) {
    return (ObjectNode) dashboard.path("templating").path("list").get(index);
  }

  private static ObjectNode defaults(ObjectNode dashboard) {
    return (ObjectNode) panel(dashboard, "stat").path("fieldConfig").path("defaults");
  }

  private static Arguments breaks(LintRule rule, Consumer<ObjectNode> how) {
    return Arguments.of(rule, how);
  }

  /** One way to break each rule, of the dashboard Fleet. */
  static Stream<Arguments> breaches() {
    return Stream.of(
        breaks(LintRule.DATASOURCE_VARIABLE, d -> variable(d, 0).put("label", "Source")),
        breaks(
            LintRule.DATASOURCE_USED,
            d -> ((ObjectNode) panel(d, "stat").path("datasource")).put("uid", "mine")),
        breaks(LintRule.VARIABLE_RELOADED, d -> variable(d, 1).put("refresh", 1)),
        breaks(LintRule.TITLE_AND_DESCRIPTION, d -> panel(d, "stat").put("description", "Out")),
        breaks(LintRule.UNIT, d -> defaults(d).put("unit", "octets")),
        breaks(LintRule.TARGETS, d -> ((ArrayNode) panel(d, "stat").path("targets")).removeAll()),
        breaks(LintRule.UNEDITABLE, d -> d.put("editable", true)),
        breaks(LintRule.HEADER, d -> d.put("schemaVersion", 41)),
        breaks(
            LintRule.UNIQUE, d -> panel(d, "stat").put("id", panel(d, "table").path("id").asInt())),
        breaks(LintRule.GRID, d -> ((ObjectNode) panel(d, "stat").path("gridPos")).put("w", 5)),
        breaks(
            LintRule.VARIABLE_DEFINED,
            d -> sql(d, "ORDER BY time", "AND ${elsewhere:singlequote}\nORDER BY time")),
        breaks(
            LintRule.VARIABLE_USED,
            d -> ((ArrayNode) d.path("templating").path("list")).addObject().put("name", "idle")),
        breaks(LintRule.VARIABLE_ESCAPED, d -> sql(d, "${account:singlequote}", "${account}")),
        breaks(
            LintRule.LINK,
            d ->
                ((ArrayNode) defaults(d).withArrayProperty("links"))
                    .addObject()
                    .put("url", "/d/nowhere?${datasource:queryparam}&${__url_time_range}")),
        breaks(LintRule.TARGET_FORM, d -> target(d, "timeseries").put("format", 1)),
        breaks(LintRule.TIME_RANGE, d -> sql(d, "$__fromTime", "now() - 60")),
        breaks(LintRule.SERIES_ORDERED, d -> sql(d, "ORDER BY time", "ORDER BY out")),
        breaks(
            LintRule.THRESHOLDS,
            d ->
                ((ObjectNode) defaults(d).path("thresholds").path("steps").get(0)).put("value", 1)),
        breaks(LintRule.NO_COMMENTS, d -> sql(d, "SELECT", "SELECT /* why */")));
  }

  @ParameterizedTest
  @MethodSource("breaches")
  void aBreachOfARuleIsFoundByItsName(LintRule rule, Consumer<ObjectNode> how) throws IOException {
    Dashboard fleet =
        Dashboard.all().stream()
            .filter(d -> d.file().equals("fleet.json"))
            .findFirst()
            .orElseThrow();
    how.accept((ObjectNode) fleet.json());
    assertThat(Lint.of(fleet, variablesByUid()))
        .extracting(Lint.Finding::rule)
        .isNotEmpty()
        .containsOnly(rule);
  }

  @ParameterizedTest
  @EnumSource
  void everyRuleIsBrokenOnce(LintRule rule) {
    List<Object> broken = new ArrayList<>();
    breaches().forEach(breach -> broken.add(breach.get()[0]));
    assertThat(broken).containsOnlyOnce(rule);
  }
}
