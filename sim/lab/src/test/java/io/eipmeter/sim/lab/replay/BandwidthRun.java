package io.eipmeter.sim.lab.replay;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.collector.control.Topics;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.sim.lab.flink.FlinkRest;
import io.eipmeter.sim.lab.flink.LocalFlink;
import io.eipmeter.sim.lab.jobs.Job;
import io.eipmeter.sim.lab.jobs.JobSubmission;
import io.eipmeter.sim.lab.process.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * One run of `bandwidth` over a log in a real Kafka and on a real Flink; topics are new for each.
 */
public final class BandwidthRun implements AutoCloseable {
  /** Of every topic. */
  public static final int PARTITIONS = RecordedLog.PARTITIONS;

  static final List<Topic> SETTLED =
      List.of(Topic.EIP_MINUTES, Topic.EIP_QUARTERS, Topic.EXPORTER_MINUTES, Topic.CONTROL_TOTALS);
  private static final Duration LONGEST = Duration.ofSeconds(120);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String kafka;
  private final LocalFlink flink;
  private final Path checkpoints;
  private final KafkaProducer<byte[], byte[]> producer;
  private String jobId = "";

  BandwidthRun(String kafka, LocalFlink flink, Path checkpoints, RecordedLog log) throws Exception {
    this(kafka, flink, checkpoints, log.settings(), log.startMs());
  }

  /**
   * @param settings in force from the beginning
   * @param startMs log time of their record
   */
  public BandwidthRun(
      String kafka, LocalFlink flink, Path checkpoints, Settings settings, long startMs)
      throws Exception {
    this.kafka = kafka;
    this.flink = flink;
    this.checkpoints = checkpoints;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      List<String> names = Arrays.stream(Topic.values()).map(Topic::topicName).toList();
      TreeSet<String> there = new TreeSet<>(admin.listTopics().names().get());
      there.retainAll(names);
      admin.deleteTopics(there).all().get();
      Await.until(
          "end of the old topics",
          LONGEST,
          null,
          () -> admin.listTopics().names().get().stream().noneMatch(names::contains));
      var ignored = Topics.create(admin, Topics.Plan.virtualTime(PARTITIONS));
    }
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                kafka,
                "max.in.flight.requests.per.connection",
                1,
                "linger.ms",
                5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    write(
        List.of(
            new ProducerRecord<>(
                Topic.SETTINGS.topicName(), 0, startMs, null, settings.toByteArray())));
  }

  public void write(List<ProducerRecord<byte[], byte[]>> records) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(record -> sent.add(producer.send(record)));
    producer.flush();
    for (Future<RecordMetadata> one : sent) {
      try {
        one.get();
      } catch (ExecutionException | InterruptedException e) {
        throw new AssertionError("Kafka did not take a record of the log", e);
      }
    }
  }

  /** Submits the job; further settings win over the usual ones. */
  public void submit(Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", kafka);
    settings.put("parallelism", "2");
    settings.put("checkpoint.interval", "1 s");
    settings.put("checkpoint.dir", checkpoints.toUri().toString());
    if (!more.containsKey("savepoint")) {
      settings.put("from", "earliest");
    }
    settings.putAll(more);
    List<String> before = new ArrayList<>();
    flink.rest().jobs().forEach(job -> before.add(job.id()));
    new JobSubmission(flink.rest()).submit(Job.BANDWIDTH, settings);
    Await.until(
        "new job",
        LONGEST,
        null,
        () -> {
          for (FlinkRest.Job job : flink.rest().jobs()) {
            if (!before.contains(job.id()) && job.allRunning()) {
              jobId = job.id();
              return true;
            }
          }
          return false;
        });
  }

  void killTaskManager() {
    flink.killTaskManager();
    flink.replaceTaskManager();
  }

  /** Stops the job with a savepoint and returns its path. */
  String stop() throws Exception {
    String request = flink.rest().stopWithSavepoint(jobId);
    String[] path = new String[1];
    Await.until(
        "savepoint",
        LONGEST,
        null,
        () -> {
          path[0] = flink.rest().savepoint(jobId, request);
          return path[0] != null;
        });
    jobId = "";
    return path[0];
  }

  /**
   * Returns when every partition of the topic has a heartbeat of this generation at or after a log
   * time.
   */
  public void awaitSettled(Topic topic, int generation, long untilMs) {
    Await.until(
        "heartbeat of " + topic.topicName(),
        LONGEST,
        null,
        () -> {
          TreeMap<Integer, Long> settled = new TreeMap<>();
          read(
              topic,
              generation,
              (partition, block) -> settled.merge(partition, block.getSettledUntilMs(), Math::max));
          return settled.size() == PARTITIONS
              && settled.values().stream().allMatch(ms -> ms >= untilMs);
        });
  }

  /** The rows of a topic, sorted, as text. */
  List<String> rows(Topic topic, int generation) {
    return new ArrayList<>(
        settledRows(topic, generation).stream().map(SettledRow::toString).sorted().toList());
  }

  /** The rows of a topic as a reader has them that skips what is not after its last position. */
  public List<SettledRow> settledRows(Topic topic, int generation) {
    Map<Integer, Position> last = new HashMap<>();
    List<SettledRow> rows = new ArrayList<>();
    read(
        topic,
        generation,
        (partition, block) -> {
          for (SettledRow row : block.getRowsList()) {
            Position position = Position.of(row);
            Position known = last.get(partition);
            if (known == null || position.compareTo(known) > 0) {
              last.put(partition, position);
              rows.add(row);
            }
          }
        });
    return rows;
  }

  private interface BlockReader {
    void read(int partition, SettledBlock block);
  }

  private void read(Topic topic, int generation, BlockReader reader) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      partitions.add(new TopicPartition(topic.topicName(), partition));
    }
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          SettledBlock block = SettledBlock.parseFrom(record.value());
          if (block.getGeneration() == generation) {
            reader.read(record.partition(), block);
          }
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(topic.topicName() + " holds what is no block", e);
    }
  }

  /** Where a row stands in the order of its partition: close, then address, interval, detail. */
  private record Position(long closeMs, byte[] key) implements Comparable<Position> {
    static Position of(SettledRow row) {
      java.nio.ByteBuffer key = java.nio.ByteBuffer.allocate(32);
      switch (row.getRowCase()) {
        case MINUTE -> {
          key.put(row.getMinute().getAddress().toByteArray());
          key.putLong(row.getMinute().getMinuteMs()).putLong(row.getMinute().getSliceMs());
        }
        case QUARTER -> {
          key.put(row.getQuarter().getAddress().toByteArray());
          key.putLong(row.getQuarter().getQuarterMs()).putLong(row.getQuarter().getSliceMs());
        }
        case EXPORTER_MINUTE -> {
          key.put(row.getExporterMinute().getExporterAddress().toByteArray());
          key.putLong(row.getExporterMinute().getMinuteMs());
        }
        case CONTROL_TOTAL -> {
          key.put(row.getControlTotal().getExporterAddress().toByteArray());
          key.putLong(row.getControlTotal().getHourMs())
              .putLong(row.getControlTotal().getSliceMs());
        }
        default -> throw new AssertionError("no row of these topics: " + row.getRowCase());
      }
      return new Position(row.getCloseMs(), key.array());
    }

    @Override
    public int compareTo(Position other) {
      int byClose = Long.compare(closeMs, other.closeMs);
      return byClose != 0 ? byClose : Arrays.compareUnsigned(key, other.key);
    }
  }

  void cancel() throws IOException, InterruptedException {
    if (!jobId.isEmpty()) {
      flink.rest().cancel(jobId);
      String ended = jobId;
      jobId = "";
      Await.until(
          "end of the job",
          LONGEST,
          null,
          () ->
              flink.rest().jobs().stream()
                  .noneMatch(job -> job.id().equals(ended) && !job.state().equals("CANCELED")));
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    cancel();
    producer.close();
  }

  /** For a message: why the job failed last, if it did. */
  @Nullable String lastFailure() throws IOException, InterruptedException {
    return jobId.isEmpty() ? null : flink.rest().lastFailure(jobId);
  }
}
