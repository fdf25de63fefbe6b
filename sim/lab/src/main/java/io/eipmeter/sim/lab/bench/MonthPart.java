package io.eipmeter.sim.lab.bench;

import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.sim.lab.compare.SettledTables;
import io.eipmeter.sim.lab.demo.LabTopics;
import io.eipmeter.sim.lab.jobs.Job;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.traffic.WorldLog;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.Simulation;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.Usage;
import io.eipmeter.sim.world.traffic.MinuteExports;
import io.eipmeter.sim.world.traffic.MinuteTraffic;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A month of a world by the minute. All of it is put straight into {@code eip-minutes}, as
 * `bandwidth` would have; one day of it goes into {@code flow-datagrams}, too, is metered by
 * `bandwidth`, and must have the same hours.
 */
final class MonthPart {
  private static final int EIPS = 1_000;
  private static final int LEAST_EIPS = 20;
  private static final int DAYS = 31;

  /** Where a smaller share than this is asked for, the month has two days. */
  private static final int SMALLEST_MONTH = 10;

  private static final int SEED = 1;
  private static final int DAY_MINUTES = 1_440;
  private static final long MINUTE_MS = 60_000;
  private static final long DAY_MS = DAY_MINUTES * MINUTE_MS;
  private static final long HOUR_MS = 60 * MINUTE_MS;
  private static final String HEAP = "2g";
  private static final String MONTH = "bench_month";
  private static final String DAY = "bench_day";

  /** Every EIP changes hands, or is detached, moved or released, every other day. */
  private static final double CHANGES_PER_EIP_MINUTE = 1.0 / (2 * DAY_MINUTES);

  private static final long START_MS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  /**
   * A topic may be read a day ahead of another: with the usual minute, a month takes as many rounds
   * of their coordinator as it has minutes.
   */
  private static final Map<String, String> CATCH_UP = Map.of("drift", "1 d");

  private final PrintStream talk;
  private final BenchOptions options;
  private final int days;
  private final SimulationOptions world;
  private long settleDelayMs;
  private long rows;
  private Usage total = Usage.NONE;
  private long records;
  private long statements;

  MonthPart(BenchOptions options, PrintStream talk) {
    this.options = options;
    this.talk = talk;
    days = options.share() <= SMALLEST_MONTH ? DAYS : 2;
    Scenario scenario = Scenario.named("weekend");
    world =
        new SimulationOptions(
            SEED,
            Math.max(LEAST_EIPS, (int) options.amount(EIPS)),
            days * DAY_MINUTES,
            START_MS,
            scenario.with("month", scenario.control().withChanges(CHANGES_PER_EIP_MINUTE)));
  }

  /** The day that comes as datagrams, too: in the middle. */
  private long dayMs() {
    return START_MS + days / 2 * DAY_MS;
  }

  /** Log time until which all is told at the end: the last hour is charged then. */
  private long endMs() {
    return world.endMs() + 3 * HOUR_MS;
  }

  void run(PrintStream out) {
    Table table =
        new Table(
            "month: "
                + days
                + " days of "
                + Table.count(world.eips())
                + " EIPs by the minute, all on the same cores",
            "step",
            "rows",
            "wall s",
            "rows/s",
            "Flink CPU s",
            "ClickHouse CPU s",
            "broker CPU s");
    long startNs = System.nanoTime();
    MonthComparison.Result result;
    try (WholePath path = WholePath.start(options.directory().resolve("month"), HEAP, talk)) {
      prepare(path);
      month(path, table);
      day(path, table);
      result =
          new MonthComparison(path.clickHouse(), MONTH, DAY, dayMs(), dayMs() + DAY_MS).compare();
      table.note("Peak MB: " + path.peakMegabytes() + ".");
    }
    table.note(
        Table.count(result.rows())
            + " hours of an address and owner ("
            + Table.count(result.accounts())
            + " accounts) of "
            + Instant.ofEpochMilli(dayMs()).toString().substring(0, 10)
            + " compared: put in as minutes, and metered from datagrams. Different: "
            + (result.differing().isEmpty() ? "none" : "some")
            + ".");
    table.note(
        "All in all "
            + Table.decimals((System.nanoTime() - startNs) / 1e9, 0)
            + " s with the start of Kafka, Flink and ClickHouse. Goal: less than 600 s on two cores"
            + (options.quick() ? " for 1,000 EIPs and 31 days; this was a part of it." : "."));
    table.print(out);
    if (!result.differing().isEmpty()) {
      result.differing().forEach(out::println);
      throw new LabFailure("The day as minutes and the day as datagrams have different hours.");
    }
  }

  private Settings settings() {
    return new Simulation(world, (exporter, datagram) -> {}, (event, atMs) -> {}).settings();
  }

  private void prepare(WholePath path) {
    LabTopics.create(path.bootstrapServers(), FlowLog.PARTITIONS);
    Settings settings = settings();
    settleDelayMs = settings.getSettleDelayMs();
    LabTopics.publish(path.bootstrapServers(), settings, START_MS - MINUTE_MS);
    path.createTables(MONTH);
    path.createTables(DAY);
  }

  /** Minutes straight into the tables while they are written, and charged. */
  private void month(WholePath path, Table table) {
    List<String> jobs =
        List.of(path.submit(Job.TABLES, MONTH), path.submit(Job.BILLING, MONTH, CATCH_UP));
    WholePath.Stopwatch watch = path.watch();
    write(path);
    path.awaitTables(
        MONTH,
        world.endMs() + HOUR_MS,
        List.of(Topic.EIP_MINUTES, Topic.CHARGES),
        jobs.toArray(String[]::new));
    awaitStatements(path, MONTH);
    watch.stop();
    jobs.forEach(path.flink()::cancel);
    checkMonth(path);
    row(table, "eip-minutes -> tables, billing -> ClickHouse", rows, watch.run(0));
  }

  /** All of the month must be in the tables, each minute once. */
  private void checkMonth(WholePath path) {
    String[] found =
        path.clickHouse()
            .rows(
                "SELECT count(), sum(bytes_out), sum(bytes_in), sum(packets_out), sum(packets_in),"
                    + " sum(flows_out), sum(flows_in) FROM "
                    + MONTH
                    + ".eip_minutes FINAL")
            .get(0);
    String put =
        String.format(
            Locale.ROOT,
            "%d\t%d\t%d\t%d\t%d\t%d\t%d",
            rows,
            total.bytesOut(),
            total.bytesIn(),
            total.packetsOut(),
            total.packetsIn(),
            total.flowsOut(),
            total.flowsIn());
    if (!String.join("\t", found).equals(put)) {
      throw new LabFailure(
          "The month in the tables (rows, bytes, packets and flows, out and in) is "
              + String.join(" ", found)
              + ", but put in was "
              + put.replace('\t', ' ')
              + ".");
    }
  }

  private void write(WholePath path) {
    try (WorldLog log = new WorldLog(path.bootstrapServers());
        MonthLog minutes = new MonthLog(path.bootstrapServers(), settleDelayMs)) {
      log.moveTo(START_MS);
      MinuteTraffic traffic =
          new MinuteTraffic(
              world,
              (event, atMs) -> {
                log.moveTo(atMs);
                log.say(event);
              });
      MinuteExports exports = new MinuteExports(dayMs(), log);
      for (long minuteMs = START_MS; minuteMs < world.endMs(); minuteMs += MINUTE_MS) {
        boolean metered = minuteMs >= dayMs() && minuteMs < dayMs() + DAY_MS;
        traffic.minute(
            minuteMs,
            (unit, home, thenMs, usage) -> {
              minutes.used(unit.address(), thenMs, usage);
              if (metered) {
                exports.used(unit, home, thenMs, usage);
              }
            });
        minutes.close(minuteMs);
        if (metered) {
          exports.sendAll(minuteMs + MINUTE_MS, log::moveTo);
        } else if (minuteMs % HOUR_MS == 0) {
          log.moveTo(minuteMs);
          tell(minuteMs);
        }
      }
      minutes.settledUntil(endMs());
      minutes.end();
      log.moveTo(endMs());
      log.end();
      rows = minutes.rows();
      total = minutes.total();
      records = exports.records();
      statements = log.statements();
    }
  }

  private void tell(long minuteMs) {
    if ((minuteMs - START_MS) % (5 * DAY_MS) == 0) {
      talk.printf("month: minutes of %s ...%n", Instant.ofEpochMilli(minuteMs));
    }
  }

  /** The day through `bandwidth`. */
  private void day(WholePath path, Table table) {
    OutputTopics.empty(path.bootstrapServers());
    WholePath.Stopwatch watch = path.watch();
    String tables = path.submit(Job.TABLES, DAY);
    String bandwidth =
        path.submit(Job.BANDWIDTH, DAY, Map.of("drift", "1 d", "live.interval", "0 s"));
    path.awaitTables(
        DAY,
        dayMs() + DAY_MS + 3 * HOUR_MS,
        List.of(Topic.EIP_MINUTES, Topic.EIP_QUARTERS),
        tables,
        bandwidth);
    awaitStatements(path, DAY);
    watch.stop();
    path.flink().cancel(tables);
    path.flink().cancel(bandwidth);
    row(table, "a day: flow-datagrams -> bandwidth -> tables -> ClickHouse", records, watch.run(0));
  }

  private void awaitStatements(WholePath path, String database) {
    SettledTables tables = new SettledTables(path.clickHouse(), database);
    Await.until(
        "statements of ownership in the tables",
        WholePath.LONGEST_RUN,
        path.flink().process(),
        () -> tables.statements() >= statements);
  }

  private static void row(Table table, String step, long rows, WholePath.Run run) {
    table.row(
        step,
        Table.count(rows),
        Table.decimals(run.wall(), 1),
        Table.count(rows / run.wall()),
        Table.decimals(run.flinkCpu(), 1),
        Table.decimals(run.clickHouseCpu(), 1),
        Table.decimals(run.brokerCpu(), 1));
  }
}
