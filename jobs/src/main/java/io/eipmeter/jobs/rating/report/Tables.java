package io.eipmeter.jobs.rating.report;

import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseHttp;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Asks ClickHouse for rows of texts, and puts such rows there. */
final class Tables {
  private static final Duration LONGEST_QUERY = Duration.ofMinutes(10);
  private static final int ROWS_OF_AN_INSERT = 100_000;

  private final ClickHouseTarget target;
  private final ClickHouseHttp http;

  Tables(ClickHouseTarget target) {
    this.target = target;
    this.http = new ClickHouseHttp(target, LONGEST_QUERY);
  }

  /** The answer's rows; {@code ${db}} in the statement is the database. */
  List<List<String>> rows(String sql) throws TablesException, InterruptedException {
    String answer = send(sql.replace("${db}", target.database()));
    List<List<String>> rows = new ArrayList<>();
    for (String line : answer.split("\n", -1)) {
      if (!line.isEmpty() || rows.isEmpty() && answer.length() > 1) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.split("\t", -1)) {
          cells.add(unescaped(cell));
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  void insert(String table, List<String> columns, List<List<String>> rows)
      throws TablesException, InterruptedException {
    for (int from = 0; from < rows.size(); from += ROWS_OF_AN_INSERT) {
      List<List<String>> block =
          rows.subList(from, Math.min(rows.size(), from + ROWS_OF_AN_INSERT));
      send(
          "INSERT INTO "
              + target.database()
              + "."
              + table
              + " ("
              + String.join(", ", columns)
              + ") SETTINGS async_insert = 0, max_partitions_per_insert_block = 0"
              + " FORMAT TabSeparated\n"
              + block.stream()
                  .map(row -> row.stream().map(Tables::escaped).collect(Collectors.joining("\t")))
                  .collect(Collectors.joining("\n"))
              + "\n");
    }
  }

  private String send(String sql) throws TablesException, InterruptedException {
    try {
      return http.query(sql);
    } catch (IOException e) {
      throw new TablesException("ClickHouse at " + target + " does not answer: " + e.getMessage());
    } catch (ClickHouseException e) {
      throw new TablesException("ClickHouse refuses: " + e.getMessage());
    }
  }

  /** A text as a literal of SQL. */
  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** A time as a literal of DateTime. */
  static String seconds(Instant time) {
    return "toDateTime(" + time.getEpochSecond() + ", 'UTC')";
  }

  /** A time as a literal of DateTime64(3). */
  static String time(Instant time) {
    return "fromUnixTimestamp64Milli(toInt64(" + time.toEpochMilli() + "))";
  }

  static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  private static String unescaped(String cell) {
    if (cell.indexOf('\\') < 0) {
      return cell;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == '\\' && i + 1 < cell.length()) {
        char escaped = cell.charAt(++i);
        text.append(escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
