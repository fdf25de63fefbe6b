package io.eipmeter.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.collector.block.BlockLimits;
import io.eipmeter.collector.control.TopicScan;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.ScaledClock;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may send, over which address, and what is told about it. */
class ReceivingTest {
  private static final int PARTITIONS = 3;

  @TempDir static Path directory;
  private static TestBroker broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = TestBroker.withTopics(directory.resolve("kafka"), PARTITIONS);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  private static CollectorOptions options(
      String id, int sockets, List<AddressRange> allowed, BlockLimits limits, Clock clock) {
    CollectorOptions plain = CollectorOptions.of(broker.settings(), id, 0, clock);
    return new CollectorOptions(
        plain.kafka(),
        Topic.FLOW_DATAGRAMS.topicName(),
        id,
        new InetSocketAddress(0).getAddress(),
        List.of(0, 0),
        sockets,
        1 << 20,
        allowed,
        null,
        plain.spoolLimitBytes(),
        0,
        clock,
        limits,
        plain.outbox(),
        plain.stopWithin());
  }

  private static List<TopicReader.Placed> of(String collector) {
    return TopicReader.all(broker).stream()
        .filter(placed -> placed.block().getCollector().equals(collector))
        .toList();
  }

  private static List<TopicReader.Placed> blocksOf(String collector) {
    return of(collector).stream().filter(p -> p.block().getLengthBytesCount() > 0).toList();
  }

  @Test
  void severalSocketsAndPortsFeedOneExporterWithoutAHoleInItsNumbers() throws Exception {
    try (Collector collector =
        Collector.start(options("sockets", 4, List.of(), BlockLimits.DEFAULT, Clock.systemUTC()))) {
      assertThat(collector.ports()).hasSize(2);
      Exporter[] sources = new Exporter[16];
      for (int i = 0; i < sources.length; i++) {
        sources[i] = new Exporter("127.0.4.1", "127.0.0.1", collector.ports().get(i % 2));
      }
      for (int round = 1; round <= 20; round++) {
        for (Exporter source : sources) {
          source.send(10, 500);
        }
        long expected = round * 160L;
        Await.until("received", () -> collector.counts().of(Count.RECEIVED) == expected);
      }
      for (Exporter source : sources) {
        source.close();
      }
    }
    Sequences sequences = new Sequences(blocksOf("sockets"));
    assertThat(sequences.holes()).isEmpty();
    assertThat(sequences.resent()).isZero();
    // Each source counts from 0 on its own: every number comes 16 times.
    assertThat(sequences.byExporter().get("127.0.4.1"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 16 * 200).mapToObj(i -> i / 16).toList());
  }

  @Test
  void anIpv6ExporterIsKnownByItsSixteenBytes() throws Exception {
    try (Collector collector =
            Collector.start(options("ipv6", 1, List.of(), BlockLimits.DEFAULT, Clock.systemUTC()));
        Exporter exporter = new Exporter("::1", "::1", collector.ports().get(0));
        Exporter ipv4 = new Exporter("127.0.4.2", "127.0.0.1", collector.ports().get(0))) {
      exporter.send(3, 100);
      ipv4.send(2, 100);
      Await.until("received", () -> collector.counts().of(Count.RECEIVED) == 5);
    }
    Map<Integer, Integer> datagramsByAddressBytes = new HashMap<>();
    for (TopicReader.Placed placed : blocksOf("ipv6")) {
      datagramsByAddressBytes.merge(
          placed.block().getExporterAddress().size(),
          placed.block().getLengthBytesCount(),
          Integer::sum);
    }
    assertThat(datagramsByAddressBytes).isEqualTo(Map.of(16, 3, 4, 2));
  }

  @Test
  void onlyAllowedExportersAreTakenTheOthersAreCounted() throws Exception {
    List<AddressRange> allowed = List.of(AddressRange.parse("127.0.5.0/25"));
    try (Collector collector =
            Collector.start(options("allow", 1, allowed, BlockLimits.DEFAULT, Clock.systemUTC()));
        Exporter friend = new Exporter("127.0.5.127", "127.0.0.1", collector.ports().get(0));
        Exporter stranger = new Exporter("127.0.5.128", "127.0.0.1", collector.ports().get(0))) {
      friend.send(4, 100);
      stranger.send(6, 100);
      Await.until("received", () -> collector.counts().of(Count.RECEIVED) == 10);
      collector.close();
      assertThat(collector.counts().of(Count.NOT_ALLOWED)).isEqualTo(6);
      assertThat(collector.counts().of(Count.ACKNOWLEDGED)).isEqualTo(4);
    }
    assertThat(new Sequences(blocksOf("allow")).byExporter().keySet())
        .containsExactly("127.0.5.127");
  }

  @Test
  void exportersBeyondTheLimitAreCountedNotTaken() throws Exception {
    BlockLimits two =
        new BlockLimits(
            BlockLimits.DEFAULT.payloadBytes(),
            BlockLimits.DEFAULT.datagrams(),
            BlockLimits.DEFAULT.linger(),
            2);
    try (Collector collector =
        Collector.start(options("limit", 1, List.of(), two, Clock.systemUTC()))) {
      for (int i = 1; i <= 3; i++) {
        try (Exporter exporter =
            new Exporter("127.0.6." + i, "127.0.0.1", collector.ports().get(0))) {
          exporter.send(5, 100);
          long expected = 5L * i;
          Await.until("received", () -> collector.counts().of(Count.RECEIVED) == expected);
        }
      }
      assertThat(collector.counts().of(Count.TOO_MANY_EXPORTERS)).isEqualTo(5);
      assertThat(collector.batcher().exporters()).isEqualTo(2);
    }
  }

  @Test
  void everyPartitionHasHeartbeatsAndTimeNeverFalls() throws Exception {
    // Ten times as fast as the wall: a second of it is 100 ms.
    Clock fast = new ScaledClock(1_000_000, System.currentTimeMillis(), 10);
    try (Collector collector =
            Collector.start(options("beat", 2, List.of(), BlockLimits.DEFAULT, fast));
        Exporter exporter = new Exporter("127.0.7.1", "127.0.0.1", collector.ports().get(0))) {
      Await.until(
          "each partition has four heartbeats",
          () -> collector.counts().of(Count.HEARTBEATS) >= 4 * PARTITIONS);
      exporter.send(20, 100);
      Await.until("acknowledged", () -> collector.counts().of(Count.ACKNOWLEDGED) == 20);
      Await.until(
          "each partition has four heartbeats",
          () -> collector.counts().of(Count.HEARTBEATS) >= 8 * PARTITIONS);
    }
    Map<Integer, Long> lastMs = new HashMap<>();
    Map<Integer, Integer> heartbeats = new HashMap<>();
    for (TopicReader.Placed placed : of("beat")) {
      assertThat(placed.timestampMs())
          .isGreaterThanOrEqualTo(lastMs.getOrDefault(placed.partition(), 1_000_000L));
      lastMs.put(placed.partition(), placed.timestampMs());
      if (placed.block().getLengthBytesCount() == 0) {
        assertThat(placed.block().getNumber()).isZero();
        assertThat(placed.block().getExporterAddress()).isEmpty();
        assertThat(placed.block().getBootMs()).isPositive();
        heartbeats.merge(placed.partition(), 1, Integer::sum);
      } else {
        assertThat(placed.block().getReceivedMs()).isLessThanOrEqualTo(placed.timestampMs());
      }
    }
    assertThat(heartbeats).hasSize(PARTITIONS).allSatisfy((p, n) -> assertThat(n).isBetween(4, 99));
    Map<Integer, Integer> ofEvents = new HashMap<>();
    TopicScan.all(
        broker.settings(),
        Topic.EIP_EVENTS,
        EipEvent.parser(),
        (record, event) -> {
          assertThat(event).isEqualTo(EipEvent.getDefaultInstance());
          assertThat(record.timestamp()).isGreaterThanOrEqualTo(1_000_000L);
          ofEvents.merge(record.partition(), 1, Integer::sum);
        });
    assertThat(ofEvents).hasSize(PARTITIONS).allSatisfy((p, n) -> assertThat(n).isBetween(4, 99));
  }

  @Test
  void metricsAndHealthAreServed() throws Exception {
    try (Collector collector =
            Collector.start(
                options("metrics", 1, List.of(), BlockLimits.DEFAULT, Clock.systemUTC()));
        Exporter exporter = new Exporter("127.0.8.1", "127.0.0.1", collector.ports().get(0))) {
      exporter.send(7, 100);
      Await.until("acknowledged", () -> collector.counts().of(Count.ACKNOWLEDGED) == 7);
      String metrics = get(collector, "/metrics").body();
      assertThat(metrics)
          .contains("eipmeter_collector_received_total 7.0")
          .contains("eipmeter_collector_received_bytes_total 700.0")
          .contains("eipmeter_collector_acknowledged_total 7.0")
          .contains("eipmeter_collector_kernel_drops_total 0.0")
          .contains("eipmeter_collector_exporter_datagrams_total{exporter=\"127.0.8.1\"} 7.0")
          .contains("eipmeter_collector_receive_buffer_bytes");
      assertThat(get(collector, "/healthz").statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> get(Collector collector, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + collector.metricsPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aDirectoryBelongsToOneCollector() throws Exception {
    Path state = directory.resolve("state");
    try (BootRecord first = BootRecord.begin(state, "one", 1_000)) {
      assertThat(first.bootMs()).isEqualTo(1_000);
      assertThat(first.lastAlive()).isNull();
      assertThatThrownBy(() -> BootRecord.begin(state, "one", 2_000))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another collector");
      first.write("one", 5_000);
    }
    assertThatThrownBy(() -> BootRecord.begin(state, "two", 9_000))
        .hasMessageContaining("belongs to collector 'one'");
    try (BootRecord second = BootRecord.begin(state, "one", 9_000)) {
      assertThat(second.bootMs()).isEqualTo(9_000);
      assertThat(second.down()).hasMillis(4_000);
    }
    // The wall clock was set back: the boot still grows.
    try (BootRecord third = BootRecord.begin(state, "one", 100)) {
      assertThat(third.bootMs()).isEqualTo(9_001);
    }
  }
}
