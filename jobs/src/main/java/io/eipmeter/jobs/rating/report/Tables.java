package io.eipmeter.jobs.rating.report;

import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase.RowConsumer;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase.RowReader;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import java.util.List;
import java.util.Optional;

/** The tables in ClickHouse, whose failures are those of a run. */
record Tables(ClickHouseDatabase database) {
  private interface Question<T> {
    T ask() throws ClickHouseException;
  }

  ClickHouseTarget target() {
    return database.target();
  }

  /** Hands over rows one by one. */
  void each(String sql, RowConsumer row, Object... values) throws TablesException {
    asked(
        () -> {
          database.forEach(sql, row, values);
          return true;
        });
  }

  <T> List<T> list(String sql, RowReader<T> row, Object... values) throws TablesException {
    return asked(() -> database.list(sql, row, values));
  }

  <T> Optional<T> first(String sql, RowReader<T> row, Object... values) throws TablesException {
    return asked(() -> database.first(sql, row, values));
  }

  void execute(String sql, Object... values) throws TablesException {
    asked(
        () -> {
          database.execute(sql, values);
          return true;
        });
  }

  void insert(String table, List<String> columns, List<List<Object>> rows) throws TablesException {
    asked(
        () -> {
          if (!rows.isEmpty()) {
            database.insert(table, columns, rows);
          }
          return true;
        });
  }

  private static <T> T asked(Question<T> question) throws TablesException {
    try {
      return question.ask();
    } catch (ClickHouseException e) {
      throw TablesException.of(e);
    }
  }
}
