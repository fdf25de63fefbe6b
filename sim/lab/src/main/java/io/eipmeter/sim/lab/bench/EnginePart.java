package io.eipmeter.sim.lab.bench;

import java.io.PrintStream;
import java.util.Locale;

/** The whole path against ClickHouse's own Kafka engine, over the same flows, in the same run. */
final class EnginePart {
  private static final long LOG_MS = 120_000;
  private static final int ADDRESSES = 10_000;
  private static final int SEED = 1;

  private final BenchOptions options;
  private final PrintStream talk;

  EnginePart(BenchOptions options, PrintStream talk) {
    this.options = options;
    this.talk = talk;
  }

  void run(PrintStream out) {
    Table table =
        new Table(
            "clickhouse-engine: the same flows to bytes by address and minute; eipmeter from export"
                + " datagrams, ClickHouse's Kafka engine and a materialized view from decoded rows",
            "by",
            "flows",
            "wall s",
            "flows/s",
            "CPU s",
            "flows/CPU-s",
            "broker CPU s",
            "exact");
    try (WholePath path =
        WholePath.start(options.directory().resolve("clickhouse-engine"), TablesPart.HEAP, talk)) {
      FlowLog log = new FlowLog(options.amount(20_000_000), ADDRESSES, LOG_MS, SEED);
      talk.printf(Locale.ROOT, "clickhouse-engine: writing %,d flows, twice ...%n", log.flows());
      log.writeTwice(path.bootstrapServers());
      EnginePath engine = new EnginePath(path);
      PathRuns theirs =
          PathRuns.of(options.runs(), "engine", talk, run -> engine.run(log, "engine_" + run));
      PathRuns ours =
          PathRuns.of(options.runs(), "eipmeter", talk, run -> path.meter(log, "path_" + run));
      row(table, "eipmeter, decoding included", log, ours);
      row(table, "ClickHouse's Kafka engine", log, theirs);
      table.note(
          String.format(
              Locale.ROOT,
              "Ratio eipmeter : engine, flows/s %.2f, flows/CPU-s %.2f.",
              theirs.median().wall() / ours.median().wall(),
              cpu(theirs.median()) / cpu(ours.median())));
    }
    table.note(
        "Medians of " + options.runs() + " after one that warms up; CPU without the broker.");
    table.print(out);
  }

  private static double cpu(WholePath.Run run) {
    return run.flinkCpu() + run.clickHouseCpu();
  }

  private static void row(Table table, String by, FlowLog log, PathRuns runs) {
    WholePath.Run median = runs.median();
    table.row(
        by,
        Table.count(log.flows()),
        Table.decimals(median.wall(), 1),
        Table.count(log.flows() / median.wall()),
        Table.decimals(cpu(median), 1),
        Table.count(log.flows() / cpu(median)),
        Table.decimals(median.brokerCpu(), 1),
        runs.exact());
  }
}
