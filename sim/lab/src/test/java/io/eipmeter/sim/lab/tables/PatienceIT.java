package io.eipmeter.sim.lab.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.tables.TableRowsSerializer;
import io.eipmeter.jobs.tables.clickhouse.BatchLimits;
import io.eipmeter.jobs.tables.clickhouse.ClickHouseSink;
import io.eipmeter.jobs.tables.domain.TableRows;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import io.eipmeter.sim.lab.process.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 50 blocks of 100 rows, in batches of 500. */
class PatienceIT {
  private static final int BLOCKS = 50;
  private static final int ROWS = 100;
  private static final BatchLimits LIMITS =
      new BatchLimits(
          500, 1 << 20, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(10));
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(120);

  @TempDir private static Path directory;

  private static TestTables tables;

  @BeforeAll
  static void start() throws Exception {
    tables = TestTables.start(directory);
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  @BeforeEach
  void forget() {
    tables.empty("eip_minutes");
  }

  private static List<TableRows> blocks() {
    List<TableRows> blocks = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      List<SettledRow> rows = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        rows.add(
            SettledRow.newBuilder()
                .setMinute(
                    EipMinute.newBuilder()
                        .setAddress(TestTables.address("100.64." + block + "." + i))
                        .setMinuteMs(TestTables.ms("2026-11-01T00:01:00Z"))
                        .setUsage(Usage.newBuilder().setBytesOut(1_000L * block + i)))
                .build());
      }
      blocks.add(TestTables.encoded(0, rows));
    }
    return blocks;
  }

  private static String rows() {
    return String.join(
        "\n", tables.query("SELECT ip, bytes_out FROM eipmeter.eip_minute ORDER BY ALL"));
  }

  private static String expected() {
    List<String> lines = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      for (int i = 0; i < ROWS; i++) {
        lines.add("100.64." + block + "." + i + "\t" + (1_000 * block + i));
      }
    }
    lines.sort(null);
    return String.join("\n", lines);
  }

  private static JobClient write(ClickHouseTarget target) throws Exception {
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    env.fromData(TableRowsSerializer.type(), blocks().toArray(new TableRows[0]))
        .sinkTo(new ClickHouseSink(target, LIMITS));
    return env.executeAsync();
  }

  private static void awaitEnd(JobClient job) throws Exception {
    job.getJobExecutionResult()
        .get(LONGEST_WAIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
  }

  @Test
  void anInsertWhoseAnswerIsLostIsSentAgainAndItsRowsAreThereOnce() throws Exception {
    try (AnswerDropper dropper = new AnswerDropper(tables.clickHouse().port(), 3)) {
      awaitEnd(write(ClickHouseTarget.local(dropper.url(), TestTables.DATABASE)));
      assertThat(dropper.left()).isZero();
    }
    assertThat(sorted(rows())).isEqualTo(expected());
  }

  @Test
  void aJobThatStartsWhileClickHouseIsAwayWaitsForItAndWritesAll() throws Exception {
    tables.clickHouse().kill();
    JobClient job = write(tables.target());
    try {
      Await.until(
          "start of the job",
          LONGEST_WAIT,
          null,
          () -> job.getJobStatus().get() == org.apache.flink.api.common.JobStatus.RUNNING);
    } finally {
      tables.clickHouse().restart();
    }
    awaitEnd(job);
    assertThat(sorted(rows())).isEqualTo(expected());
  }

  @Test
  void aTableThatIsMissingIsWaitedForToo() throws Exception {
    tables.execute("RENAME TABLE eipmeter.eip_minutes TO eipmeter.eip_minutes_away");
    JobClient job = write(tables.target());
    Await.until(
        "start of the job",
        LONGEST_WAIT,
        null,
        () -> job.getJobStatus().get() == org.apache.flink.api.common.JobStatus.RUNNING);
    tables.execute("RENAME TABLE eipmeter.eip_minutes_away TO eipmeter.eip_minutes");
    awaitEnd(job);
    assertThat(sorted(rows())).isEqualTo(expected());
  }

  private static String sorted(String lines) {
    List<String> all = new ArrayList<>(List.of(lines.split("\n", -1)));
    all.sort(null);
    return String.join("\n", all);
  }
}
