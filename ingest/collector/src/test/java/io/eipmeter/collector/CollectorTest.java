package io.eipmeter.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.schemas.v1.DatagramBlock;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real UDP over loopback into a real Kafka. */
class CollectorTest {
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

  private static List<TopicReader.Placed> blocksOf(String collector) {
    return TopicReader.blocks(broker).stream()
        .filter(placed -> placed.block().getCollector().equals(collector))
        .toList();
  }

  @Test
  void everyDatagramComesOnceInOrderWithItsNumber() throws Exception {
    CollectorOptions options =
        CollectorOptions.of(broker.settings(), "plain", 0, Clock.systemUTC());
    List<Exporter> exporters = new ArrayList<>();
    try (Collector collector = Collector.start(options)) {
      int port = collector.ports().get(0);
      for (int i = 1; i <= 5; i++) {
        exporters.add(new Exporter("127.0.1." + i, "127.0.0.1", port));
      }
      int perExporter = 0;
      for (int round = 0; round < 10; round++) {
        for (Exporter exporter : exporters) {
          exporter.send(40, 1_000 + round);
        }
        perExporter += 40;
        long expected = 5L * perExporter;
        Await.until("all are received", () -> collector.counts().of(Count.RECEIVED) == expected);
      }
      collector.close();
      assertThat(collector.counts().of(Count.ACKNOWLEDGED)).isEqualTo(2_000);
    }
    Map<ByteString, Integer> next = new HashMap<>();
    for (TopicReader.Placed placed : blocksOf("plain")) {
      DatagramBlock block = placed.block();
      byte[] address = block.getExporterAddress().toByteArray();
      assertThat(placed.partition()).isEqualTo(KafkaSettings.partition(address, PARTITIONS));
      int first = next.getOrDefault(block.getExporterAddress(), 0);
      assertThat(block.getNumber()).isEqualTo(first + 1L);
      int offset = 0;
      for (int i = 0; i < block.getLengthBytesCount(); i++) {
        int sequence = block.getPayloads().substring(offset).asReadOnlyByteBuffer().getInt();
        assertThat(sequence).isEqualTo(first + i);
        offset += block.getLengthBytes(i);
      }
      assertThat(offset).isEqualTo(block.getPayloads().size());
      assertThat(block.getReceivedAfterMsCount()).isEqualTo(block.getLengthBytesCount());
      next.put(block.getExporterAddress(), first + block.getLengthBytesCount());
    }
    assertThat(next).hasSize(5).allSatisfy((address, count) -> assertThat(count).isEqualTo(400));
    for (Exporter exporter : exporters) {
      exporter.close();
    }
  }

  @Test
  void theSourcePortIsToldOnceUntilItChanges() throws Exception {
    CollectorOptions options =
        CollectorOptions.of(broker.settings(), "ports", 0, Clock.systemUTC());
    try (Collector collector = Collector.start(options);
        Exporter first = new Exporter("127.0.2.1", "127.0.0.1", collector.ports().get(0));
        Exporter second = new Exporter("127.0.2.1", "127.0.0.1", collector.ports().get(0))) {
      first.send(2, 100);
      second.send(1, 100);
      Await.until("all are received", () -> collector.counts().of(Count.RECEIVED) == 3);
      collector.close();
      List<Integer> told = new ArrayList<>();
      for (TopicReader.Placed placed : blocksOf("ports")) {
        told.addAll(placed.block().getSourcePortList());
      }
      assertThat(told).filteredOn(port -> port != 0).contains(first.port(), second.port());
      InetAddress address = InetAddress.getByName("127.0.2.1");
      assertThat(blocksOf("ports"))
          .allSatisfy(
              placed ->
                  assertThat(placed.block().getExporterAddress().toByteArray())
                      .isEqualTo(address.getAddress()));
    }
  }
}
