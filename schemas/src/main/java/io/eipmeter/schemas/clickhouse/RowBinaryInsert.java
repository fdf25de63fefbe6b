package io.eipmeter.schemas.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientConfigProperties;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Sends rows in the format RowBinary to some columns of a table. */
final class RowBinaryInsert {
  private final Client client;
  private final String table;
  private final List<String> columns;

  /**
   * @param columns in the order of a row's bytes; sent with every insert, so that the table may
   *     have more
   */
  RowBinaryInsert(Client client, String database, String table, List<String> columns) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("an insert names its columns");
    }
    this.client = client;
    this.table = quoted(database) + "." + quoted(table);
    this.columns = columns.stream().map(RowBinaryInsert::quoted).toList();
  }

  private static String quoted(String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "tables and columns are named by letters, digits and underscores, was " + name);
    }
    return "`" + name + "`";
  }

  /**
   * Sends the first {@code length} bytes as one block; it is written when this returns.
   *
   * @throws com.clickhouse.client.api.ClickHouseException if ClickHouse refuses or does not answer
   * @throws InterruptedException if the thread is interrupted: the rows may be written yet
   */
  void send(byte[] rows, int length) throws InterruptedException {
    InsertSettings settings = new InsertSettings();
    settings.serverSetting("async_insert", "0");
    settings.serverSetting("max_partitions_per_insert_block", "0");
    settings.serverSetting("wait_end_of_query", "1");
    // By another thread: one that waits for a socket cannot be interrupted.
    settings.setOption(ClientConfigProperties.ASYNC_OPERATIONS.getKey(), true);
    try {
      client
          .insert(
              table,
              columns,
              out -> out.write(rows, 0, length),
              ClickHouseFormat.RowBinary,
              settings)
          .get()
          .close();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }
}
