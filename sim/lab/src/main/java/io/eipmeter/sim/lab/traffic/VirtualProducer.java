package io.eipmeter.sim.lab.traffic;

import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.world.EventJournal;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The control plane's side of Kafka: ownership events with their heartbeats. All records carry the
 * time of one clock, so that log time is virtual time.
 */
public final class VirtualProducer implements EventJournal, AutoCloseable {
  private static final byte[] HEARTBEAT = EipEvent.getDefaultInstance().toByteArray();

  private final Clock clock;
  private final KafkaProducer<byte[], byte[]> producer;
  private final int eventPartitions;
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "eip-events-heartbeat");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable Exception failure;

  public VirtualProducer(String bootstrapServers, Clock clock) {
    this.clock = clock;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                // As in the collector: a refused first record must not be overtaken.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.LINGER_MS_CONFIG,
                5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.eventPartitions = producer.partitionsFor(Topic.EIP_EVENTS.topicName()).size();
  }

  /** From now on each partition of {@code eip-events} hears the clock each second. */
  public void startHeartbeats() {
    heart.scheduleAtFixedRate(this::beat, 0, 1, TimeUnit.SECONDS);
  }

  @Override
  public void append(EipEvent event, long atMs) {
    send(
        new ProducerRecord<>(
            Topic.EIP_EVENTS.topicName(),
            null,
            clock.millis(),
            event.getAddress().toByteArray(),
            event.toByteArray()));
  }

  /** Returns when Kafka has everything appended so far. */
  public void flush() {
    producer.flush();
    Exception failed = failure;
    if (failed != null) {
      throw new LabFailure("Kafka did not take an event: " + failed.getMessage() + ".", failed);
    }
  }

  @Override
  public void close() {
    heart.shutdownNow();
    producer.close();
  }

  private void beat() {
    long nowMs = clock.millis();
    for (int partition = 0; partition < eventPartitions; partition++) {
      send(new ProducerRecord<>(Topic.EIP_EVENTS.topicName(), partition, nowMs, null, HEARTBEAT));
    }
  }

  private void send(ProducerRecord<byte[], byte[]> message) {
    producer.send(
        message,
        (metadata, failed) -> {
          if (failed != null) {
            failure = failed;
          }
        });
  }
}
