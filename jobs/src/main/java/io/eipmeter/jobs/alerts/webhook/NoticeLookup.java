package io.eipmeter.jobs.alerts.webhook;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.DeliveryAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Finds a notice where an attempt says it stands. */
final class NoticeLookup {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private NoticeLookup() {}

  static AlertNotice at(Properties kafka, DeliveryAttempt attempt) {
    TopicPartition partition =
        new TopicPartition(Topic.ALERTS.topicName(), attempt.getAlertPartition());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, attempt.getAlertOffset());
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LIMIT)) {
        AlertNotice notice = AlertNotice.parseFrom(record.value());
        if (notice.getNoticeId().equals(attempt.getNoticeId())) {
          return notice;
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the topic alerts holds what is no notice", e);
    }
    throw new IllegalStateException(
        "the notice " + attempt.getNoticeId() + " is no longer in the topic alerts");
  }
}
