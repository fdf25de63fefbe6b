package io.eipmeter.sim.lab.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.schemas.Topic;
import io.eipmeter.sim.lab.jobs.Job;
import io.eipmeter.sim.lab.jobs.JobSubmission;
import io.eipmeter.sim.lab.kafka.LocalKafka;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Kafka, `bandwidth`, `eip-minutes`: a log that lies there, read from its start to its end. */
final class BandwidthBench {
  private static final Duration LONGEST_RUN = Duration.ofMinutes(10);
  private static final long LOG_MS = 120_000;
  private static final int SEED = 1;

  private final BenchOptions options;
  private final PrintStream talk;

  BandwidthBench(BenchOptions options, PrintStream talk) {
    this.options = options;
    this.talk = talk;
  }

  /** One run of the job over the whole log. */
  private record Run(
      double wallSeconds,
      double cpuSeconds,
      double brokerCpuSeconds,
      long checkpointBytes,
      int wrongAddresses,
      long controlDifference) {}

  void run(PrintStream out) {
    Table table =
        new Table(
            "bandwidth: Kafka -> decode -> minutes and quarters -> Kafka; IPFIX of a NAT gateway (20"
                + " elements, 70 bytes), 64 exporters, Zipf, parallelism 2, checkpoints every 10 s",
            "addresses",
            "flows",
            "wall s",
            "flows/s",
            "CPU s",
            "flows/CPU-s",
            "broker CPU s",
            "bytes/address",
            "exact");
    measure(table, 10_000, options.amount(60_000_000), "1536m");
    measure(table, 1_000_000, options.amount(40_000_000), "4g");
    table.note(
        "Medians of "
            + options.runs()
            + " runs in one process after one that warms it up, from submission to the last settled minute. CPU: Flink's"
            + " process, broker beside it. bytes/address: largest checkpoint. exact: every"
            + " address's bytes, packets and flows, and the control totals.");
    table.note(
        "Goals 3,000,000 and 1,500,000 flows/s. Peers: nfacctd 1,370,000 flows/CPU-s, OpenNMS"
            + " Nephron on Flink 11,000-21,000.");
    table.print(out);
  }

  private void measure(Table table, int addresses, long flows, String heap) {
    Path directory = options.directory().resolve("bandwidth-" + addresses);
    try (LocalKafka kafka =
            LocalKafka.start(directory.resolve("kafka"), directory.resolve("logs"));
        BenchFlink flink = BenchFlink.start(directory.resolve("logs"), heap)) {
      FlowLog log = new FlowLog(flows, addresses, LOG_MS, SEED);
      talk.printf(
          Locale.ROOT,
          "bandwidth: writing %,d flows of %,d addresses ...%n",
          log.flows(),
          addresses);
      log.write(kafka.bootstrapServers());
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i <= options.runs(); i++) {
        Run run = once(kafka, flink, log, directory);
        talk.printf(
            Locale.ROOT,
            "bandwidth: %s took %.1f s, %.1f CPU s%n",
            i == 0 ? "the run that warms up" : "run " + i,
            run.wallSeconds(),
            run.cpuSeconds());
        if (i > 0) { // in the first one Java's compilers take a third of the CPU time
          runs.add(run);
        }
      }
      runs.sort(Comparator.comparingDouble(Run::wallSeconds));
      Run median = runs.get(runs.size() / 2);
      boolean exact =
          runs.stream().allMatch(r -> r.wrongAddresses() == 0 && r.controlDifference() == 0);
      table.row(
          Table.count(addresses),
          Table.count(log.flows()),
          Table.decimals(median.wallSeconds(), 1),
          Table.count(log.flows() / median.wallSeconds()),
          Table.decimals(median.cpuSeconds(), 1),
          Table.count(log.flows() / median.cpuSeconds()),
          Table.decimals(median.brokerCpuSeconds(), 1),
          Table.count((double) median.checkpointBytes() / log.truth().addresses()),
          exact ? "yes" : "NO: " + median.wrongAddresses() + " addresses differ");
    }
  }

  private Run once(LocalKafka kafka, BenchFlink flink, FlowLog log, Path directory) {
    try (SettledTopic minutes = new SettledTopic(kafka.bootstrapServers(), Topic.EIP_MINUTES);
        SettledTopic controls = new SettledTopic(kafka.bootstrapServers(), Topic.CONTROL_TOTALS)) {
      double cpuBefore = flink.cpuSeconds();
      double brokerBefore = CpuTime.seconds(kafka.process().pid());
      long startNs = System.nanoTime();
      String job = submit(kafka, flink, directory);
      Await.until(
          "end of the log in eip-minutes",
          LONGEST_RUN,
          flink.process(),
          () -> {
            flink.check(job);
            return minutes.isSettledUntil(log.endMs());
          });
      double wall = (System.nanoTime() - startNs) / 1e9;
      double cpu = flink.cpuSeconds() - cpuBefore;
      double broker = CpuTime.seconds(kafka.process().pid()) - brokerBefore;
      long checkpoint = flink.largestCheckpointBytes(job);
      flink.cancel(job);
      AtomicLong counted = new AtomicLong();
      controls.rows(row -> counted.addAndGet(row.getControlTotal().getCountedBytes()));
      return new Run(
          wall,
          cpu,
          broker,
          checkpoint,
          minutes.minutes().differences(log.truth()),
          counted.get() - log.truth().bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new LabFailure("A settled topic cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static String submit(LocalKafka kafka, BenchFlink flink, Path directory) {
    Map<String, String> settings =
        Map.of(
            "kafka.bootstrap.servers", kafka.bootstrapServers(),
            "from", "earliest",
            "parallelism", "2",
            "checkpoint.interval", "10 s",
            "checkpoint.dir", directory.resolve("checkpoints").toUri().toString());
    new JobSubmission(flink.rest()).submit(Job.BANDWIDTH, settings);
    return flink.runningJob(Job.BANDWIDTH);
  }
}
