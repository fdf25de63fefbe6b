package io.eipmeter.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.collector.block.BlockLimits;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.collector.outbox.OutboxLimits;
import io.eipmeter.schemas.Topic;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of datagrams while Kafka is away. */
class OutageTest {
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path directory;
  private TestBroker broker;
  private Path spool;

  @BeforeEach
  void startBroker() throws Exception {
    broker = TestBroker.withTopics(directory.resolve("kafka"), 2);
    spool = directory.resolve("collector");
  }

  @AfterEach
  void stopBroker() throws Exception {
    broker.close();
  }

  private CollectorOptions options(long memoryBytes, long spoolBytes) throws IOException {
    return new CollectorOptions(
        broker.settings(),
        Topic.FLOW_DATAGRAMS.topicName(),
        "outage",
        InetAddress.getLoopbackAddress(),
        List.of(0),
        2,
        4 * MEBIBYTE,
        List.of(),
        spool,
        spoolBytes,
        null,
        Clock.systemUTC(),
        BlockLimits.DEFAULT,
        new OutboxLimits(memoryBytes, memoryBytes / 2, Duration.ofMillis(300)),
        Duration.ofSeconds(2));
  }

  private static void send(Collector collector, Exporter exporter, int count) throws IOException {
    for (int sent = 0; sent < count; sent += 100) {
      long expected = collector.counts().of(Count.RECEIVED) + Math.min(100, count - sent);
      exporter.send(Math.min(100, count - sent), 1_000);
      Await.until("all are received", () -> collector.counts().of(Count.RECEIVED) == expected);
    }
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void whatComesInAnOutageIsSentAfterItInOrder() throws Exception {
    try (Collector collector = Collector.start(options(MEBIBYTE, 64 * MEBIBYTE));
        Exporter exporter = new Exporter("127.0.3.1", "127.0.0.1", collector.ports().get(0))) {
      send(collector, exporter, 1_000);
      Await.until("acknowledged", () -> collector.counts().of(Count.ACKNOWLEDGED) == 1_000);
      long before = collector.counts().of(Count.SPOOLED); // a slow broker looks like none
      broker.stop();
      send(collector, exporter, 4_000);
      Await.until("spooled", () -> collector.counts().of(Count.SPOOLED) == before + 4_000);
      assertThat(collector.outbox().spoolBytes()).isGreaterThan(4_000_000);
      broker.start();
      send(collector, exporter, 1_000);
      Await.until("acknowledged", () -> collector.counts().of(Count.ACKNOWLEDGED) == 6_000);
      send(collector, exporter, 500);
      Await.until("acknowledged", () -> collector.counts().of(Count.ACKNOWLEDGED) == 6_500);
      assertThat(collector.outbox().spoolBytes()).isZero();
      assertThat(collector.counts().of(Count.OVERFLOWED)).isZero();
    }
    Sequences sequences = new Sequences(TopicReader.blocks(broker));
    assertThat(sequences.holes()).isEmpty();
    assertThat(sequences.byExporter().get("127.0.3.1")).isEqualTo(upTo(6_500));
  }

  @Test
  void whatDoesNotFitIsCountedAndLeavesNoHoleInTheNumbers() throws Exception {
    try (Collector collector = Collector.start(options(MEBIBYTE / 2, MEBIBYTE));
        Exporter exporter = new Exporter("127.0.3.2", "127.0.0.1", collector.ports().get(0))) {
      send(collector, exporter, 200);
      Await.until("acknowledged", () -> collector.counts().of(Count.ACKNOWLEDGED) == 200);
      broker.stop();
      send(collector, exporter, 4_000);
      Await.until("all are decided", () -> decided(collector) == 4_200);
      broker.start();
      Await.until("the outbox is empty", () -> collector.outbox().isEmpty());
      send(collector, exporter, 100);
      Await.until("all are decided", () -> decided(collector) == 4_300);
      collector.close();
      long overflowed = collector.counts().of(Count.OVERFLOWED);
      assertThat(overflowed).isBetween(1_000L, 3_990L);
      Sequences sequences = new Sequences(TopicReader.blocks(broker));
      assertThat(sequences.holes()).isEmpty();
      List<Integer> arrived = sequences.byExporter().getOrDefault("127.0.3.2", List.of());
      assertThat(arrived).hasSize((int) (4_300 - overflowed)).isSorted().doesNotHaveDuplicates();
      assertThat(arrived).endsWith(4_299);
    }
  }

  private static long decided(Collector collector) {
    return collector.counts().of(Count.ACCEPTED) + collector.counts().of(Count.OVERFLOWED);
  }

  @Test
  void aStopInAnOutageLeavesEverythingToTheNextStart() throws Exception {
    try (Collector collector = Collector.start(options(MEBIBYTE, 64 * MEBIBYTE));
        Exporter exporter = new Exporter("127.0.3.3", "127.0.0.1", collector.ports().get(0))) {
      send(collector, exporter, 100);
      Await.until("acknowledged", () -> collector.counts().of(Count.ACKNOWLEDGED) == 100);
      broker.stop();
      send(collector, exporter, 300);
      collector.close();
      assertThat(collector.counts().of(Count.LEFT_IN_SPOOL)).isEqualTo(300);
      assertThat(collector.counts().of(Count.LOST_AT_STOP)).isZero();
    }
    broker.start();
    try (Collector collector = Collector.start(options(MEBIBYTE, 64 * MEBIBYTE))) {
      Await.until("sent", () -> collector.counts().of(Count.ACKNOWLEDGED) == 300);
      assertThat(collector.boot().lastAlive()).isNotNull();
    }
    Sequences sequences = new Sequences(TopicReader.blocks(broker));
    assertThat(sequences.holes()).isEmpty();
    assertThat(sequences.byExporter().get("127.0.3.3")).isEqualTo(upTo(400));
  }

  @Test
  void aKilledCollectorsSpoolIsSentFirstByTheNext() throws Exception {
    Path ready = directory.resolve("out");
    Process process = process(ready);
    try (Exporter exporter = exporterTo(ready)) {
      exporter.send(100, 1_000);
      Await.until("they are in Kafka", () -> TopicReader.blocks(broker).size() > 0);
      Await.until(
          "they are in Kafka",
          () -> arrived(new Sequences(TopicReader.blocks(broker))).size() == 100);
      broker.stop();
      exporter.send(500, 1_000);
      Await.until("they are on disk", () -> spooledBytes() > 500_000);
    } finally {
      process.destroyForcibly().waitFor();
    }
    broker.start();
    try (Collector collector = Collector.start(options(MEBIBYTE, 64 * MEBIBYTE));
        Exporter exporter = new Exporter("127.0.3.4", "127.0.0.1", collector.ports().get(0))) {
      assertThat(collector.counts().of(Count.RECOVERED)).isEqualTo(500);
      assertThat(collector.boot().down()).isPositive();
      exporter.send(10, 1_000);
      Await.until("acknowledged", () -> collector.counts().of(Count.ACKNOWLEDGED) == 510);
    }
    Sequences sequences = new Sequences(TopicReader.blocks(broker));
    assertThat(sequences.holes()).isEmpty();
    List<Integer> expected = new ArrayList<>(upTo(600));
    expected.addAll(upTo(10));
    assertThat(arrived(sequences)).isEqualTo(expected);
    List<Long> boots =
        TopicReader.blocks(broker).stream().map(placed -> placed.block().getBootMs()).toList();
    assertThat(boots).isSorted();
  }

  private static List<Integer> arrived(Sequences sequences) {
    return sequences.byExporter().getOrDefault("127.0.3.4", List.of());
  }

  private long spooledBytes() {
    File[] files = spool.resolve("spool").toFile().listFiles();
    long bytes = 0;
    for (File file : files == null ? new File[0] : files) {
      bytes += file.length();
    }
    return bytes;
  }

  private Process process(Path err) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            CollectMain.class.getName(),
            "--kafka=" + broker.bootstrap(),
            "--id=outage",
            "--port=0",
            "--bind=127.0.0.1",
            "--spool=" + spool,
            "--metrics-port=0")
        .redirectOutput(directory.resolve("counts").toFile())
        .redirectError(err.toFile())
        .start();
  }

  private static Exporter exporterTo(Path err) throws IOException {
    Await.until("it listens", () -> text(err).contains("collecting on UDP ["));
    String text = text(err);
    int at = text.indexOf("collecting on UDP [") + "collecting on UDP [".length();
    int port = Integer.parseInt(text.substring(at, text.indexOf(']', at)));
    return new Exporter("127.0.3.4", "127.0.0.1", port);
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void aCollectorAskedToStopSendsEverythingAndSaysSo() throws Exception {
    Path err = directory.resolve("out");
    Process process = process(err);
    try (Exporter exporter = exporterTo(err)) {
      exporter.send(321, 1_000);
      process.destroy();
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(text(directory.resolve("counts"))).contains("received 321", "acknowledged 321");
    assertThat(new Sequences(TopicReader.blocks(broker)).byExporter().get("127.0.3.4"))
        .isEqualTo(upTo(321));
  }

  @Test
  void aCollectorMayStartBeforeKafka() throws Exception {
    broker.stop();
    KafkaSettings settings = broker.settings();
    try (Collector collector =
            Collector.start(CollectorOptions.of(settings, "early", 0, Clock.systemUTC()));
        Exporter exporter = new Exporter("127.0.3.5", "127.0.0.1", collector.ports().get(0))) {
      send(collector, exporter, 50);
      assertThat(collector.isHealthy()).isFalse();
      broker.start();
      Await.until("acknowledged", () -> collector.counts().of(Count.ACKNOWLEDGED) == 50);
      assertThat(collector.isHealthy()).isTrue();
    }
    assertThat(new Sequences(TopicReader.blocks(broker)).byExporter().get("127.0.3.5"))
        .isEqualTo(upTo(50));
  }
}
