package io.eipmeter.sim.lab.traffic;

import com.google.protobuf.ByteString;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.lab.kafka.Refusals;
import io.eipmeter.sim.world.ExportTransport;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.Simulation;
import io.eipmeter.sim.world.SimulationOptions;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A world's datagrams and statements put straight into the log, as a collector and a control plane
 * would have over the time: as fast as Kafka takes them, the same for the same world.
 */
public final class WorldLog implements ExportTransport, AutoCloseable {
  private static final long STEP_MS = 1_000;
  private static final long HEARTBEAT_MS = 60_000;
  private static final long BOOT_MS = 1;
  private static final String COLLECTOR = "log";

  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<Topic, Integer> partitions = new HashMap<>();
  private final Map<InetAddress, Long> numbers = new HashMap<>();
  private final Refusals refusals = new Refusals();
  private long nowMs;
  private long statements;
  private long datagrams;

  public WorldLog(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                1 << 18,
                // Else a new partition's second batch may come before its first.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    for (Topic topic : new Topic[] {Topic.FLOW_DATAGRAMS, Topic.EIP_EVENTS}) {
      partitions.put(topic, producer.partitionsFor(topic.topicName()).size());
    }
  }

  /** Runs the world to its end, and returns its ledger when Kafka has all of it. */
  public Ledger write(SimulationOptions world) {
    nowMs = world.startMs();
    Simulation simulation = new Simulation(world, this, (event, atMs) -> say(event), false);
    long lastMs = world.endMs() + HEARTBEAT_MS;
    for (; nowMs < lastMs; nowMs += STEP_MS) {
      simulation.runTo(nowMs);
      if (nowMs % HEARTBEAT_MS == 0) {
        heartbeats();
      }
    }
    simulation.finish();
    end();
    return simulation.ledger();
  }

  /** What comes from now on has this log time, if it is not past; each minute has a heartbeat. */
  public void moveTo(long logMs) {
    long beforeMs = nowMs;
    nowMs = Math.max(nowMs, logMs);
    if (nowMs / HEARTBEAT_MS > beforeMs / HEARTBEAT_MS) {
      heartbeats();
    }
  }

  /** A last heartbeat; returns when Kafka has all of it. */
  public void end() {
    heartbeats();
    producer.flush();
    refusals.check();
  }

  @Override
  public void send(InetAddress exporter, byte[] datagram) {
    byte[] key = exporter.getAddress();
    byte[] block = block(key, COLLECTOR, numbers.merge(exporter, 1L, Long::sum), nowMs, datagram);
    int partition = Math.floorMod(Arrays.hashCode(key), of(Topic.FLOW_DATAGRAMS));
    append(Topic.FLOW_DATAGRAMS, partition, key, block);
    datagrams++;
  }

  /**
   * One datagram as a collector writes it.
   *
   * @param number of the datagram among those of its exporter and collector, from 1
   */
  public static byte[] block(
      byte[] exporter, String collector, long number, long receivedMs, byte[] datagram) {
    return DatagramBlock.newBuilder()
        .setExporterAddress(ByteString.copyFrom(exporter))
        .setCollector(collector)
        .setBootMs(BOOT_MS)
        .setNumber(number)
        .setReceivedMs(receivedMs)
        .addReceivedAfterMs(0)
        .addLengthBytes(datagram.length)
        .setPayloads(ByteString.copyFrom(datagram))
        .build()
        .toByteArray();
  }

  /** A statement of ownership. */
  public void say(EipEvent event) {
    byte[] key = event.getAddress().toByteArray();
    int partition = KafkaSettings.partition(key, of(Topic.EIP_EVENTS));
    append(Topic.EIP_EVENTS, partition, key, event.toByteArray());
    statements++;
  }

  private void heartbeats() {
    byte[] block = DatagramBlock.newBuilder().setCollector(COLLECTOR).build().toByteArray();
    for (int i = 0; i < of(Topic.FLOW_DATAGRAMS); i++) {
      append(Topic.FLOW_DATAGRAMS, i, null, block);
    }
    for (int i = 0; i < of(Topic.EIP_EVENTS); i++) {
      append(Topic.EIP_EVENTS, i, null, new byte[0]);
    }
  }

  private int of(Topic topic) {
    return partitions.getOrDefault(topic, 1);
  }

  private void append(Topic topic, int partition, byte @Nullable [] key, byte[] value) {
    var ignored =
        producer.send(
            new ProducerRecord<>(topic.topicName(), partition, nowMs, key, value), refusals);
  }

  /** Statements of ownership written so far. */
  public long statements() {
    return statements;
  }

  public long datagrams() {
    return datagrams;
  }

  @Override
  public void close() {
    producer.close();
  }
}
