package io.eipmeter.collector;

import io.eipmeter.collector.block.BlockLimits;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.collector.outbox.OutboxLimits;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.Topic;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a collector is asked to do.
 *
 * @param id its name, unique among those that feed the topic
 * @param bind the local address; the wildcard takes IPv4 and IPv6
 * @param ports each with {@code socketsPerPort} sockets; 0 takes a free one
 * @param receiveBufferBytes asked of the kernel for each socket
 * @param allowed who may send; empty: everybody
 * @param spoolDirectory for the blocks while Kafka is away, and for the boot record; null: none
 * @param spoolLimitBytes how large the spool may grow
 * @param metricsPort 0 takes a free one; null: no endpoint
 * @param stopWithin how long a stop may go on sending, by the wall clock
 */
public record CollectorOptions(
    KafkaSettings kafka,
    String topic,
    String id,
    InetAddress bind,
    List<Integer> ports,
    int socketsPerPort,
    int receiveBufferBytes,
    List<AddressRange> allowed,
    @Nullable Path spoolDirectory,
    long spoolLimitBytes,
    @Nullable Integer metricsPort,
    Clock clock,
    BlockLimits blocks,
    OutboxLimits outbox,
    Duration stopWithin) {
  public static final long DEFAULT_SPOOL_BYTES = 1L << 30;
  public static final long DEFAULT_MEMORY_BYTES = 64L << 20;
  public static final long WINDOW_BYTES = 16L << 20;
  public static final int DEFAULT_RECEIVE_BUFFER_BYTES = 16 << 20;
  public static final Duration STALLED_AFTER = Duration.ofSeconds(2);

  public CollectorOptions {
    ports = List.copyOf(ports);
    allowed = List.copyOf(allowed);
    if (ports.isEmpty() || socketsPerPort < 1) {
      throw new IllegalArgumentException("a collector needs a port and a socket");
    }
    if (spoolDirectory != null && spoolLimitBytes < 2 * outbox.memoryBytes()) {
      throw new IllegalArgumentException(
          "the spool limit ("
              + spoolLimitBytes
              + " bytes) must be at least twice the memory ("
              + outbox.memoryBytes()
              + " bytes), for what is in memory goes there first");
    }
  }

  /** With defaults: one port on every address, everybody may send, no spool, no metrics. */
  public static CollectorOptions of(KafkaSettings kafka, String id, int port, Clock clock) {
    return new CollectorOptions(
        kafka,
        Topic.FLOW_DATAGRAMS.topicName(),
        id,
        new InetSocketAddress(0).getAddress(),
        List.of(port),
        1,
        DEFAULT_RECEIVE_BUFFER_BYTES,
        List.of(),
        null,
        DEFAULT_SPOOL_BYTES,
        null,
        clock,
        BlockLimits.DEFAULT,
        new OutboxLimits(DEFAULT_MEMORY_BYTES, WINDOW_BYTES, STALLED_AFTER),
        Duration.ofSeconds(10));
  }
}
