package io.eipmeter.sim.lab.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.ScaledClock;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.MeteredPrefix;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.sim.lab.demo.CollectorProcess;
import io.eipmeter.sim.lab.flink.LocalFlink;
import io.eipmeter.sim.lab.kafka.LocalKafka;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.Ports;
import io.eipmeter.sim.lab.replay.BandwidthRun;
import io.eipmeter.sim.lab.traffic.TopicReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Packets go through softflowd, from a file and live over a wire, and its exports over UDP both to
 * nfcapd and to our collector: what `bandwidth` settles is what nfdump adds up, and what was in the
 * packets.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SoftflowdIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final long PACKETS_AGO_MS = 180_000;
  private static final long SILENCE_MS = 3 * 3_600_000;
  private static final List<String> TOOLS =
      List.of(
          "softflowd", "softflowctl", "nfcapd", "nfdump", "tcpreplay", "ip", "setpriv", "nsenter");

  /** What softflowd speaks, each as an exporter of its own. */
  enum Export {
    NETFLOW5("5", false, false),
    NETFLOW9("9", true, false),
    IPFIX("10", true, false),
    LIVE_NETFLOW5("5", false, true),
    LIVE_NETFLOW9("9", true, true),
    LIVE_IPFIX("10", true, true);

    private final String version;
    private final boolean withIpv6;
    private final boolean live;

    Export(String version, boolean withIpv6, boolean live) {
      this.version = version;
      this.withIpv6 = withIpv6;
      this.live = live;
    }

    private InetAddress exporter() {
      return Traffic.address("127.0.0." + (2 + ordinal()));
    }
  }

  @TempDir static Path directory;

  private final long startMs = System.currentTimeMillis() - PACKETS_AGO_MS;
  private final Map<Export, TreeMap<String, Usage>> truth = new EnumMap<>(Export.class);
  private final Map<Export, TreeMap<String, Usage>> recorded = new EnumMap<>(Export.class);
  private final TreeMap<String, Usage> settled = new TreeMap<>();
  private LocalKafka kafka;
  private LocalFlink flink;
  private boolean wired;

  @BeforeAll
  void exportAndSettle() throws Exception {
    for (String tool : TOOLS) {
      assumeTrue(
          Tool.installed(tool),
          () ->
              tool + " is missing: apt-get install softflowd nfdump tcpreplay iproute2 util-linux");
    }
    wired = Wire.allowed(directory);
    Path logs = directory.resolve("logs");
    kafka = LocalKafka.start(directory.resolve("kafka"), logs);
    flink = LocalFlink.start(directory.resolve("flink"), logs, Ports.tcp(0, "--flink-port"), 2);
    try (BandwidthRun run =
        new BandwidthRun(
            kafka.bootstrapServers(),
            flink,
            directory.resolve("checkpoints"),
            settings(),
            startMs)) {
      run.submit(Map.of());
      try (CollectorProcess collector =
          CollectorProcess.start(
              kafka.bootstrapServers(),
              directory.resolve("spool"),
              logs,
              new ScaledClock(startMs, startMs, 1))) {
        int sent = 0;
        for (Export export : Export.values()) {
          if (wired || !export.live) {
            sent += export(export, collector);
          }
        }
        awaitCollected(sent);
      }
      long untilMs = System.currentTimeMillis() + SILENCE_MS;
      run.write(silenceUntil(untilMs));
      run.awaitSettled(Topic.EIP_MINUTES, 0, untilMs);
      for (SettledRow row : run.settledRows(Topic.EIP_MINUTES, 0)) {
        add(row.getMinute());
      }
    }
  }

  @AfterAll
  void stop() {
    if (flink != null) {
      flink.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesAndPacketsOfEachAddressAreThoseOfNfdump(Export export) {
    assumeTrue(
        wired || !export.live, "packets over a wire need the right to make a network namespace");
    TreeMap<String, Usage> ofNfdump = recorded.getOrDefault(export, new TreeMap<>());
    assertThat(ofNfdump)
        .as("nfdump's sums")
        .isNotEmpty()
        .isEqualTo(truth.getOrDefault(export, new TreeMap<>()));
    TreeMap<String, Usage> ofOurs = new TreeMap<>(settled);
    ofOurs.keySet().retainAll(ofNfdump.keySet());
    assertThat(ofOurs).as("sums of eip-minutes").isEqualTo(ofNfdump);
  }

  @Test
  void noOtherAddressHasRows() {
    TreeMap<String, Usage> others = new TreeMap<>(settled);
    truth.values().forEach(usage -> others.keySet().removeAll(usage.keySet()));
    assertThat(others).isEmpty();
  }

  /** Returns how many datagrams both recorders were sent. */
  private int export(Export export, CollectorProcess collector) throws IOException {
    Path here = directory.resolve(export.name());
    Files.createDirectories(here);
    Traffic traffic = new Traffic(export.ordinal(), export.withIpv6, startMs);
    truth.put(export, traffic.usage());
    Path capture = here.resolve("packets.pcap");
    traffic.write(capture);
    return export.live
        ? exportLive(export, here, capture, collector)
        : exportFile(export, here, capture, collector);
  }

  private int exportFile(Export export, Path here, Path capture, CollectorProcess collector)
      throws IOException {
    try (Nfcapd nfcapd = new Nfcapd(here);
        Relay relay = relay(InetAddress.getLoopbackAddress(), export, nfcapd, collector)) {
      int datagrams = Softflowd.exportFile(here, capture, export.version, relay.hostAndPort());
      finish(export, relay, datagrams, nfcapd);
      return datagrams;
    }
  }

  private int exportLive(Export export, Path here, Path capture, CollectorProcess collector)
      throws IOException {
    try (Nfcapd nfcapd = new Nfcapd(here);
        Wire wire = new Wire(here);
        Relay relay = relay(wire.outside(), export, nfcapd, collector);
        Softflowd softflowd = new Softflowd(wire, here, export.version, relay.hostAndPort())) {
      Path filler = here.resolve("filler.pcap");
      Traffic.ofNobody().write(filler);
      wire.replay(capture);
      int datagrams = softflowd.exportAll(Traffic.PACKETS, () -> wire.replay(filler));
      finish(export, relay, datagrams, nfcapd);
      return datagrams;
    }
  }

  private static Relay relay(
      InetAddress at, Export export, Nfcapd nfcapd, CollectorProcess collector) throws IOException {
    return new Relay(at, export.exporter(), List.of(nfcapd.udpAddress(), collector.udpAddress()));
  }

  private void finish(Export export, Relay relay, int datagrams, Nfcapd nfcapd) {
    Await.until(
        "relaying of " + datagrams + " datagrams",
        LONGEST,
        null,
        () -> relay.relayed() == datagrams);
    nfcapd.stop();
    recorded.put(export, nfcapd.usage());
  }

  private void awaitCollected(int datagrams) {
    AtomicInteger collected = new AtomicInteger();
    try (TopicReader reader = new TopicReader(kafka.bootstrapServers(), Topic.FLOW_DATAGRAMS)) {
      Await.until(
          "log of " + datagrams + " datagrams",
          LONGEST,
          null,
          () -> {
            List<byte[]> values = new ArrayList<>();
            reader.drain(message -> values.add(message.value()));
            for (byte[] value : values) {
              collected.addAndGet(DatagramBlock.parseFrom(value).getLengthBytesCount());
            }
            return collected.get() == datagrams;
          });
    }
  }

  private void add(EipMinute minute) throws UnknownHostException {
    // The platform turns a mapped IPv4 address into the IPv4 address that it stands for.
    InetAddress address = InetAddress.getByAddress(minute.getAddress().toByteArray());
    settled.merge(
        address.getHostAddress(),
        new Usage(
            minute.getUsage().getBytesOut(),
            minute.getUsage().getPacketsOut(),
            minute.getUsage().getBytesIn(),
            minute.getUsage().getPacketsIn()),
        Usage::plus);
  }

  /** Heartbeats far ahead of the wall clock, so that late slices close at once. */
  private static List<ProducerRecord<byte[], byte[]>> silenceUntil(long untilMs) {
    byte[] heartbeat =
        DatagramBlock.newBuilder().setCollector("silence").setBootMs(1).build().toByteArray();
    List<ProducerRecord<byte[], byte[]>> silence = new ArrayList<>();
    for (int partition = 0; partition < BandwidthRun.PARTITIONS; partition++) {
      silence.add(
          new ProducerRecord<>(
              Topic.FLOW_DATAGRAMS.topicName(), partition, untilMs, null, heartbeat));
    }
    return silence;
  }

  private static Settings settings() {
    return Settings.newBuilder()
        .setVersion(1)
        .setSettleDelayMs(2_000)
        .setSealDelayMs(3_600_000)
        .setLongestRecordMs(86_400_000)
        .setLatestRecordMs(86_400_000)
        .setClockBoundMs(600_000)
        .setWaitingLimitMs(600_000)
        .setActiveTimeoutMs(1_800_000)
        .addPrefixes(prefix("00000000000000000000ffffc6336400", 120))
        .addPrefixes(prefix("20010db8000100000000000000000000", 64))
        .build();
  }

  private static MeteredPrefix prefix(String address, int length) {
    return MeteredPrefix.newBuilder()
        .setAddress(ByteString.fromHex(address))
        .setPrefixLength(length)
        .setUnitLength(128)
        .build();
  }
}
