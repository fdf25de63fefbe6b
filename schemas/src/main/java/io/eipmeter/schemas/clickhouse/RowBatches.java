package io.eipmeter.schemas.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.data_formats.RowBinaryFormatWriter;
import com.clickhouse.client.api.metadata.TableSchema;
import com.clickhouse.data.ClickHouseColumn;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Rows of Java values on their way into a table, batch by batch. */
final class RowBatches {
  private static final int MOST_ROWS = 100_000;

  /** A batch waits in memory: what does not fit a column must be known before any of it is sent. */
  private static final int MOST_BYTES = 16 << 20;

  private final RowBinaryInsert insert;
  private final TableSchema schema;

  /** Of ClickHouse's codes. */
  private static final int NO_SUCH_COLUMN_IN_TABLE = 16;

  RowBatches(Client client, ClickHouseTarget target, String table, List<String> columns)
      throws ClickHouseException {
    this.insert = new RowBinaryInsert(client, target.database(), table, columns);
    TableSchema all = client.getTableSchema(table, target.database());
    List<ClickHouseColumn> ours = new ArrayList<>();
    for (String column : columns) {
      ours.add(
          all.getColumns().stream()
              .filter(one -> one.getColumnName().equals(column))
              .findFirst()
              .orElseThrow(() -> missing(table, column)));
    }
    this.schema = new TableSchema(ours);
  }

  private static ClickHouseException missing(String table, String column) {
    return new ClickHouseException(
        NO_SUCH_COLUMN_IN_TABLE,
        "the table "
            + table
            + " has no column "
            + column
            + "; 'eipmeter tables create' creates what is missing");
  }

  void insert(Iterable<List<Object>> rows) throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RowBinaryFormatWriter writer =
        new RowBinaryFormatWriter(bytes, schema, ClickHouseFormat.RowBinary);
    int waiting = 0;
    for (List<Object> row : rows) {
      write(row, writer);
      waiting++;
      if (waiting == MOST_ROWS || bytes.size() >= MOST_BYTES) {
        insert.send(bytes.toByteArray(), bytes.size());
        bytes.reset();
        waiting = 0;
      }
    }
    if (waiting > 0) {
      insert.send(bytes.toByteArray(), bytes.size());
    }
  }

  private void write(List<Object> row, RowBinaryFormatWriter writer) {
    List<ClickHouseColumn> columns = schema.getColumns();
    if (row.size() != columns.size()) {
      throw new IllegalArgumentException(row.size() + " values for " + columns.size() + " columns");
    }
    for (int i = 0; i < row.size(); i++) {
      writer.setValue(i + 1, ColumnValue.of(columns.get(i), row.get(i)));
    }
    try {
      writer.commitRow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
