package io.eipmeter.sim.lab.tables;

import static io.eipmeter.sim.lab.tables.TestTables.address;
import static io.eipmeter.sim.lab.tables.TestTables.ms;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobEnvironment;
import io.eipmeter.jobs.tables.TablesIo;
import io.eipmeter.jobs.tables.TablesOptions;
import io.eipmeter.jobs.tables.TablesTopology;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import io.eipmeter.sim.lab.kafka.LocalKafka;
import io.eipmeter.sim.lab.process.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job: Kafka, Flink in this process, ClickHouse. */
class TablesJobIT {
  private static final int PARTITIONS = 2;
  private static final int ADDRESSES = 20;
  private static final long START_MS = ms("2026-11-01T00:00:00Z");
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(180);

  @TempDir private static Path directory;

  private static LocalKafka kafka;
  private static TestTables tables;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void start() throws Exception {
    tables = TestTables.start(directory);
    kafka = LocalKafka.start(directory.resolve("kafka"), directory.resolve("logs"));
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      List<NewTopic> topics = new ArrayList<>();
      for (Topic topic : Topic.values()) {
        topics.add(new NewTopic(topic.topicName(), PARTITIONS, (short) 1));
      }
      admin.createTopics(topics).all().get();
    }
    producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
    kafka.close();
    tables.close();
  }

  private static JobClient run() throws Exception {
    JobConfig config =
        JobConfig.load(
            new String[] {
              "--kafka.bootstrap.servers",
              kafka.bootstrapServers(),
              "--clickhouse.url",
              tables.target().url(),
              "--checkpoint.interval",
              "1 s",
              "--parallelism",
              "2"
            },
            TablesOptions.class);
    StreamExecutionEnvironment env = JobEnvironment.create(config);
    TablesTopology.attach(env, TablesIo.kafka(config));
    return env.executeAsync("tables");
  }

  private static void send(Topic topic, int partition, long logMs, MessageLite message) {
    producer.send(
        new ProducerRecord<>(topic.topicName(), partition, logMs, null, message.toByteArray()));
  }

  /** Minutes from one to before another, each of all addresses, then a heartbeat a partition. */
  private static void settle(int fromMinute, int toMinute) {
    for (int minute = fromMinute; minute < toMinute; minute++) {
      long minuteMs = START_MS + minute * 60_000L;
      for (int partition = 0; partition < PARTITIONS; partition++) {
        SettledBlock.Builder block = SettledBlock.newBuilder();
        for (int i = partition; i < ADDRESSES; i += PARTITIONS) {
          block.addRows(
              SettledRow.newBuilder()
                  .setCloseMs(minuteMs + 150_000)
                  .setMinute(
                      EipMinute.newBuilder()
                          .setAddress(address("100.64.0." + i))
                          .setMinuteMs(minuteMs)
                          .setUsage(Usage.newBuilder().setBytesOut(100L * minute + i))));
        }
        send(Topic.EIP_MINUTES, partition, minuteMs, block.build());
      }
    }
    heartbeat(toMinute);
  }

  private static void heartbeat(int toMinute) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      send(
          Topic.EIP_MINUTES,
          partition,
          START_MS,
          SettledBlock.newBuilder()
              .setSettledUntilMs(START_MS + toMinute * 60_000L + 150_000)
              .build());
    }
    producer.flush();
  }

  private static void awaitProgress(int toMinute) {
    Await.until(
        "progress to minute " + toMinute,
        LONGEST_WAIT,
        null,
        () ->
            tables
                .query(
                    "SELECT count(), toUnixTimestamp64Milli(min(settled_until)) FROM"
                        + " eipmeter.progress FINAL WHERE topic = 'eip-minutes-v1'")
                .equals(List.of(PARTITIONS + "\t" + (START_MS + toMinute * 60_000L + 150_000))));
  }

  private static List<String> expected(int minutes) {
    List<String> rows = new ArrayList<>();
    for (int minute = 0; minute < minutes; minute++) {
      for (int i = 0; i < ADDRESSES; i++) {
        rows.add(
            "100.64.0." + i + "\t" + (START_MS / 1_000 + 60L * minute) + "\t" + (100 * minute + i));
      }
    }
    rows.sort(null);
    return rows;
  }

  private static List<String> found() {
    List<String> rows =
        new ArrayList<>(
            tables.query("SELECT ip, toUnixTimestamp(minute), bytes_out FROM eipmeter.eip_minute"));
    rows.sort(null);
    return rows;
  }

  @Test
  void whatIsInTheTopicsIsInTheTablesWhateverHappensToClickHouseAndToTheJob() throws Exception {
    JobClient first = run();
    settle(0, 10);
    send(
        Topic.EIP_EVENTS,
        0,
        START_MS,
        EipEvent.newBuilder()
            .setOwnershipId("o")
            .setAddress(address("100.64.0.1"))
            .setPrefixLength(128)
            .setFromMs(START_MS)
            .setAccount("A")
            .build());
    awaitProgress(10);
    assertThat(found()).isEqualTo(expected(10));
    Await.until(
        "owner without being asked for",
        LONGEST_WAIT,
        null,
        () ->
            tables
                .query(
                    "SELECT DISTINCT account FROM eipmeter.eip_minute_owned"
                        + " WHERE address = toIPv6('100.64.0.1')")
                .equals(List.of("A")));

    tables.clickHouse().kill();
    settle(10, 20);
    producer.send(
        new ProducerRecord<>(Topic.EIP_MINUTES.topicName(), 0, START_MS, null, new byte[] {-1}));
    settle(20, 30);
    tables.clickHouse().restart();
    awaitProgress(30);
    assertThat(found()).isEqualTo(expected(30));
    assertThat(tables.query("SELECT topic, reason FROM eipmeter.set_aside FINAL"))
        .containsExactly("eip-minutes-v1\tunreadable");
    assertThat(first.getJobStatus().get()).isEqualTo(org.apache.flink.api.common.JobStatus.RUNNING);
    first.cancel().get();

    // A new start without state reads everything again: the same rows.
    JobClient second = run();
    settle(30, 35);
    awaitProgress(35);
    assertThat(found()).isEqualTo(expected(35));
    second.cancel().get();
  }
}
