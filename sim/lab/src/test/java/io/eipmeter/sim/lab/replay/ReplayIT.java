package io.eipmeter.sim.lab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.Topic;
import io.eipmeter.sim.lab.flink.LocalFlink;
import io.eipmeter.sim.lab.kafka.LocalKafka;
import io.eipmeter.sim.lab.process.Ports;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * I2: one log gives the same settled rows, whatever happens to the processes that read it. The log
 * has records that span minutes, hours and a month's end, most of them late, and a broker's clock
 * that was set back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayIT {
  private static final int PARTS = 4;
  private static final int SLOTS = 4;

  @TempDir static Path directory;

  private final RecordedLog log = RecordedLog.of(1);
  private final long settledMs = log.endMs() + 3 * 3_600_000;
  private final Map<Topic, List<String>> undisturbed = new HashMap<>();
  private LocalKafka kafka;
  private LocalFlink flink;

  @BeforeAll
  void startAndRunUndisturbed() throws Exception {
    kafka = LocalKafka.start(directory.resolve("kafka"), directory.resolve("logs"));
    flink =
        LocalFlink.start(
            directory.resolve("flink"),
            directory.resolve("logs"),
            Ports.tcp(0, "--flink-port"),
            SLOTS);
    try (BandwidthRun run = newRun(log)) {
      run.submit(Map.of());
      log.parts(1).forEach(run::write);
      finish(run, 0);
      BandwidthRun.SETTLED.forEach(topic -> undisturbed.put(topic, run.rows(topic, 0)));
    }
    assertThat(expected(Topic.EIP_MINUTES)).hasSizeGreaterThan(300);
    assertThat(expected(Topic.EIP_QUARTERS)).isNotEmpty();
    assertThat(expected(Topic.CONTROL_TOTALS)).isNotEmpty();
  }

  @AfterAll
  void stop() {
    if (flink != null) {
      flink.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  private BandwidthRun newRun(RecordedLog recorded) throws Exception {
    return new BandwidthRun(
        kafka.bootstrapServers(), flink, directory.resolve("checkpoints"), recorded);
  }

  private List<String> expected(Topic topic) {
    return undisturbed.getOrDefault(topic, List.of());
  }

  private void finish(BandwidthRun run, int generation) {
    run.write(log.silenceUntil(settledMs));
    for (Topic topic : BandwidthRun.SETTLED) {
      run.awaitSettled(topic, generation, settledMs);
    }
  }

  private void assertSameRows(BandwidthRun run, List<Topic> topics) {
    for (Topic topic : topics) {
      assertThat(run.rows(topic, 0)).as(topic.topicName()).isEqualTo(expected(topic));
    }
  }

  @Test
  void killedTaskManagersChangeNoByte() throws Exception {
    try (BandwidthRun run = newRun(log)) {
      run.submit(Map.of());
      for (List<ProducerRecord<byte[], byte[]>> part : log.parts(PARTS).subList(0, PARTS - 1)) {
        run.write(part);
        run.awaitSettled(Topic.EXPORTER_MINUTES, 0, minuteBefore(part));
        run.killTaskManager();
      }
      run.write(log.parts(PARTS).get(PARTS - 1));
      finish(run, 0);
      assertSameRows(run, BandwidthRun.SETTLED);
    }
  }

  @Test
  void aSavepointAndAnotherParallelismChangeNoByte() throws Exception {
    try (BandwidthRun run = newRun(log)) {
      List<List<ProducerRecord<byte[], byte[]>>> parts = log.parts(PARTS);
      run.submit(Map.of());
      run.write(parts.get(0));
      run.awaitSettled(Topic.EXPORTER_MINUTES, 0, minuteBefore(parts.get(0)));
      run.submit(Map.of("savepoint", run.stop(), "parallelism", "3"));
      run.write(parts.get(1));
      run.awaitSettled(Topic.EXPORTER_MINUTES, 0, minuteBefore(parts.get(1)));
      run.submit(Map.of("savepoint", run.stop(), "parallelism", "1"));
      run.write(parts.get(2));
      run.write(parts.get(3));
      finish(run, 0);
      assertSameRows(run, BandwidthRun.SETTLED);
    }
  }

  @Test
  void aReplayFromALaterTimeWritesTheSameRowsFromThereOn() throws Exception {
    try (BandwidthRun run = newRun(log)) {
      log.parts(1).forEach(run::write);
      Instant from = Instant.ofEpochMilli(log.startMs() + 6 * 60_000);
      run.submit(Map.of("from", from.toString(), "warm-up", "5 min", "generation", "1"));
      finish(run, 1);
      for (Topic topic : List.of(Topic.EIP_MINUTES, Topic.EXPORTER_MINUTES, Topic.CONTROL_TOTALS)) {
        List<String> replayed = run.rows(topic, 1);
        assertThat(replayed).as(topic.topicName()).isNotEmpty();
        List<String> missing = new ArrayList<>(replayed);
        missing.removeAll(expected(topic));
        assertThat(missing).as("rows of %s that the first run did not write", topic).isEmpty();
        assertThat(replayed).hasSizeLessThan(expected(topic).size());
      }
    }
  }

  @Test
  void datagramsThroughTwoCollectorsCountOnce() throws Exception {
    RecordedLog doubled = RecordedLog.of(2);
    try (BandwidthRun run = newRun(doubled)) {
      run.submit(Map.of());
      doubled.parts(1).forEach(run::write);
      finish(run, 0);
      assertSameRows(run, List.of(Topic.EIP_MINUTES, Topic.EIP_QUARTERS, Topic.CONTROL_TOTALS));
    }
  }

  /**
   * Log time that is surely reached when a part is read: a minute before the part's last record.
   */
  private static long minuteBefore(List<ProducerRecord<byte[], byte[]>> part) {
    long lastMs = 0;
    for (ProducerRecord<byte[], byte[]> record : part) {
      lastMs = Math.max(lastMs, record.timestamp());
    }
    return lastMs - 60_000;
  }
}
