package io.eipmeter.sim.world.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.OperationRecord;
import io.eipmeter.sim.world.store.ControlStore.Queue;
import io.eipmeter.sim.world.store.ControlStore.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what waits in the store to Kafka, in order, and takes it out when Kafka has it. After a
 * crash in between it is sent again: the same statements in the same order, of which the newest
 * counts. While nothing waits, every partition hears a heartbeat in each second; a heartbeat never
 * goes before a statement that waits, so log time does not pass what has not been said.
 */
public final class KafkaOutbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaOutbox.class);
  private static final int BATCH = 500;
  private static final long LOOK_MS = 20;
  private static final long RETRY_MS = 500;
  private static final long BLOCK_MS = 5_000;
  private static final byte[] HEARTBEAT = new byte[0];

  private final ControlStore store;
  private final Clock clock;
  private final Map<String, Object> settings;
  private final Thread carrier;
  private volatile boolean closing;
  private long lastStampMs = Long.MIN_VALUE;
  private long lastSecond = Long.MIN_VALUE;

  /**
   * @param kafka client properties, at least the bootstrap servers
   */
  public KafkaOutbox(ControlStore store, Map<String, String> kafka, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.settings = producer(kafka);
    this.carrier = new Thread(this::carry, "outbox");
    carrier.setDaemon(true);
    carrier.start();
  }

  private static Map<String, Object> producer(Map<String, String> kafka) {
    Map<String, Object> producer = new HashMap<>(kafka);
    producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    producer.put(ProducerConfig.ACKS_CONFIG, "all");
    // As in the collector: a refused first record must not be overtaken (KAFKA-14359).
    producer.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    producer.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MS);
    producer.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    producer.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(36_500).toMillis());
    producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return producer;
  }

  private void carry() {
    while (!closing) {
      try (Producer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
        carry(producer);
      } catch (InterruptException | InterruptedException e) {
        return;
      } catch (KafkaException | ExecutionException e) {
        LOG.warn("Kafka does not take what waits; trying again: {}", e.getMessage());
        if (!pause(RETRY_MS)) {
          return;
        }
      }
    }
  }

  private void carry(Producer<byte[], byte[]> producer)
      throws ExecutionException, InterruptedException {
    int eventPartitions = producer.partitionsFor(Topic.EIP_EVENTS.topicName()).size();
    int operationPartitions = producer.partitionsFor(Topic.OPERATIONS.topicName()).size();
    while (!closing) {
      boolean none = drain(producer, Queue.EVENTS, Topic.EIP_EVENTS);
      none &= drain(producer, Queue.OPERATIONS, Topic.OPERATIONS);
      long second = Math.floorDiv(clock.millis(), 1_000L);
      if (none && second > lastSecond) {
        lastSecond = second;
        beat(producer, Topic.EIP_EVENTS, eventPartitions);
        beat(producer, Topic.OPERATIONS, operationPartitions);
      }
      if (none && !pause(LOOK_MS)) {
        return;
      }
    }
  }

  /** Whether nothing waited. */
  private boolean drain(Producer<byte[], byte[]> producer, Queue queue, Topic topic)
      throws ExecutionException, InterruptedException {
    List<Waiting> waiting = store.waiting(queue, BATCH);
    if (waiting.isEmpty()) {
      return true;
    }
    List<Future<RecordMetadata>> sent =
        waiting.stream()
            .map(each -> send(producer, topic, null, key(queue, each.message()), each.message()))
            .toList();
    producer.flush();
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
    store.published(queue, waiting.get(waiting.size() - 1).number());
    return false;
  }

  private void beat(Producer<byte[], byte[]> producer, Topic topic, int partitions) {
    for (int partition = 0; partition < partitions; partition++) {
      var ignored = send(producer, topic, partition, null, HEARTBEAT);
    }
  }

  private Future<RecordMetadata> send(
      Producer<byte[], byte[]> producer,
      Topic topic,
      @Nullable Integer partition,
      byte @Nullable [] key,
      byte[] message) {
    lastStampMs = Math.max(lastStampMs, clock.millis());
    return producer.send(
        new ProducerRecord<>(topic.topicName(), partition, lastStampMs, key, message));
  }

  /** An address's statements share a partition; so do an account's operations. */
  private static byte[] key(Queue queue, byte[] message) {
    try {
      return queue == Queue.EVENTS
          ? EipEvent.parseFrom(message).getAddress().toByteArray()
          : OperationRecord.parseFrom(message).getAccount().getBytes(StandardCharsets.UTF_8);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the outbox holds what is no message", e);
    }
  }

  private static boolean pause(long ms) {
    try {
      Thread.sleep(ms);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closing = true;
    carrier.interrupt();
    try {
      carrier.join(BLOCK_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
