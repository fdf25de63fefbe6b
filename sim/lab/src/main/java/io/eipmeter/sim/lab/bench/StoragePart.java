package io.eipmeter.sim.lab.bench;

import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.tables.domain.EventRows;
import io.eipmeter.jobs.tables.domain.FlowRows;
import io.eipmeter.jobs.tables.domain.RowBlocks;
import io.eipmeter.jobs.tables.domain.SettledRows;
import io.eipmeter.jobs.tables.domain.TableRows;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseHttp;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.schemas.clickhouse.Lifetimes;
import io.eipmeter.schemas.clickhouse.MigrationException;
import io.eipmeter.schemas.clickhouse.Migrations;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.lab.clickhouse.LocalClickHouse;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
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
        LocalClickHouse.start(directory.resolve("data"), directory.resolve("logs"))) {
      ClickHouseTarget target = ClickHouseTarget.local(clickHouse.httpUrl().toString(), "eipmeter");
      new Migrations(target, Lifetimes.LONGEST).apply();
      ClickHouseHttp http = new ClickHouseHttp(target, Duration.ofMinutes(5));
      statements(http);
      long minutes = minutes(http, (int) options.amount(1_440));
      long flows = flows(http, (int) options.amount(1_000_000) / UsageRows.FLOWS_A_BLOCK);
      Table disk =
          new Table("storage: bytes a row on disk, after merging", "table", "rows", "bytes/row");
      disk.row("eip_minutes", Table.count(minutes), bytesARow(http, "eip_minutes"));
      disk.row("flows", Table.count(flows), bytesARow(http, "flows"));
      disk.note("Peer: nfdump with LZ4, 22.9 bytes a flow.");
      disk.print(out);
      queries(http).print(out);
    } catch (IOException | ClickHouseException | MigrationException e) {
      throw new LabFailure("ClickHouse could not be measured: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted.", e);
    }
  }

  private static void statements(ClickHouseHttp http)
      throws IOException, ClickHouseException, InterruptedException {
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
    insert(http, blocks);
  }

  private static LoggedRecord logged(long offset, byte[] value) {
    return new LoggedRecord(0, offset, UsageRows.START_MS, new Address(0, 1), value);
  }

  private long minutes(ClickHouseHttp http, int minutes)
      throws IOException, ClickHouseException, InterruptedException {
    talk.printf(Locale.ROOT, "storage: writing %,d minute rows ...%n", (long) EIPS * minutes);
    RowBlocks blocks = new RowBlocks(Topic.EIP_MINUTES);
    long rows = 0;
    for (int minute = 0; minute < minutes; minute++) {
      for (int eip = 0; eip < EIPS; eip++) {
        SettledRows.write(usage.minute(eip, minute), 0, blocks);
        if (++rows % BATCH == 0) {
          insert(http, blocks);
        }
      }
    }
    insert(http, blocks);
    return rows;
  }

  private long flows(ClickHouseHttp http, int flowBlocks)
      throws IOException, ClickHouseException, InterruptedException {
    RowBlocks blocks = new RowBlocks(Topic.FLOW_SAMPLES);
    long rows = 0;
    for (int block = 0; block < flowBlocks; block++) {
      new FlowRows().write(logged(block, usage.flows(EIPS, block).toByteArray()), blocks);
      rows += UsageRows.FLOWS_A_BLOCK;
      if (rows % BATCH == 0) {
        insert(http, blocks);
      }
    }
    insert(http, blocks);
    return rows;
  }

  private static void insert(ClickHouseHttp http, RowBlocks blocks)
      throws IOException, ClickHouseException, InterruptedException {
    for (TableRows rows : blocks.take()) {
      http.insert(
          rows.table().tableName(),
          rows.table().columns(),
          rows.rowBinary(),
          rows.rowBinary().length);
    }
  }

  private static String bytesARow(ClickHouseHttp http, String table)
      throws IOException, ClickHouseException, InterruptedException {
    var ignored = http.query("OPTIMIZE TABLE eipmeter." + table + " FINAL");
    return http.query(
            "SELECT round(sum(bytes_on_disk) / sum(rows), 2) FROM system.parts"
                + " WHERE active AND database = 'eipmeter' AND table = '"
                + table
                + "'")
        .strip();
  }

  private Table queries(ClickHouseHttp http)
      throws IOException, ClickHouseException, InterruptedException {
    Table table = new Table("storage: queries over a day of minutes", "query", "median ms");
    for (String dictionary :
        new String[] {"owners", "owner_units", "owner_prefixes", "lost_minutes"}) {
      var ignored = http.query("SYSTEM RELOAD DICTIONARY eipmeter." + dictionary);
    }
    String day = " WHERE minute >= '2026-11-01 00:00:00' AND minute < '2026-11-02 00:00:00'";
    String top = " GROUP BY account ORDER BY b DESC LIMIT 10";
    time(
        http,
        table,
        "one address, with owner (eip_minute_owned)",
        "SELECT minute, account, bits_per_second_out, utilisation_out FROM"
            + " eipmeter.eip_minute_owned"
            + day
            + " AND address = toIPv6('100.64.0.7') ORDER BY minute");
    time(
        http,
        table,
        "all bytes",
        "SELECT sum(bytes_out) AS b FROM eipmeter.eip_minutes FINAL" + day);
    time(
        http,
        table,
        "top accounts (eip_slice_owned)",
        "SELECT account, sum(bytes_out) AS b FROM eipmeter.eip_slice_owned" + day + top);
    time(
        http,
        table,
        "top accounts, by ASOF JOIN",
        "SELECT o.account AS account, sum(m.bytes_out) AS b FROM (SELECT * FROM"
            + " eipmeter.eip_minutes FINAL"
            + day
            + ") AS m ASOF LEFT JOIN eipmeter.eip_owner AS o ON m.address = o.address AND"
            + " m.minute >= toDateTime(o.owned_from)"
            + top);
    time(
        http,
        table,
        "top accounts, minutes put together (eip_minute_owned)",
        "SELECT account, sum(bytes_out) AS b FROM eipmeter.eip_minute_owned" + day + top);
    return table;
  }

  private static void time(ClickHouseHttp http, Table table, String what, String sql)
      throws IOException, ClickHouseException, InterruptedException {
    long[] ns = new long[QUERIES];
    for (int run = 0; run < QUERIES; run++) {
      long startNs = System.nanoTime();
      var ignored = http.query(sql);
      ns[run] = System.nanoTime() - startNs;
    }
    Arrays.sort(ns);
    table.row(what, Table.count(ns[QUERIES / 2] / 1e6));
  }
}
