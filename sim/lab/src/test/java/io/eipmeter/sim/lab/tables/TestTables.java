package io.eipmeter.sim.lab.tables;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.tables.domain.Poison;
import io.eipmeter.jobs.tables.domain.RecordRows;
import io.eipmeter.jobs.tables.domain.RowBlocks;
import io.eipmeter.jobs.tables.domain.SettledRows;
import io.eipmeter.jobs.tables.domain.TableRows;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.schemas.clickhouse.Lifetimes;
import io.eipmeter.schemas.clickhouse.MigrationException;
import io.eipmeter.schemas.clickhouse.Migrations;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.sim.lab.clickhouse.LocalClickHouse;
import io.eipmeter.sim.lab.compare.ClickHouseReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A ClickHouse of a test's own with our tables in it, and rows put there as the job makes them. */
final class TestTables implements AutoCloseable {
  static final String DATABASE = "eipmeter";

  private final LocalClickHouse clickHouse;
  private final ClickHouseDatabase database;
  private final ClickHouseReader reader;
  private long offset;

  private TestTables(LocalClickHouse clickHouse) {
    this.clickHouse = clickHouse;
    this.database = ClickHouseDatabase.of(target());
    this.reader = new ClickHouseReader(target());
  }

  static TestTables start(Path directory) throws Exception {
    TestTables tables =
        new TestTables(
            LocalClickHouse.start(directory.resolve("clickhouse"), directory.resolve("logs")));
    tables.migrate();
    return tables;
  }

  private void migrate() throws MigrationException {
    new Migrations(target(), Lifetimes.LONGEST).apply();
  }

  LocalClickHouse clickHouse() {
    return clickHouse;
  }

  ClickHouseTarget target() {
    return ClickHouseTarget.local(clickHouse.httpUrl().toString(), DATABASE);
  }

  void empty(String... tables) {
    for (String table : tables) {
      execute("TRUNCATE TABLE eipmeter." + table);
    }
  }

  /** The answer's rows, columns with tabs between. */
  List<String> query(String sql) {
    return reader.rows(sql).stream().map(row -> String.join("\t", row)).toList();
  }

  /** Runs a statement that gives no rows. */
  void execute(String sql) {
    reader.execute(sql);
  }

  /** Puts a record of a topic as the job would, at the next offset of partition 0. */
  void put(Topic topic, RecordRows rule, long logMs, MessageLite... messages) {
    RowBlocks blocks = new RowBlocks(topic);
    try {
      for (MessageLite message : messages) {
        rule.write(
            new LoggedRecord(0, offset++, logMs, new Address(0, 1), message.toByteArray()), blocks);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    insert(blocks.take());
  }

  void put(int generation, List<SettledRow> rows) {
    insert(List.of(encoded(generation, rows)));
  }

  static TableRows encoded(int generation, List<SettledRow> rows) {
    RowBlocks blocks = new RowBlocks(Topic.EIP_MINUTES);
    List<Poison> poison = new ArrayList<>();
    for (SettledRow row : rows) {
      Poison reason = SettledRows.write(row, generation, blocks);
      if (reason != null) {
        poison.add(reason);
      }
    }
    if (!poison.isEmpty()) {
      throw new AssertionError("poison in a test's rows: " + poison);
    }
    return blocks.take().get(0);
  }

  private void insert(List<TableRows> all) {
    for (TableRows rows : all) {
      try {
        database.insertBlock(
            rows.table().tableName(),
            rows.table().columns(),
            rows.rowBinary(),
            rows.rowBinary().length);
      } catch (ClickHouseException e) {
        throw new AssertionError(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  static long ms(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  /** 16 bytes, IPv4 mapped. */
  static ByteString address(String ip) {
    try {
      byte[] bytes = InetAddress.getByName(ip).getAddress();
      return ByteString.copyFrom(Address.of(bytes).toBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    database.close();
    clickHouse.close();
  }
}
