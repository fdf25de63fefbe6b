package io.eipmeter.jobs.log;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks at topics before a job starts. */
public final class TopicReader {
  private TopicReader() {}

  /**
   * @throws BadConfigException if the topic or the broker is not there
   */
  public static int partitions(Properties kafka, Topic topic) {
    try (Admin admin = Admin.create(kafka)) {
      return Objects.requireNonNull(
              admin
                  .describeTopics(List.of(topic.topicName()))
                  .allTopicNames()
                  .get()
                  .get(topic.topicName()))
          .partitions()
          .size();
    } catch (ExecutionException | KafkaException e) {
      throw unreachable(kafka, topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking Kafka for its topics", e);
    }
  }

  /**
   * Reads a small topic of one partition from its start to its present end; empty messages are
   * heartbeats.
   */
  public static <T extends MessageLite> List<T> readAll(
      Properties kafka, Topic topic, Parser<T> parser) {
    TopicPartition partition = new TopicPartition(topic.topicName(), 0);
    List<T> messages = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Map<TopicPartition, Long> end = consumer.endOffsets(List.of(partition));
      while (consumer.position(partition) < end.getOrDefault(partition, 0L)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          if (record.value() != null && record.value().length > 0) {
            messages.add(parser.parseFrom(record.value()));
          }
        }
      }
      return messages;
    } catch (InvalidProtocolBufferException e) {
      throw new BadConfigException(
          "topic " + topic.topicName() + " holds a record that cannot be read: " + e.getMessage());
    } catch (KafkaException e) {
      throw unreachable(kafka, topic, e);
    }
  }

  private static BadConfigException unreachable(Properties kafka, Topic topic, Exception e) {
    return new BadConfigException(
        "cannot read topic "
            + topic.topicName()
            + " at "
            + kafka.getProperty("bootstrap.servers")
            + ": "
            + (e.getCause() instanceof UnknownTopicOrPartitionException
                ? "it is not there; 'eipmeter topics create' creates it"
                : (e.getCause() == null ? e : e.getCause()).getMessage()));
  }
}
