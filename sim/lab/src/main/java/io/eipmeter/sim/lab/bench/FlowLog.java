package io.eipmeter.sim.lab.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.eipmeter.collector.control.Topics;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.schemas.v1.MeteredPrefix;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.sim.lab.kafka.Refusals;
import io.eipmeter.sim.lab.process.LabFailure;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@code flow-datagrams} as a collector would: blocks of 64 exporters, 46 datagrams each,
 * lz4, log time from one virtual clock, heartbeats. Half of the flows go out, half come in; the
 * address of each is drawn by Zipf over all addresses, whatever the exporter.
 */
final class FlowLog {
  static final int PARTITIONS = 8;
  static final int EXPORTERS = 64;

  /** 2026-10-01T00:00:00Z. */
  static final long START_MS = 1_790_812_800_000L;

  private static final int DATAGRAMS_A_BLOCK = 46;
  private static final int FLOWS_A_BLOCK = DATAGRAMS_A_BLOCK * NatDatagram.RECORDS;
  private static final int BLOCK_BYTES = DATAGRAMS_A_BLOCK * NatDatagram.BYTES;
  private static final String COLLECTOR = "bench";
  private static final long BOOT_MS = START_MS - 1;
  private static final long HEARTBEAT_MS = 1_000;

  /** Time in silence that lets the last quarter of an hour be sealed. */
  private static final long SILENCE_MS = 2 * 3_600_000L;

  /** One record in this many lasted up to a minute; the others up to four seconds. */
  private static final int LONG_ONE_IN = 8;

  private final AddressTotals truth = new AddressTotals();
  private final SplittableRandom random;
  private final Zipf zipf;
  private final long blocks;
  private final long durationMs;
  private final Refusals refusals = new Refusals();
  private final byte[] buffer = new byte[NatDatagram.TEMPLATE_BYTES + BLOCK_BYTES];
  private final long[] sequence = new long[EXPORTERS];
  private final long[] number = new long[EXPORTERS];
  private long bytesOnWire;
  private @Nullable DecodedTopic decoded;

  /**
   * @param flows at least; rounded up to whole blocks
   * @param durationMs how long they take in log time
   */
  FlowLog(long flows, int addresses, long durationMs, long seed) {
    this.blocks = (flows + FLOWS_A_BLOCK - 1) / FLOWS_A_BLOCK;
    this.durationMs = durationMs;
    this.zipf = new Zipf(addresses);
    this.random = new SplittableRandom(seed);
  }

  long flows() {
    return blocks * FLOWS_A_BLOCK;
  }

  /** What was generated. */
  AddressTotals truth() {
    return truth;
  }

  /** Bytes of all export datagrams. */
  long datagramBytes() {
    return bytesOnWire;
  }

  /** Log time that the job reaches when it has read all. */
  long endMs() {
    return START_MS + durationMs + SILENCE_MS;
  }

  /**
   * As {@link #write}, and the same flows once more, already decoded, into a topic of their own.
   */
  void writeTwice(String bootstrapServers) {
    try (DecodedTopic topic = DecodedTopic.create(bootstrapServers)) {
      decoded = topic;
      write(bootstrapServers);
      decoded = null;
    }
  }

  /** Creates the topics and the settings, and writes the log. */
  void write(String bootstrapServers) {
    KafkaSettings kafka = KafkaSettings.of(bootstrapServers);
    Map<String, Object> client = new HashMap<>(kafka.producer(64L << 20));
    client.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    try (Admin admin = Admin.create(kafka.client());
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(client)) {
      var ignored = Topics.create(admin, Topics.Plan.virtualTime(PARTITIONS));
      send(producer, Topic.SETTINGS, 0, START_MS, null, settings().toByteArray());
      long nextHeartbeatMs = START_MS;
      for (long block = 0; block < blocks; block++) {
        long logMs = START_MS + block * durationMs / blocks;
        for (; nextHeartbeatMs <= logMs; nextHeartbeatMs += HEARTBEAT_MS) {
          heartbeat(producer, nextHeartbeatMs);
        }
        int exporter = (int) (block % EXPORTERS);
        byte[] key = exporterAddress(exporter);
        send(
            producer,
            Topic.FLOW_DATAGRAMS,
            exporter % PARTITIONS,
            logMs,
            key,
            block(exporter, logMs));
      }
      heartbeat(producer, START_MS + durationMs);
      heartbeat(producer, endMs());
      producer.flush();
    } catch (ExecutionException e) {
      throw new LabFailure("The topics could not be created: " + e.getCause() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while writing the log.", e);
    }
    refusals.check();
  }

  /** The next block of an exporter, serialized. */
  byte[] block(int exporter, long logMs) {
    DatagramBlock.Builder block =
        DatagramBlock.newBuilder()
            .setExporterAddress(UnsafeByteOperations.unsafeWrap(exporterAddress(exporter)))
            .setCollector(COLLECTOR)
            .setBootMs(BOOT_MS)
            .setNumber(number[exporter] + 1)
            .setReceivedMs(logMs - DATAGRAMS_A_BLOCK);
    int end = 0;
    int count = 0;
    if (number[exporter] == 0) {
      NatDatagram.writeTemplate(buffer, 0, logMs, 0);
      block.addLengthBytes(NatDatagram.TEMPLATE_BYTES).addReceivedAfterMs(0);
      end = NatDatagram.TEMPLATE_BYTES;
      count = 1;
    }
    for (int i = 0; i < DATAGRAMS_A_BLOCK; i++) {
      NatDatagram.writeDataHeader(buffer, end, logMs, (int) sequence[exporter]);
      for (int record = 0; record < NatDatagram.RECORDS; record++) {
        flow(NatDatagram.record(end, record), logMs);
      }
      sequence[exporter] += NatDatagram.RECORDS;
      block.addLengthBytes(NatDatagram.BYTES).addReceivedAfterMs(i);
      end += NatDatagram.BYTES;
      count++;
    }
    number[exporter] += count;
    bytesOnWire += end;
    block.setPayloads(UnsafeByteOperations.unsafeWrap(buffer, 0, end));
    return block.build().toByteArray();
  }

  private void flow(int at, long logMs) {
    int eip = AddressTotals.address(zipf.draw(random));
    long dice = random.nextLong();
    boolean out = dice < 0;
    long packets = 1 + (dice & 7) + ((dice & 0x1f00) == 0 ? dice >>> 14 & 0x3fff : 0);
    long bytes = packets * (40 + (dice >>> 28 & 0x3ff)) + (dice >>> 38 & 0x1f);
    long longest = Long.remainderUnsigned(dice >>> 43, LONG_ONE_IN) == 0 ? 60_000 : 4_000;
    long endMs = logMs - DATAGRAMS_A_BLOCK - (dice >>> 46 & 0x1ff);
    long startMs = endMs - (dice >>> 47 & 0xffff) % longest;
    NatDatagram.writeRecord(buffer, at, out, eip, startMs, endMs, bytes, packets, dice * SPREAD);
    truth.add(eip, out ? bytes : 0, out ? 0 : bytes, packets, 1);
    if (decoded != null) {
      decoded.add(eip, out, startMs, endMs, bytes, packets);
    }
  }

  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** The address of an exporter, 192.0.2.n. */
  static byte[] exporterAddress(int exporter) {
    return ByteBuffer.allocate(4).putInt(0xc000_0201 + exporter).array();
  }

  private void heartbeat(KafkaProducer<byte[], byte[]> producer, long logMs) {
    byte[] heartbeat =
        DatagramBlock.newBuilder().setCollector(COLLECTOR).setBootMs(BOOT_MS).build().toByteArray();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      send(producer, Topic.FLOW_DATAGRAMS, partition, logMs, null, heartbeat);
    }
  }

  private void send(
      KafkaProducer<byte[], byte[]> producer,
      Topic topic,
      int partition,
      long logMs,
      byte @Nullable [] key,
      byte[] value) {
    var ignored =
        producer.send(
            new ProducerRecord<>(topic.topicName(), partition, logMs, key, value), refusals);
  }

  static Settings settings() {
    byte[] address = ByteBuffer.allocate(16).putLong(0).putLong(MAPPED | FIRST_BITS).array();
    return Settings.newBuilder()
        .setVersion(1)
        .addPrefixes(
            MeteredPrefix.newBuilder()
                .setAddress(ByteString.copyFrom(address))
                .setPrefixLength(96 + AddressTotals.PREFIX_LENGTH)
                .setUnitLength(128))
        .setSettleDelayMs(90_000)
        .setSealDelayMs(3_600_000)
        .setLongestRecordMs(86_400_000)
        .setLatestRecordMs(35L * 86_400_000)
        .setClockBoundMs(600_000)
        .setWaitingLimitMs(1_800_000)
        .setActiveTimeoutMs(1_800_000)
        .build();
  }

  /** ::ffff:0:0, RFC 4291 section 2.5.5.2. */
  private static final long MAPPED = 0xffff_0000_0000L;

  private static final long FIRST_BITS = Integer.toUnsignedLong(AddressTotals.FIRST);
}
