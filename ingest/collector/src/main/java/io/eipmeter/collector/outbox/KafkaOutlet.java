package io.eipmeter.collector.outbox;

import io.eipmeter.collector.Count;
import io.eipmeter.collector.Counts;
import io.eipmeter.collector.block.Origin;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.schemas.v1.EipEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
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
  private static final long LONGEST_BLOCK_MS = 300;
  private static final long CLOSE_MS = 2_000;
  private static final byte[] EVENT_HEARTBEAT = EipEvent.getDefaultInstance().toByteArray();

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

  /** Of {@code eip-events}; 0: there is no such topic. */
  private int eventPartitions;

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
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(producerConfig())) {
          if (learnTopic(producer)) {
            send(producer);
          }
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

  private Map<String, Object> producerConfig() {
    Map<String, Object> config = settings.producer(limits.windowBytes() * 4);
    // When no broker answers, the client forgets what it knew of the topic (KIP-1102) and a send
    // waits to learn it again: not for long, for this thread has to look at the time.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_BLOCK_MS);
    return config;
  }

  /** Learns the number of partitions; false if a stop was asked for before. */
  private boolean connect() throws InterruptedException {
    try (Admin admin = Admin.create(settings.client())) {
      while (!stopping || System.nanoTime() - stopNanos < 0) {
        int found = describe(admin, topic);
        if (found > 0) {
          partitions = found;
          eventPartitions = describe(admin, Topic.EIP_EVENTS.topicName());
          connected = true;
          LOG.info("{} at {} has {} partitions", topic, settings.bootstrap(), found);
          return true;
        }
        outbox.await(RETRY_WAIT);
        if (stopping && outbox.isEmpty()) {
          return false;
        }
      }
    }
    return false;
  }

  private int describe(Admin admin, String name) throws InterruptedException {
    try {
      Map<String, TopicDescription> described =
          admin
              .describeTopics(List.of(name))
              .allTopicNames()
              .get(DESCRIBE_MS, TimeUnit.MILLISECONDS);
      TopicDescription description = described.get(name);
      return description == null ? 0 : description.partitions().size();
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      complain(
          "no answer from Kafka at {} about {} yet ({}); what comes waits here",
          settings.bootstrap(),
          name,
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

  /** Makes the producer know the topic, so that no send waits for it; false if stopped before. */
  private boolean learnTopic(Producer<byte[], byte[]> producer) throws InterruptedException {
    while (!stopping || System.nanoTime() - stopNanos < 0) {
      try {
        partitions = producer.partitionsFor(topic).size();
        return true;
      } catch (TimeoutException e) {
        complain("Kafka at {} does not answer; what comes waits here", settings.bootstrap());
        outbox.await(RETRY_WAIT);
      }
    }
    return false;
  }

  private void send(Producer<byte[], byte[]> producer) throws InterruptedException {
    while (!stopping || (!outbox.isEmpty() && System.nanoTime() - stopNanos < 0)) {
      long nowNanos = System.nanoTime();
      boolean stalled = outbox.isStalled(nowNanos);
      connected = !stalled;
      if (stalled) {
        complain("Kafka at {} does not answer; what comes waits here", settings.bootstrap());
      } else if (pace.isDue(clock.millis(), nowNanos)) {
        sendHeartbeats(producer);
      }
      Sending next = outbox.take(nowNanos);
      if (next == null) {
        outbox.await(IDLE_WAIT);
      } else {
        sendUntilTaken(producer, next);
      }
    }
  }

  private void sendUntilTaken(Producer<byte[], byte[]> producer, Sending next)
      throws InterruptedException {
    while (!send(producer, next)) {
      connected = false;
      complain("Kafka at {} does not answer; what comes waits here", settings.bootstrap());
      if (stopping && System.nanoTime() - stopNanos >= 0) {
        return; // not done: the closing outbox puts it on disk
      }
      outbox.await(RETRY_WAIT);
    }
  }

  /** Gives a block to the producer; false if it did not even take it, for want of a broker. */
  private boolean send(Producer<byte[], byte[]> producer, Sending next) {
    OutgoingBlock block = next.block();
    int partition = KafkaSettings.partition(block.key(), partitions);
    AtomicBoolean taken = new AtomicBoolean(true);
    var ignored =
        producer.send(
            new ProducerRecord<>(topic, partition, stampMs(), block.key(), block.value()),
            (metadata, failure) -> {
              if (failure instanceof RetriableException && Thread.currentThread() == thread) {
                taken.set(false);
                return;
              }
              if (failure != null && !stopping) {
                LOG.error("Kafka refused {} datagrams for good", block.datagrams(), failure);
              }
              outbox.done(next, failure == null);
            });
    return taken.get();
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
    sendHeartbeats(producer, topic, partitions, stampMs, value);
    // Where owners come from a file, nobody else keeps the time of this topic going.
    sendHeartbeats(
        producer, Topic.EIP_EVENTS.topicName(), eventPartitions, stampMs, EVENT_HEARTBEAT);
  }

  private void sendHeartbeats(
      Producer<byte[], byte[]> producer, String to, int count, long stampMs, byte[] value) {
    for (int partition = 0; partition < count; partition++) {
      // One that is not taken is no loss: the next second has its own.
      var ignored =
          producer.send(
              new ProducerRecord<>(to, partition, stampMs, null, value),
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
