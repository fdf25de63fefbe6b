package io.eipmeter.jobs.alerts.webhook;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.TopicReader;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.DeliveryAttempt;
import io.eipmeter.schemas.v1.DeliveryOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Finds in the topic of attempts what is parked. */
final class ParkedScan {
  private ParkedScan() {}

  /**
   * The last attempts of what is to be sent again.
   *
   * @param receiver null: any
   * @param notice null: all that is parked; else this one, however it stands
   */
  static List<DeliveryAttempt> find(
      Properties kafka, @Nullable String receiver, @Nullable String notice) {
    TopicReader.partitions(kafka, Topic.ALERT_DELIVERIES); // says at once if it is not there
    Map<String, DeliveryAttempt> newest = new LinkedHashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.ALERT_DELIVERIES.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          DeliveryAttempt attempt = DeliveryAttempt.parseFrom(record.value());
          newest.put(attempt.getReceiver() + " " + attempt.getNoticeId(), attempt);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the topic alert-deliveries holds what is no attempt", e);
    }
    return newest.values().stream()
        .filter(attempt -> receiver == null || receiver.equals(attempt.getReceiver()))
        .filter(
            attempt ->
                notice == null
                    ? attempt.getOutcome() == DeliveryOutcome.DELIVERY_OUTCOME_PARKED
                    : notice.equals(attempt.getNoticeId()))
        .toList();
  }
}
