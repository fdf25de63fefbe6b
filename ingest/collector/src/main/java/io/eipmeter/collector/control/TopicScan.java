package io.eipmeter.collector.control;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.schemas.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning, or a time, to where it ended when the reading began. */
public final class TopicScan {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int FETCH_BYTES = 8 << 20;

  private TopicScan() {}

  /** What is done with a record. */
  public interface Reader<T> {
    void read(ConsumerRecord<byte[], byte[]> record, T message);
  }

  /** Reads a whole topic; records of a partition come in their order. */
  public static <T> void all(KafkaSettings kafka, Topic topic, Parser<T> parser, Reader<T> reader) {
    since(kafka, topic, Long.MIN_VALUE, parser, reader);
  }

  /**
   * Reads what has a timestamp of at least {@code fromMs}.
   *
   * @param fromMs milliseconds since the epoch; {@code Long.MIN_VALUE}: everything
   * @throws KafkaException if the topic is missing or a record is none of its type
   */
  public static <T> void since(
      KafkaSettings kafka, Topic topic, long fromMs, Parser<T> parser, Reader<T> reader) {
    Map<String, Object> config = new HashMap<>(kafka.client());
    config.put("max.partition.fetch.bytes", FETCH_BYTES);
    config.put("allow.auto.create.topics", "false");
    config.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      seek(consumer, partitions, fromMs);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          reader.read(record, parse(parser, record));
        }
      }
    }
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Topic topic) {
    List<PartitionInfo> infos = consumer.partitionsFor(topic.topicName());
    if (infos == null || infos.isEmpty()) {
      throw new KafkaException("there is no topic " + topic.topicName());
    }
    return infos.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
  }

  private static void seek(
      KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions, long fromMs) {
    if (fromMs == Long.MIN_VALUE) {
      consumer.seekToBeginning(partitions);
      return;
    }
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, fromMs));
    for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
        consumer.offsetsForTimes(times).entrySet()) {
      if (found.getValue() == null) {
        consumer.seekToEnd(List.of(found.getKey()));
      } else {
        consumer.seek(found.getKey(), found.getValue().offset());
      }
    }
  }

  private static <T> T parse(Parser<T> parser, ConsumerRecord<byte[], byte[]> record) {
    try {
      return parser.parseFrom(record.value());
    } catch (InvalidProtocolBufferException e) {
      throw new KafkaException(
          record.topic()
              + " has at "
              + record.partition()
              + "/"
              + record.offset()
              + " what is no record of it",
          e);
    }
  }
}
