package io.eipmeter.sim.lab.traffic;

import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.lab.process.LabFailure;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Heartbeats as collectors and control planes write them, of a later time: nothing happens until
 * then, and nobody has to wait for it.
 */
public final class SilentLog {
  private static final Map<Topic, byte[]> HEARTBEATS =
      Map.of(
          Topic.FLOW_DATAGRAMS, DatagramBlock.getDefaultInstance().toByteArray(),
          Topic.EIP_EVENTS, EipEvent.getDefaultInstance().toByteArray());

  private SilentLog() {}

  /** Moves the log time of every partition of what is written from outside. */
  public static void until(String bootstrapServers, long logMs) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      HEARTBEATS.forEach(
          (topic, heartbeat) ->
              producer
                  .partitionsFor(topic.topicName())
                  .forEach(
                      partition -> {
                        var ignored =
                            producer.send(
                                new ProducerRecord<>(
                                    topic.topicName(),
                                    partition.partition(),
                                    logMs,
                                    null,
                                    heartbeat));
                      }));
      producer.flush();
    } catch (KafkaException e) {
      throw new LabFailure("Kafka did not take a heartbeat: " + e.getMessage() + ".", e);
    }
  }
}
