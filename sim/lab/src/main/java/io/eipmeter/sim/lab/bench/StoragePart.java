package io.eipmeter.sim.lab.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.tables.domain.EventRows;
import io.eipmeter.jobs.tables.domain.FlowRows;
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
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.lab.clickhouse.LocalClickHouse;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What the tables cost: bytes a row on disk, and how long a dashboard waits for its query. */
final class StoragePart {
  private static final int BATCH = 100_000;
  private static final int SEED = 1;
  private static final int EIPS = 3_000;
  private static final int QUERIES = 5;

  private final BenchOptions options;
  private final PrintStream talk;
  private final UsageRows usage = new UsageRows(SEED);

  StoragePart(BenchOptions options, PrintStream talk) {
    this.options = options;
    this.talk = talk;
  }

  void run(PrintStream out) {
    Path directory = options.directory().resolve("storage");
    try (LocalClickHouse clickHouse =
            LocalClickHouse.start(directory.resolve("data"), directory.resolve("logs"));
        ClickHouseDatabase database =
            ClickHouseDatabase.of(
                ClickHouseTarget.local(clickHouse.httpUrl().toString(), "eipmeter"))) {
      new Migrations(database.target(), Lifetimes.LONGEST).apply();
      statements(database);
      long minutes = minutes(database, (int) options.amount(1_440));
      long flows = flows(database, (int) options.amount(1_000_000) / UsageRows.FLOWS_A_BLOCK);
      Table disk =
          new Table("storage: bytes a row on disk, after merging", "table", "rows", "bytes/row");
      disk.row("eip_minutes", Table.count(minutes), bytesARow(database, "eip_minutes"));
      disk.row("flows", Table.count(flows), bytesARow(database, "flows"));
      disk.note("Peer: nfdump with LZ4, 22.9 bytes a flow.");
      disk.print(out);
      queries(database).print(out);
    } catch (InvalidProtocolBufferException | ClickHouseException | MigrationException e) {
      throw new LabFailure("ClickHouse could not be measured: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted.", e);
    }
  }

  private static void statements(ClickHouseDatabase database)
      throws InvalidProtocolBufferException, ClickHouseException, InterruptedException {
    RowBlocks blocks = new RowBlocks(Topic.EIP_EVENTS);
    for (int i = 0; i < EIPS; i++) {
      byte[] event =
          EipEvent.newBuilder()
              .setOwnershipId("o" + i)
              .setAddress(UsageRows.eip(i))
              .setPrefixLength(128)
              .setFromMs(UsageRows.START_MS)
              .setAccount("account-" + i % 500)
              .setMaxBandwidthBitsPerSecond(100_000_000)
              .build()
              .toByteArray();
      new EventRows().write(logged(i, event), blocks);
    }
    insert(database, blocks);
  }

  private static LoggedRecord logged(long offset, byte[] value) {
    return new LoggedRecord(0, offset, UsageRows.START_MS, new Address(0, 1), value);
  }

  private long minutes(ClickHouseDatabase database, int minutes)
      throws InvalidProtocolBufferException, ClickHouseException, InterruptedException {
    talk.printf(Locale.ROOT, "storage: writing %,d minute rows ...%n", (long) EIPS * minutes);
    RowBlocks blocks = new RowBlocks(Topic.EIP_MINUTES);
    long rows = 0;
    for (int minute = 0; minute < minutes; minute++) {
      for (int eip = 0; eip < EIPS; eip++) {
        SettledRows.write(usage.minute(eip, minute), 0, blocks);
        if (++rows % BATCH == 0) {
          insert(database, blocks);
        }
      }
    }
    insert(database, blocks);
    return rows;
  }

  private long flows(ClickHouseDatabase database, int flowBlocks)
      throws InvalidProtocolBufferException, ClickHouseException, InterruptedException {
    RowBlocks blocks = new RowBlocks(Topic.FLOW_SAMPLES);
    long rows = 0;
    for (int block = 0; block < flowBlocks; block++) {
      new FlowRows().write(logged(block, usage.flows(EIPS, block).toByteArray()), blocks);
      rows += UsageRows.FLOWS_A_BLOCK;
      if (rows % BATCH == 0) {
        insert(database, blocks);
      }
    }
    insert(database, blocks);
    return rows;
  }

  private static void insert(ClickHouseDatabase database, RowBlocks blocks)
      throws InvalidProtocolBufferException, ClickHouseException, InterruptedException {
    for (TableRows rows : blocks.take()) {
      database.insertBlock(
          rows.table().tableName(),
          rows.table().columns(),
          rows.rowBinary(),
          rows.rowBinary().length);
    }
  }

  private static String bytesARow(ClickHouseDatabase database, String table)
      throws InvalidProtocolBufferException, ClickHouseException, InterruptedException {
    database.execute("OPTIMIZE TABLE ${db}." + table + " FINAL");
    return database
        .first(
            "SELECT toString(round(sum(bytes_on_disk) / sum(rows), 2)) FROM system.parts"
                + " WHERE active AND database = ? AND table = ?",
            row -> row.string(1),
            database.target().database(),
            table)
        .orElseThrow();
  }

  private Table queries(ClickHouseDatabase database)
      throws InvalidProtocolBufferException, ClickHouseException, InterruptedException {
    Table table = new Table("storage: queries over a day of minutes", "query", "median ms");
    for (String dictionary :
        new String[] {"owners", "owner_units", "owner_prefixes", "lost_minutes"}) {
      database.execute("SYSTEM RELOAD DICTIONARY ${db}." + dictionary);
    }
    String day = " WHERE minute >= '2026-11-01 00:00:00' AND minute < '2026-11-02 00:00:00'";
    String top = " GROUP BY account ORDER BY b DESC LIMIT 10";
    time(
        database,
        table,
        "one address, with owner (eip_minute_owned)",
        "SELECT minute, account, bits_per_second_out, utilisation_out FROM"
            + " eipmeter.eip_minute_owned"
            + day
            + " AND address = toIPv6('100.64.0.7') ORDER BY minute");
    time(
        database,
        table,
        "all bytes",
        "SELECT sum(bytes_out) AS b FROM eipmeter.eip_minutes FINAL" + day);
    time(
        database,
        table,
        "top accounts (eip_slice_owned)",
        "SELECT account, sum(bytes_out) AS b FROM eipmeter.eip_slice_owned" + day + top);
    time(
        database,
        table,
        "top accounts, by ASOF JOIN",
        "SELECT o.account AS account, sum(m.bytes_out) AS b FROM (SELECT * FROM"
            + " eipmeter.eip_minutes FINAL"
            + day
            + ") AS m ASOF LEFT JOIN eipmeter.eip_owner AS o ON m.address = o.address AND"
            + " m.minute >= toDateTime(o.owned_from)"
            + top);
    time(
        database,
        table,
        "top accounts, minutes put together (eip_minute_owned)",
        "SELECT account, sum(bytes_out) AS b FROM eipmeter.eip_minute_owned" + day + top);
    return table;
  }

  private static void time(ClickHouseDatabase database, Table table, String what, String sql)
      throws InvalidProtocolBufferException, ClickHouseException, InterruptedException {
    long[] ns = new long[QUERIES];
    for (int run = 0; run < QUERIES; run++) {
      long startNs = System.nanoTime();
      database.forEach(sql, row -> {});
      ns[run] = System.nanoTime() - startNs;
    }
    Arrays.sort(ns);
    table.row(what, Table.count(ns[QUERIES / 2] / 1e6));
  }
}
