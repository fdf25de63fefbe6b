package io.eipmeter.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eipmeter.sim.lab.process.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dashboard as Grafana loads it.
 *
 * @param file its name
 */
record Dashboard(String file, JsonNode json) {
  static final Path GRAFANA = Home.directory().resolve("dashboards/grafana");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What asks ClickHouse. */
  enum Asks {
    VARIABLE,
    ANNOTATION,
    PANEL
  }

  /**
   * A query of a dashboard.
   *
   * @param title of its panel, or its name
   * @param type of its panel, else empty
   */
  record Query(Asks asks, String title, String type, String sql) {}

  static List<Dashboard> all() throws IOException {
    List<Dashboard> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(GRAFANA.resolve("dashboards"))) {
      for (Path file : files.sorted().toList()) {
        all.add(
            new Dashboard(file.getFileName().toString(), MAPPER.readTree(Files.readString(file))));
      }
    }
    return all;
  }

  /** Panels of all rows, without the rows themselves. */
  List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : json.path("panels")) {
      if (panel.path("type").asText().equals("row")) {
        panel.path("panels").forEach(panels::add);
      } else {
        panels.add(panel);
      }
    }
    return panels;
  }

  List<JsonNode> rows() {
    List<JsonNode> rows = new ArrayList<>();
    json.path("panels").forEach(rows::add);
    rows.removeIf(panel -> !panel.path("type").asText().equals("row"));
    return rows;
  }

  List<JsonNode> variables() {
    List<JsonNode> variables = new ArrayList<>();
    json.path("templating").path("list").forEach(variables::add);
    return variables;
  }

  List<JsonNode> queryVariables() {
    return variables().stream().filter(v -> v.path("type").asText().equals("query")).toList();
  }

  List<JsonNode> annotations() {
    List<JsonNode> annotations = new ArrayList<>();
    json.path("annotations").path("list").forEach(annotations::add);
    return annotations;
  }

  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode variable : queryVariables()) {
      queries.add(
          new Query(Asks.VARIABLE, variable.path("name").asText(), "", variableSql(variable)));
    }
    for (JsonNode annotation : annotations()) {
      queries.add(
          new Query(
              Asks.ANNOTATION,
              annotation.path("name").asText(),
              "",
              annotation.path("target").path("rawSql").asText()));
    }
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(
            new Query(
                Asks.PANEL,
                panel.path("title").asText(),
                panel.path("type").asText(),
                target.path("rawSql").asText()));
      }
    }
    return queries;
  }

  static String variableSql(JsonNode variable) {
    return variable.path("query").path("rawSql").asText();
  }
}
