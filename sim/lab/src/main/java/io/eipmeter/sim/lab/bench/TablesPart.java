package io.eipmeter.sim.lab.bench;

import io.eipmeter.schemas.Topic;
import io.eipmeter.sim.lab.jobs.Job;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The whole path into ClickHouse, and the last step of it alone. */
final class TablesPart {
  /** Of the Flink that runs both jobs. */
  static final String HEAP = "2g";

  private static final long LOG_MS = 120_000;
  private static final int ADDRESSES = 10_000;
  private static final int SEED = 1;

  private final BenchOptions options;
  private final PrintStream talk;

  TablesPart(BenchOptions options, PrintStream talk) {
    this.options = options;
    this.talk = talk;
  }

  void run(PrintStream out) {
    flows(out);
    minutes(out);
  }

  private void flows(PrintStream out) {
    Table table =
        new Table(
            "tables: Kafka -> bandwidth -> Kafka -> tables -> ClickHouse, until all is in the tables;"
                + " 64 exporters, Zipf, parallelism 2, checkpoints every 10 s, all on the same cores",
            "addresses",
            "flows",
            "wall s",
            "flows/s",
            "Flink CPU s",
            "ClickHouse CPU s",
            "broker CPU s",
            "exact");
    try (WholePath path = WholePath.start(options.directory().resolve("tables"), HEAP, talk)) {
      FlowLog log = new FlowLog(options.amount(40_000_000), ADDRESSES, LOG_MS, SEED);
      talk.printf(
          Locale.ROOT, "tables: writing %,d flows of %,d addresses ...%n", log.flows(), ADDRESSES);
      log.write(path.bootstrapServers());
      PathRuns runs =
          PathRuns.of(options.runs(), "tables", talk, run -> path.meter(log, "bench_" + run));
      WholePath.Run median = runs.median();
      table.row(
          Table.count(ADDRESSES),
          Table.count(log.flows()),
          Table.decimals(median.wall(), 1),
          Table.count(log.flows() / median.wall()),
          Table.decimals(median.flinkCpu(), 1),
          Table.decimals(median.clickHouseCpu(), 1),
          Table.decimals(median.brokerCpu(), 1),
          runs.exact());
    }
    table.note(
        "Medians of " + options.runs() + " after one that warms up. Goal: 2,000,000 flows/s.");
    table.print(out);
  }

  private void minutes(PrintStream out) {
    Table table =
        new Table(
            "tables alone: eip-minutes -> tables -> ClickHouse, start of the job included",
            "rows",
            "wall s",
            "rows/s",
            "Flink CPU s",
            "ClickHouse CPU s",
            "broker CPU s",
            "exact");
    try (WholePath path = WholePath.start(options.directory().resolve("minutes"), HEAP, talk)) {
      MinuteLog log = new MinuteLog(ADDRESSES, (int) options.amount(400), SEED);
      talk.printf(Locale.ROOT, "tables: writing %,d minute rows ...%n", log.rows());
      log.write(path.bootstrapServers());
      PathRuns runs =
          PathRuns.of(options.runs(), "minutes", talk, run -> insert(path, log, "bench_" + run));
      WholePath.Run median = runs.median();
      table.row(
          Table.count(log.rows()),
          Table.decimals(median.wall(), 1),
          Table.count(log.rows() / median.wall()),
          Table.decimals(median.flinkCpu(), 1),
          Table.decimals(median.clickHouseCpu(), 1),
          Table.decimals(median.brokerCpu(), 1),
          runs.exact());
    }
    table.note("Medians of " + options.runs() + " after one that warms up.");
    table.print(out);
  }

  private static WholePath.Run insert(WholePath path, MinuteLog log, String database) {
    path.createTables(database);
    WholePath.Stopwatch watch = path.watch();
    String tables = path.submit(Job.TABLES, database);
    path.awaitTables(database, log.endMs(), List.of(Topic.EIP_MINUTES), tables);
    watch.stop();
    path.flink().cancel(tables);
    return watch.run(log.differences(path.clickHouse(), database));
  }
}
