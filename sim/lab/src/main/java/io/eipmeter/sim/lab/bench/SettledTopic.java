package io.eipmeter.sim.lab.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what one run wrote to a settled topic: from where the topic ended when this was opened. */
final class SettledTopic implements AutoCloseable {
  /** A heartbeat holds a generation and a time; a block of rows is longer. */
  private static final int LONGEST_HEARTBEAT_BYTES = 24;

  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> begin;
  private final long[] settledUntilMs;

  SettledTopic(String bootstrapServers, Topic topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "fetch.max.bytes", 16 << 20),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    partitions =
        IntStream.range(0, FlowLog.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
            .toList();
    settledUntilMs = new long[FlowLog.PARTITIONS];
    consumer.assign(partitions);
    begin = new HashMap<>(consumer.endOffsets(partitions));
    begin.forEach(consumer::seek);
  }

  /** Reads on for a moment; whether all partitions have settled until a log time. */
  boolean isSettledUntil(long logMs) throws InvalidProtocolBufferException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (record.value().length <= LONGEST_HEARTBEAT_BYTES) {
        SettledBlock block = SettledBlock.parseFrom(record.value());
        int partition = record.partition();
        settledUntilMs[partition] = Math.max(settledUntilMs[partition], block.getSettledUntilMs());
      }
    }
    return Arrays.stream(settledUntilMs).min().orElse(0) >= logMs;
  }

  /** Hands over every row that was written since this was opened, repeats included. */
  void rows(Consumer<SettledRow> sink) throws InvalidProtocolBufferException {
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    begin.forEach(consumer::seek);
    while (end.entrySet().stream()
        .anyMatch(entry -> consumer.position(entry.getKey()) < entry.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        SettledBlock.parseFrom(record.value()).getRowsList().forEach(sink);
      }
    }
  }

  /** Sums of the minutes by address, over all slices. */
  AddressTotals minutes() throws InvalidProtocolBufferException {
    AddressTotals totals = new AddressTotals();
    rows(
        row -> {
          Usage usage = row.getMinute().getUsage();
          ByteString address = row.getMinute().getAddress();
          totals.add(
              address.substring(12).asReadOnlyByteBuffer().getInt(),
              usage.getBytesOut(),
              usage.getBytesIn(),
              usage.getPacketsOut() + usage.getPacketsIn(),
              usage.getFlowsOut() + usage.getFlowsIn());
        });
    return totals;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
