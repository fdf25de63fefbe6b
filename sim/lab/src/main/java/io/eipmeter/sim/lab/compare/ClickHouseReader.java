package io.eipmeter.sim.lab.compare;

import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.schemas.clickhouse.Row;
import io.eipmeter.sim.lab.process.LabFailure;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;

/** What ClickHouse says as texts, for comparisons with what others say. */
public final class ClickHouseReader {
  /** Of a local ClickHouse: its own, there before any of ours. */
  private static final String ANY_DATABASE = "default";

  private final ClickHouseDatabase database;

  public ClickHouseReader(ClickHouseTarget target) {
    this.database = ClickHouseDatabase.of(target);
  }

  /** Of a ClickHouse that knows no users. */
  public ClickHouseReader(URI url) {
    this(ClickHouseTarget.local(url.toString(), ANY_DATABASE));
  }

  /** The answer's rows, each column as ClickHouse writes it; its columns have different names. */
  public List<String[]> rows(String query) {
    try {
      return database.list("SELECT * APPLY toString FROM (" + query + ")", ClickHouseReader::texts);
    } catch (ClickHouseException e) {
      throw failure(e);
    }
  }

  private static String[] texts(Row row) throws SQLException {
    String[] texts = new String[row.columns()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = row.string(i + 1);
    }
    return texts;
  }

  /** Runs a statement that gives no rows. */
  public void execute(String statement) {
    try {
      database.execute(statement);
    } catch (ClickHouseException e) {
      throw failure(e);
    }
  }

  private static LabFailure failure(ClickHouseException e) {
    return new LabFailure(
        e.answered() ? "ClickHouse refused: " + e.getMessage() : e.getMessage() + ".", e);
  }
}
