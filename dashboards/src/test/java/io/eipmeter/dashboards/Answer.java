package io.eipmeter.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What ClickHouse answered to a user who may only read, as Grafana's may.
 *
 * @param names of the columns
 * @param types of the columns
 * @param readRows rows that were read from tables
 */
record Answer(List<String> names, List<String> types, List<List<String>> rows, long readRows) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** Asks, and throws an AssertionError that says the statement where ClickHouse refuses it. */
  static Answer of(URI clickHouse, String sql) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                clickHouse.resolve(
                    "/?readonly=1&wait_end_of_query=1&database=" + MonthTables.DATABASE))
            .timeout(Duration.ofMinutes(2))
            .POST(HttpRequest.BodyPublishers.ofString(sql + "\nFORMAT JSONCompactStrings"))
            .build();
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new AssertionError(response.body().strip() + "\n" + sql);
    }
    JsonNode json = MAPPER.readTree(response.body());
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (JsonNode column : json.path("meta")) {
      names.add(column.path("name").asText());
      types.add(column.path("type").asText());
    }
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode row : json.path("data")) {
      List<String> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell.asText()));
      rows.add(cells);
    }
    String summary = response.headers().firstValue("X-ClickHouse-Summary").orElse("{}");
    return new Answer(names, types, rows, MAPPER.readTree(summary).path("read_rows").asLong());
  }

  List<String> column(int index) {
    return rows.stream().map(row -> row.get(index)).toList();
  }
}
