package io.eipmeter.sim.lab.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.schemas.clickhouse.Lifetimes;
import io.eipmeter.schemas.clickhouse.MigrationException;
import io.eipmeter.schemas.clickhouse.Migrations;
import io.eipmeter.sim.lab.clickhouse.LocalClickHouse;
import io.eipmeter.sim.lab.compare.ClickHouseReader;
import io.eipmeter.sim.lab.compare.SettledTables;
import io.eipmeter.sim.lab.jobs.Job;
import io.eipmeter.sim.lab.jobs.JobSubmission;
import io.eipmeter.sim.lab.kafka.LocalKafka;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Kafka, a Flink of one process and ClickHouse, for the parts that end in tables. */
final class WholePath implements AutoCloseable {
  static final Duration LONGEST_RUN = Duration.ofMinutes(10);

  /** A mapped address as a number of 32 bits. */
  static final String NUMBER = "toUInt32(toIPv4(replaceOne(toString(address), '::ffff:', '')))";

  private final Path directory;
  private final LocalKafka kafka;
  private final BenchFlink flink;
  private final LocalClickHouse clickHouse;
  private final ClickHouseReader reader;
  private final PrintStream talk;

  /**
   * What a run cost, in seconds; CPU time of all threads of each process.
   *
   * @param wrongAddresses whose sums are not those generated
   */
  record Run(
      double wall, double flinkCpu, double clickHouseCpu, double brokerCpu, int wrongAddresses) {}

  private WholePath(
      Path directory,
      LocalKafka kafka,
      BenchFlink flink,
      LocalClickHouse tables,
      PrintStream talk) {
    this.talk = talk;
    this.directory = directory;
    this.kafka = kafka;
    this.flink = flink;
    this.clickHouse = tables;
    this.reader = new ClickHouseReader(tables.httpUrl());
  }

  /**
   * @param heap of Flink, as -Xmx takes it
   */
  static WholePath start(Path directory, String heap, PrintStream talk) {
    Path logs = directory.resolve("logs");
    LocalKafka kafka = LocalKafka.start(directory.resolve("kafka"), logs);
    try {
      LocalClickHouse clickHouse = LocalClickHouse.start(directory.resolve("clickhouse"), logs);
      try {
        return new WholePath(directory, kafka, BenchFlink.start(logs, heap), clickHouse, talk);
      } catch (LabFailure e) {
        clickHouse.close();
        throw e;
      }
    } catch (LabFailure e) {
      kafka.close();
      throw e;
    }
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  ClickHouseReader clickHouse() {
    return reader;
  }

  URI clickHouseUrl() {
    return clickHouse.httpUrl();
  }

  BenchFlink flink() {
    return flink;
  }

  /** Creates the tables in a database of their own. */
  void createTables(String database) {
    try {
      new Migrations(
              ClickHouseTarget.local(clickHouse.httpUrl().toString(), database), Lifetimes.LONGEST)
          .apply();
    } catch (MigrationException e) {
      throw new LabFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /** Submits a job with two subtasks; its id. */
  String submit(Job job, String database) {
    return submit(job, database, Map.of());
  }

  /**
   * @param more settings of this job
   */
  String submit(Job job, String database, Map<String, String> more) {
    Map<String, String> common = new HashMap<>(more);
    common.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    common.put("parallelism", "2");
    common.put("checkpoint.interval", "10 s");
    common.put("checkpoint.dir", directory.resolve("checkpoints").toUri().toString());
    JobSubmission submission = new JobSubmission(flink.rest());
    submission.submit(
        job,
        job.settings(common, ClickHouseTarget.local(clickHouse.httpUrl().toString(), database)));
    return flink.runningJob(job);
  }

  /** Returns when the tables hold what settled until a log time. */
  void awaitTables(String database, long logMs, List<Topic> topics, String... jobs) {
    SettledTables tables = new SettledTables(reader, database);
    Await.until(
        "end of the log in the tables",
        LONGEST_RUN,
        flink.process(),
        () -> {
          for (String job : jobs) {
            flink.check(job);
          }
          return topics.stream()
              .allMatch(topic -> tables.settledUntilMs(topic, FlowLog.PARTITIONS) >= logMs);
        });
  }

  /** {@code bandwidth} over the whole log, with {@code tables} and ClickHouse beside it. */
  Run meter(FlowLog log, String database) {
    OutputTopics.empty(kafka.bootstrapServers());
    createTables(database);
    try (SettledTopic topic = new SettledTopic(kafka.bootstrapServers(), Topic.EIP_MINUTES)) {
      return meter(log, database, topic);
    }
  }

  private Run meter(FlowLog log, String database, SettledTopic topic) {
    String tables = submit(Job.TABLES, database);
    new JobSubmission(flink.rest()).awaitRunning();
    Stopwatch watch = new Stopwatch();
    String bandwidth = submit(Job.BANDWIDTH, database);
    awaitTables(
        database,
        log.endMs(),
        List.of(Topic.EIP_MINUTES, Topic.EIP_QUARTERS, Topic.CONTROL_TOTALS),
        bandwidth,
        tables);
    watch.stop();
    Run run = watch.run(compare(database, log, topic));
    flink.cancel(bandwidth);
    flink.cancel(tables);
    return run;
  }

  /** How many addresses differ in the tables; says whether the topic before them has it right. */
  private int compare(String database, FlowLog log, SettledTopic topic) {
    int wrong = minuteTotals(database).differences(log.truth());
    if (wrong > 0) {
      try {
        talk.printf(
            Locale.ROOT,
            "%,d addresses differ in the tables now, %,d in eip-minutes, %,d in the tables after"
                + " that%n",
            wrong,
            topic.minutes().differences(log.truth()),
            minuteTotals(database).differences(log.truth()));
      } catch (InvalidProtocolBufferException e) {
        throw new LabFailure("eip-minutes cannot be read: " + e.getMessage() + ".", e);
      }
    }
    return wrong;
  }

  /** Sums by address of the table of minutes. */
  private AddressTotals minuteTotals(String database) {
    return totals(
        "SELECT "
            + NUMBER
            + ", sum(bytes_out), sum(bytes_in), sum(packets_out + packets_in),"
            + " sum(flows_out + flows_in) FROM "
            + database
            + ".eip_minutes FINAL GROUP BY address");
  }

  /**
   * @param query gives address, bytes out, bytes in, packets, flows
   */
  AddressTotals totals(String query) {
    AddressTotals totals = new AddressTotals();
    for (String[] row : reader.rows(query)) {
      totals.add(
          Integer.parseUnsignedInt(row[0]),
          Long.parseLong(row[1]),
          Long.parseLong(row[2]),
          Long.parseLong(row[3]),
          Long.parseLong(row[4]));
    }
    return totals;
  }

  /** The most memory that each process of the path has held, in MB. */
  String peakMegabytes() {
    return "Flink "
        + PeakMemory.megabytes(flink.process().pid())
        + ", ClickHouse "
        + PeakMemory.megabytes(clickHouse.process().pid())
        + ", Kafka "
        + PeakMemory.megabytes(kafka.process().pid())
        + ", eipmeter "
        + PeakMemory.megabytes(ProcessHandle.current().pid());
  }

  Stopwatch watch() {
    return new Stopwatch();
  }

  /** Wall and CPU time since it was made. */
  final class Stopwatch {
    private final long startNs = System.nanoTime();
    private final double flinkBefore = flink.cpuSeconds();
    private final double clickHouseBefore = CpuTime.seconds(clickHouse.process().pid());
    private final double brokerBefore = CpuTime.seconds(kafka.process().pid());
    private double stoppedWall;
    private double stoppedFlink;
    private double stoppedClickHouse;
    private double stoppedBroker;

    /** What comes after it, the comparison, does not count. */
    void stop() {
      stoppedWall = (System.nanoTime() - startNs) / 1e9;
      stoppedFlink = flink.cpuSeconds() - flinkBefore;
      stoppedClickHouse = CpuTime.seconds(clickHouse.process().pid()) - clickHouseBefore;
      stoppedBroker = CpuTime.seconds(kafka.process().pid()) - brokerBefore;
    }

    Run run(int wrongAddresses) {
      return new Run(stoppedWall, stoppedFlink, stoppedClickHouse, stoppedBroker, wrongAddresses);
    }
  }

  @Override
  public void close() {
    flink.close();
    clickHouse.close();
    kafka.close();
  }
}
