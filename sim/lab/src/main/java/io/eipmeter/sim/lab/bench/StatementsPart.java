package io.eipmeter.sim.lab.bench;

import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.schemas.clickhouse.Lifetimes;
import io.eipmeter.schemas.clickhouse.MigrationException;
import io.eipmeter.schemas.clickhouse.Migrations;
import io.eipmeter.sim.lab.cli.Main;
import io.eipmeter.sim.lab.clickhouse.LocalClickHouse;
import io.eipmeter.sim.lab.process.ChildProcess;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The close of a month: quarters in the tables are made into statements by {@code eipmeter report},
 * a program of its own with the launcher's heap.
 */
final class StatementsPart {
  /** As the launcher has it. */
  private static final List<String> JVM = List.of("-Xmx768m", "-XX:+UseSerialGC");

  private static final int EIPS = 10_000;
  private static final int EIPS_OF_AN_ACCOUNT = 10;

  /** October 2026 in the book's zone. */
  private static final String PERIOD = "2026-10";

  private static final String START = "2026-09-30 16:00:00";
  private static final int QUARTERS = 31 * 96;
  private static final String CLOSED_AT = "2026-11-05T00:00:00+08:00";
  private static final int POLL_MS = 50;

  /** Values: EIPs, start, EIPs, EIPs, quarters. */
  private static final String USED_QUARTERS =
      """
      INSERT INTO ${db}.eip_quarters (address, quarter, slice, close, generation, bytes_out, bytes_in, packets_out, packets_in)
      SELECT toIPv6(concat('::ffff:', IPv4NumToString(toUInt32(toUInt32(toIPv4('100.64.0.0')) + number % ?)))),
        toDateTime(?, 'UTC') + toIntervalSecond(intDiv(number, ?) * 900), 0, toDateTime('2026-11-01 00:00:00', 'UTC'), 1,
        1000000 + cityHash64(number) % 100000000, 1000, 10, 10
      FROM numbers(toUInt64(?) * ?)
      """;

  private static final String USED_MINUTES =
      """
      INSERT INTO ${db}.eip_minutes (address, minute, slice, close, generation, bytes_out, bytes_in, packets_out, packets_in)
      SELECT address, quarter, slice, close, generation, bytes_out, bytes_in, packets_out, packets_in FROM ${db}.eip_quarters
      """;

  private static final String CONTROLS =
      """
      INSERT INTO ${db}.control_totals (exporter, hour, slice, close, generation, counted_bytes, bytes_out, bytes_in)
      SELECT toIPv6('::ffff:192.0.2.1'), toStartOfHour(quarter) AS at, 0, at, 1, out + into, sum(bytes_out) AS out, sum(bytes_in) AS into
      FROM ${db}.eip_quarters GROUP BY at
      """;

  /** Values: accounts, EIPs. */
  private static final String OWNERS =
      """
      INSERT INTO ${db}.eip_events (ownership_id, log_time, log_partition, log_offset, address, prefix_length, owned_from,
        account, eip_id, region, line, charge_method, max_bandwidth_bits_per_second, account_eip_quota)
      SELECT concat('o-', toString(number)), toDateTime64('2026-09-01 00:00:00', 3, 'UTC'), 0, number,
        toIPv6(concat('::ffff:', IPv4NumToString(toUInt32(toUInt32(toIPv4('100.64.0.0')) + number)))), 128,
        toDateTime64('2026-09-01 00:00:00', 3, 'UTC'), concat('account-', toString(number % ?)),
        concat('eip-', toString(number)), 'cn-hangzhou', 'BGP', if(number % 3 = 0, 'bandwidth', 'data_transfer'), 10000000, 20
      FROM numbers(?)
      """;

  private static final String PROGRESS =
      """
      INSERT INTO ${db}.progress (topic, log_partition, generation, settled_until)
      SELECT arrayJoin(['eip-minutes-v1', 'eip-quarters-v1', 'control-totals-v1', 'exporter-minutes-v1']), 0, 1,
        '2026-12-01 00:00:00'
      """;

  private final BenchOptions options;
  private final PrintStream talk;

  StatementsPart(BenchOptions options, PrintStream talk) {
    this.options = options;
    this.talk = talk;
  }

  /** A run of the program. */
  private record Closed(double wallSeconds, long megabytes) {}

  void run(PrintStream out) {
    int eips = (int) options.amount(EIPS);
    int accounts = Math.max(1, eips / EIPS_OF_AN_ACCOUNT);
    Path directory = options.directory().resolve("statements");
    try (LocalClickHouse clickHouse =
            LocalClickHouse.start(directory.resolve("data"), directory.resolve("logs"));
        ClickHouseDatabase database =
            ClickHouseDatabase.of(
                ClickHouseTarget.local(clickHouse.httpUrl().toString(), "eipmeter"))) {
      new Migrations(database.target(), Lifetimes.LONGEST).apply();
      talk.printf(Locale.ROOT, "statements: writing %,d quarters ...%n", (long) eips * QUARTERS);
      database.execute(USED_QUARTERS, eips, START, eips, eips, QUARTERS);
      database.execute(USED_MINUTES);
      database.execute(CONTROLS);
      database.execute(OWNERS, accounts, eips);
      database.execute(PROGRESS);
      Closed closed = report(clickHouse, "close");
      Closed again = report(clickHouse, "again");
      Table table =
          new Table(
              "statements: eipmeter report closes a month of quarters in ClickHouse; "
                  + String.join(" ", JVM),
              "EIPs",
              "accounts",
              "quarters",
              "close s",
              "read again s",
              "MB resident",
              "exact");
      table.row(
          Table.count(eips),
          Table.count(accounts),
          Table.count((long) eips * QUARTERS),
          Table.decimals(closed.wallSeconds, 1),
          Table.decimals(again.wallSeconds, 1),
          Table.count(Math.max(closed.megabytes, again.megabytes)),
          exact(database, accounts));
      table.note("One run. MB: the most that the program held; ClickHouse is beside it.");
      table.print(out);
    } catch (ClickHouseException | MigrationException e) {
      throw new LabFailure("Statements could not be measured: " + e.getMessage() + ".", e);
    }
  }

  private Closed report(LocalClickHouse clickHouse, String name) {
    talk.println("statements: eipmeter report (" + name + ") ...");
    long start = System.nanoTime();
    long megabytes = 0;
    try (ChildProcess report =
        ChildProcess.startWatched(
            "report-" + name,
            options.logDirectory(),
            JVM,
            List.of(
                Main.class.getName(),
                "report",
                "--period",
                PERIOD,
                "--book",
                "alibaba-cloud",
                "--now",
                CLOSED_AT,
                "--clickhouse",
                clickHouse.httpUrl().toString()))) {
      while (report.alive()) {
        megabytes = Math.max(megabytes, PeakMemory.megabytesIfAlive(report.pid()));
        Thread.sleep(POLL_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted.", e);
    }
    return new Closed((System.nanoTime() - start) / 1e9, megabytes);
  }

  /** Whether each account has its statement, and all bytes are in them. */
  private static String exact(ClickHouseDatabase database, int accounts)
      throws ClickHouseException {
    BigDecimal used =
        database
            .first(
                "SELECT toInt256(sum(bytes_out)) + sum(bytes_in) FROM ${db}.eip_quarters",
                row -> row.decimal(1))
            .orElseThrow();
    return database
        .first(
            "SELECT if(count() = ? AND toString(toInt256(sum(bytes_charged)) + sum(bytes_covered) +"
                + " sum(bytes_parked)) = ?, 'yes', 'statements differ') FROM ${db}.statements"
                + " FINAL WHERE state = 'issued'",
            row -> row.string(1),
            accounts,
            used.toPlainString())
        .orElseThrow();
  }
}
