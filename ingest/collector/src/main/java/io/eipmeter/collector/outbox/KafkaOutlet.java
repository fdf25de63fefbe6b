package io.eipmeter.collector.outbox;

import io.eipmeter.collector.Count;
import io.eipmeter.collector.Counts;
import io.eipmeter.collector.block.Origin;
import io.eipmeter.schemas.v1.DatagramBlock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that gives blocks and heartbeats to the producer. Being one, it can promise that
 * the timestamps of what it sends never fall, in any partition.
 */
public final class KafkaOutlet {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaOutlet.class);
  private static final Duration IDLE_WAIT = Duration.ofMillis(5);
  private static final Duration RETRY_WAIT = Duration.ofMillis(200);
  private static final long DESCRIBE_MS = 5_000;
  private static final long COMPLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long CLOSE_MS = 2_000;

  private final KafkaSettings settings;
  private final String topic;
  private final Origin origin;
  private final Outbox outbox;
  private final OutboxLimits limits;
  private final Clock clock;
  private final Counts counts;
  private final Thread thread;
  private final HeartbeatPace pace = new HeartbeatPace();

  private volatile boolean stopping;
  private volatile long stopNanos;
  private volatile int partitions;
  private volatile boolean connected;
  private long lastStampMs = Long.MIN_VALUE;
  private long complainedNanos = System.nanoTime() - COMPLAIN_NANOS;

  public KafkaOutlet(
      KafkaSettings settings,
      String topic,
      Origin origin,
      Outbox outbox,
      OutboxLimits limits,
      Clock clock,
      Counts counts) {
    this.settings = settings;
    this.topic = topic;
    this.origin = origin;
    this.outbox = outbox;
    this.limits = limits;
    this.clock = clock;
    this.counts = counts;
    this.thread = new Thread(this::run, "kafka-outlet");
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      if (connect()) {
        try (Producer<byte[], byte[]> producer =
            new KafkaProducer<>(settings.producer(limits.windowBytes() * 4))) {
          send(producer);
          // What is not acknowledged by now is on disk, or counted as lost.
          outbox.close();
          producer.close(Duration.ofMillis(outbox.isEmpty() ? CLOSE_MS : 0));
        }
      } else {
        outbox.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outbox.close();
    } catch (KafkaException e) {
      LOG.error("the Kafka producer can't be used; what comes goes to the spool", e);
      outbox.close();
    } finally {
      connected = false;
    }
  }

  /** Learns the number of partitions; false if a stop was asked for before. */
  private boolean connect() throws InterruptedException {
    try (Admin admin = Admin.create(settings.client())) {
      while (!stopping || System.nanoTime() - stopNanos < 0) {
        int found = describe(admin);
        if (found > 0) {
          partitions = found;
          connected = true;
          LOG.info("{} at {} has {} partitions", topic, settings.bootstrap(), found);
          return true;
        }
        outbox.secure();
        outbox.await(RETRY_WAIT);
        if (stopping && outbox.isEmpty()) {
          return false;
        }
      }
    }
    return false;
  }

  private int describe(Admin admin) throws InterruptedException {
    try {
      Map<String, TopicDescription> described =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get(DESCRIBE_MS, TimeUnit.MILLISECONDS);
      TopicDescription description = described.get(topic);
      return description == null ? 0 : description.partitions().size();
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      complain(
          "no answer from Kafka at {} about {} yet ({}); what comes waits here",
          settings.bootstrap(),
          topic,
          cause.toString());
      return 0;
    }
  }

  private void complain(String format, Object... arguments) {
    long nowNanos = System.nanoTime();
    if (nowNanos - complainedNanos >= COMPLAIN_NANOS) {
      complainedNanos = nowNanos;
      LOG.warn(format, arguments);
    }
  }

  private void send(Producer<byte[], byte[]> producer) throws InterruptedException {
    while (!stopping || (!outbox.isEmpty() && System.nanoTime() - stopNanos < 0)) {
      long nowNanos = System.nanoTime();
      boolean stalled = outbox.isStalled(nowNanos);
      connected = !stalled;
      if (stalled) {
        complain("Kafka at {} does not answer; what comes waits here", settings.bootstrap());
        outbox.secure();
      } else if (pace.isDue(clock.millis(), nowNanos)) {
        sendHeartbeats(producer);
      }
      Sending next = outbox.take(nowNanos);
      if (next == null) {
        outbox.await(IDLE_WAIT);
      } else {
        send(producer, next);
      }
    }
  }

  private void send(Producer<byte[], byte[]> producer, Sending next) {
    OutgoingBlock block = next.block();
    int partition = KafkaSettings.partition(block.key(), partitions);
    var ignored =
        producer.send(
            new ProducerRecord<>(topic, partition, stampMs(), block.key(), block.value()),
            (metadata, failure) -> {
              if (failure != null) {
                LOG.error("Kafka refused {} datagrams for good", block.datagrams(), failure);
              }
              outbox.done(next, failure == null);
            });
  }

  private void sendHeartbeats(Producer<byte[], byte[]> producer) {
    long stampMs = stampMs();
    byte[] value =
        DatagramBlock.newBuilder()
            .setCollector(origin.collector())
            .setBootMs(origin.bootMs())
            .setReceivedMs(stampMs)
            .build()
            .toByteArray();
    for (int partition = 0; partition < partitions; partition++) {
      var ignored =
          producer.send(
              new ProducerRecord<>(topic, partition, stampMs, null, value),
              (metadata, failure) ->
                  counts.add(failure == null ? Count.HEARTBEATS : Count.HEARTBEATS_FAILED, 1));
    }
  }

  /** The clock's time, but never before what was sent already. */
  private long stampMs() {
    lastStampMs = Math.max(lastStampMs, clock.millis());
    return lastStampMs;
  }

  /** Sends what there is, as long as the time lasts; the rest goes to the spool. */
  public void stop(Duration atMost) throws InterruptedException {
    stopNanos = System.nanoTime() + atMost.toNanos();
    stopping = true;
    thread.join();
  }

  /** Whether Kafka answers. */
  public boolean isConnected() {
    return connected;
  }

  public @Nullable Integer partitions() {
    return partitions == 0 ? null : partitions;
  }
}
