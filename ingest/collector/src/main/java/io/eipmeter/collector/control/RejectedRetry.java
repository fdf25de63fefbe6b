package io.eipmeter.collector.control;

import com.google.protobuf.ByteString;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.protocols.RejectReason;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.schemas.v1.RejectedDatagram;
import io.eipmeter.schemas.v1.Retry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Appends rejected datagrams to {@code flow-datagrams} again, each with the place where it was
 * rejected: so a set that was decoded at first does not count again, and one that is retried twice
 * counts once.
 */
public final class RejectedRetry {
  /** The collector's name in the blocks. */
  public static final String COLLECTOR = "retry";

  private static final int BLOCK_BYTES = 64 * 1024;
  private static final long LONGEST_BLOCK_MS = 0xffff_ffffL;
  private static final long PRODUCER_BYTES = 32L << 20;

  private final KafkaSettings kafka;
  private final Clock clock;
  private final long bootMs;

  /**
   * A retry of its own boot.
   *
   * @param bootMs start of this process, wall clock, milliseconds since the epoch
   */
  public RejectedRetry(KafkaSettings kafka, Clock clock, long bootMs) {
    this.kafka = kafka;
    this.clock = clock;
    this.bootMs = bootMs;
  }

  /**
   * What was found.
   *
   * @param chosen by reason, how many can be retried
   * @param cut how many can't, for only a part of them was kept
   * @param blocks what was, or would be, appended
   */
  public record Plan(Map<String, Long> chosen, long cut, List<DatagramBlock> blocks) {
    public Plan {
      chosen = Map.copyOf(chosen);
      blocks = List.copyOf(blocks);
    }

    public long datagrams() {
      return blocks.stream().mapToLong(DatagramBlock::getLengthBytesCount).sum();
    }
  }

  /** Reads the rejected ones and makes blocks of those that are wanted, each place once. */
  public Plan plan(Predicate<RejectedDatagram> wanted) {
    Map<Retry, RejectedDatagram> byPlace = new LinkedHashMap<>();
    TopicScan.all(
        kafka,
        Topic.FLOW_DATAGRAMS_REJECTED,
        RejectedDatagram.parser(),
        (record, rejected) -> {
          // Without a payload it is a heartbeat, or nothing that could be sent.
          if (!rejected.getPayload().isEmpty()
              && isRetryable(rejected.getReason())
              && wanted.test(rejected)) {
            byPlace.putIfAbsent(place(rejected), rejected);
          }
        });
    Map<String, Long> chosen = new TreeMap<>();
    Map<ByteString, List<RejectedDatagram>> byExporter = new LinkedHashMap<>();
    long cut = 0;
    for (RejectedDatagram rejected : byPlace.values()) {
      if (rejected.getPayload().size() < rejected.getOriginalLengthBytes()) {
        cut++;
        continue;
      }
      chosen.merge(rejected.getReason(), 1L, Long::sum);
      byExporter
          .computeIfAbsent(rejected.getExporterAddress(), key -> new ArrayList<>())
          .add(rejected);
    }
    List<DatagramBlock> blocks = new ArrayList<>();
    byExporter.values().forEach(datagrams -> blocks.addAll(blocks(datagrams)));
    return new Plan(chosen, cut, blocks);
  }

  private static boolean isRetryable(String reason) {
    return Arrays.stream(RejectReason.values())
        .anyMatch(known -> known.name().equals(reason) && known.isRetryable());
  }

  private static Retry place(RejectedDatagram rejected) {
    return Retry.newBuilder()
        .setPartition(rejected.getPartition())
        .setOffset(rejected.getOffset())
        .setIndex(rejected.getIndex())
        .setSetOffsetBytes(rejected.getSetOffsetBytes())
        .build();
  }

  private List<DatagramBlock> blocks(List<RejectedDatagram> datagrams) {
    datagrams.sort(Comparator.comparingLong(RejectedDatagram::getReceivedMs));
    List<DatagramBlock> blocks = new ArrayList<>();
    List<RejectedDatagram> open = new ArrayList<>();
    long number = 1;
    int bytes = 0;
    for (RejectedDatagram datagram : datagrams) {
      if (!open.isEmpty()
          && (bytes + datagram.getPayload().size() > BLOCK_BYTES
              || datagram.getReceivedMs() - open.get(0).getReceivedMs() > LONGEST_BLOCK_MS)) {
        blocks.add(block(open, number));
        number += open.size();
        open.clear();
        bytes = 0;
      }
      open.add(datagram);
      bytes += datagram.getPayload().size();
    }
    blocks.add(block(open, number));
    return blocks;
  }

  private DatagramBlock block(List<RejectedDatagram> datagrams, long number) {
    RejectedDatagram first = datagrams.get(0);
    DatagramBlock.Builder block =
        DatagramBlock.newBuilder()
            .setExporterAddress(first.getExporterAddress())
            .setCollector(COLLECTOR)
            .setBootMs(bootMs)
            .setNumber(number)
            .setReceivedMs(first.getReceivedMs());
    ByteString payloads = ByteString.EMPTY;
    for (RejectedDatagram datagram : datagrams) {
      block.addReceivedAfterMs((int) (datagram.getReceivedMs() - first.getReceivedMs()));
      block.addLengthBytes(datagram.getPayload().size());
      block.addRetries(place(datagram));
      payloads = payloads.concat(datagram.getPayload());
    }
    return block.setPayloads(payloads).build();
  }

  /** Appends the blocks of a plan and waits until they are there. */
  public void append(Plan plan) {
    AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(kafka.producer(PRODUCER_BYTES))) {
      String topic = Topic.FLOW_DATAGRAMS.topicName();
      int partitions = producer.partitionsFor(topic).size();
      for (DatagramBlock block : plan.blocks()) {
        byte[] key = block.getExporterAddress().toByteArray();
        var ignored =
            producer.send(
                new ProducerRecord<>(
                    topic,
                    KafkaSettings.partition(key, partitions),
                    clock.millis(),
                    key,
                    block.toByteArray()),
                (metadata, failure) -> refused.compareAndSet(null, failure));
      }
    }
    Exception failure = refused.get();
    if (failure != null) {
      throw new KafkaException("Kafka refused a block", failure);
    }
  }
}
