package io.eipmeter.sim.lab.demo;

import io.eipmeter.collector.control.Topics;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.sim.lab.process.LabFailure;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What Kafka holds before a run begins: the topics, for virtual time, and the settings. */
public final class LabTopics {
  private LabTopics() {}

  public static void create(String bootstrapServers, int partitions) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      if (Topics.create(admin, Topics.Plan.virtualTime(partitions)).isEmpty()) {
        throw new LabFailure(
            "Kafka at "
                + bootstrapServers
                + " has topics of an earlier run, and a run compares all that is there: name an"
                + " empty Kafka, or leave --kafka out.");
      }
    } catch (ExecutionException e) {
      throw new LabFailure("Kafka did not create the topics: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while creating topics.", e);
    }
  }

  /**
   * Puts a version of the settings into force and returns when Kafka has it.
   *
   * @param atMs its log time
   */
  public static void publish(String bootstrapServers, Settings settings, long atMs) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var acknowledged =
          producer
              .send(
                  new ProducerRecord<>(
                      Topic.SETTINGS.topicName(), 0, atMs, null, settings.toByteArray()))
              .get();
      if (acknowledged.offset() < 0) {
        throw new LabFailure("Kafka did not keep the settings.");
      }
    } catch (ExecutionException e) {
      throw new LabFailure("Kafka did not take the settings: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while publishing the settings.", e);
    }
  }
}
