package io.eipmeter.sim.lab.bench;

import io.eipmeter.schemas.ScaledClock;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.sim.lab.demo.CollectorProcess;
import io.eipmeter.sim.lab.demo.LabTopics;
import io.eipmeter.sim.lab.jobs.Job;
import io.eipmeter.sim.lab.jobs.JobSubmission;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;

/**
 * From a datagram's arrival to its early row in a query's answer, in real time: collector, Kafka,
 * `bandwidth`, Kafka, `tables`, ClickHouse, while 10,000 other addresses each send a flow a second.
 */
final class LatencyPart {
  private static final String DATABASE = "bench";
  private static final int ADDRESSES = 10_000;

  /** Until Java's compilers and the first checkpoints are through. */
  private static final int WARM_UP_SECONDS = 40;

  private final BenchOptions options;
  private final PrintStream talk;

  LatencyPart(BenchOptions options, PrintStream talk) {
    this.options = options;
    this.talk = talk;
  }

  void run(PrintStream out) {
    Path directory = options.directory().resolve("latency");
    Table table =
        new Table(
            "latency: UDP datagram -> collector -> Kafka -> bandwidth -> Kafka -> tables -> early row"
                + " in a query's answer, real time",
            "addresses",
            "flows/s beside",
            "probes",
            "unseen",
            "p50 s",
            "p99 s",
            "slowest s");
    try (WholePath path = WholePath.start(directory, TablesPart.HEAP, talk)) {
      long nowMs = System.currentTimeMillis();
      Clock clock = new ScaledClock(nowMs, nowMs, 1);
      LabTopics.create(path.bootstrapServers(), FlowLog.PARTITIONS);
      Settings settings = FlowLog.settings();
      LabTopics.publish(path.bootstrapServers(), settings, nowMs);
      path.createTables(DATABASE);
      var ignored = path.submit(Job.TABLES, DATABASE);
      var ignoredToo = path.submit(Job.BANDWIDTH, DATABASE);
      new JobSubmission(path.flink().rest()).awaitRunning();
      try (CollectorProcess collector =
              CollectorProcess.start(
                  path.bootstrapServers(),
                  directory.resolve("spool"),
                  directory.resolve("logs"),
                  clock);
          LiveProbes probes = new LiveProbes(path.clickHouseUrl(), DATABASE);
          LiveTraffic traffic = new LiveTraffic(collector.udpAddress(), ADDRESSES, probes)) {
        int warmUpSeconds = (int) options.amount(WARM_UP_SECONDS);
        talk.printf(Locale.ROOT, "latency: warming up for %d s ...%n", warmUpSeconds);
        traffic.run(warmUpSeconds);
        probes.settle();
        probes.forget();
        int seconds = (int) options.amount(60L * options.runs());
        talk.printf(Locale.ROOT, "latency: measuring for %d s ...%n", seconds);
        traffic.run(seconds);
        probes.settle();
        row(table, probes);
      }
    }
    table.note("Goal: 2 s at 10,000 addresses. A look each 20 ms counts with it.");
    table.print(out);
  }

  private static void row(Table table, LiveProbes probes) {
    long[] ns = probes.seenAfterNs();
    if (ns.length == 0) {
      throw new LabFailure("No early row was seen.");
    }
    Arrays.sort(ns);
    table.row(
        Table.count(ADDRESSES),
        Table.count(ADDRESSES),
        Table.count(ns.length + probes.waiting()),
        Table.count(probes.waiting()),
        Table.decimals(ns[ns.length / 2] / 1e9, 2),
        Table.decimals(ns[(int) (ns.length * 99L / 100)] / 1e9, 2),
        Table.decimals(ns[ns.length - 1] / 1e9, 2));
  }
}
