package io.eipmeter.collector;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.DatagramBlock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning to where it ends now. */
final class TopicReader {
  private TopicReader() {}

  /** A record of {@code flow-datagrams} with its place. */
  record Placed(int partition, long offset, long timestampMs, DatagramBlock block) {}

  static List<ConsumerRecord<byte[], byte[]>> records(TestBroker broker, Topic topic) {
    Map<String, Object> config = new HashMap<>(broker.settings().client());
    config.put("max.partition.fetch.bytes", 8 << 20);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  static List<Placed> all(TestBroker broker) {
    return records(broker, Topic.FLOW_DATAGRAMS).stream().map(TopicReader::placed).toList();
  }

  private static Placed placed(ConsumerRecord<byte[], byte[]> record) {
    try {
      return new Placed(
          record.partition(),
          record.offset(),
          record.timestamp(),
          DatagramBlock.parseFrom(record.value()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("no DatagramBlock at " + record.offset(), e);
    }
  }

  static List<Placed> blocks(TestBroker broker) {
    return all(broker).stream().filter(p -> p.block().getLengthBytesCount() > 0).toList();
  }
}
