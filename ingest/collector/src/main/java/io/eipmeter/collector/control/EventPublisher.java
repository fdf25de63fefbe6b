package io.eipmeter.collector.control;

import io.eipmeter.collector.outbox.HeartbeatPace;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.Settings;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code eip-events} and {@code settings}; timestamps are its clock's and never fall. With
 * heartbeats it also writes an empty event to every partition of {@code eip-events} in each second
 * of its clock. Thread-safe.
 */
public final class EventPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
  private static final int ADDRESS_BYTES = 16;
  private static final long PRODUCER_BYTES = 32L << 20;
  private static final long LOOK_EVERY_MS = 20;
  private static final byte[] HEARTBEAT = EipEvent.getDefaultInstance().toByteArray();

  private final Producer<byte[], byte[]> producer;
  private final Clock clock;
  private final int partitions;
  private final HeartbeatPace pace = new HeartbeatPace();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final @Nullable ScheduledExecutorService timer;
  private long lastStampMs = Long.MIN_VALUE;

  private EventPublisher(KafkaSettings kafka, Clock clock, boolean heartbeats) {
    this.clock = clock;
    this.producer = new KafkaProducer<>(kafka.producer(PRODUCER_BYTES));
    try {
      this.partitions = producer.partitionsFor(Topic.EIP_EVENTS.topicName()).size();
    } catch (KafkaException e) {
      producer.close(java.time.Duration.ZERO);
      throw e;
    }
    this.timer =
        heartbeats ? Executors.newSingleThreadScheduledExecutor(EventPublisher::thread) : null;
    if (timer != null) {
      var ignored =
          timer.scheduleWithFixedDelay(this::beat, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "event-heartbeats");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * For a control plane, which lives on and keeps log time going.
   *
   * @throws KafkaException if the topic can't be asked for
   */
  public static EventPublisher withHeartbeats(KafkaSettings kafka, Clock clock) {
    return new EventPublisher(kafka, clock, true);
  }

  /**
   * For a program that writes and ends.
   *
   * @throws KafkaException if the topic can't be asked for
   */
  public static EventPublisher withoutHeartbeats(KafkaSettings kafka, Clock clock) {
    return new EventPublisher(kafka, clock, false);
  }

  /**
   * Appends a statement about an address; order is kept for an address.
   *
   * @throws IllegalArgumentException if it has no 16-byte address or no ownership id
   */
  public void publish(EipEvent event) {
    if (event.getAddress().size() != ADDRESS_BYTES || event.getOwnershipId().isEmpty()) {
      throw new IllegalArgumentException(
          "an event needs an address of 16 bytes and an ownership id, was " + event);
    }
    byte[] key = event.getAddress().toByteArray();
    send(Topic.EIP_EVENTS, KafkaSettings.partition(key, partitions), key, event.toByteArray());
  }

  /**
   * Appends a version of the settings; whether it may follow the last one is the caller's affair.
   */
  public void publish(Settings version) {
    send(Topic.SETTINGS, 0, null, version.toByteArray());
  }

  private synchronized void send(Topic topic, int partition, byte @Nullable [] key, byte[] value) {
    lastStampMs = Math.max(lastStampMs, clock.millis());
    var ignored =
        producer.send(
            new ProducerRecord<>(topic.topicName(), partition, lastStampMs, key, value),
            (metadata, refused) -> {
              if (refused != null) {
                failure.compareAndSet(null, refused);
                LOG.error("Kafka refused a record of {}", topic.topicName(), refused);
              }
            });
  }

  private synchronized void beat() {
    if (pace.isDue(clock.millis(), System.nanoTime())) {
      for (int partition = 0; partition < partitions; partition++) {
        send(Topic.EIP_EVENTS, partition, null, HEARTBEAT);
      }
    }
  }

  /**
   * Waits until everything so far is acknowledged.
   *
   * @throws KafkaException if Kafka refused something since the start
   */
  public void flush() {
    producer.flush();
    Exception refused = failure.get();
    if (refused != null) {
      throw new KafkaException("Kafka refused a record", refused);
    }
  }

  @Override
  public void close() {
    if (timer != null) {
      timer.shutdownNow();
    }
    producer.close();
  }
}
