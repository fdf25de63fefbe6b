package io.eipmeter.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.eipmeter.collector.cli.ExportersCommand;
import io.eipmeter.collector.cli.InventoryCommand;
import io.eipmeter.collector.cli.RetryRejectedCommand;
import io.eipmeter.collector.cli.SettingsCommand;
import io.eipmeter.collector.cli.TopicsCommand;
import io.eipmeter.collector.control.EventPublisher;
import io.eipmeter.collector.inventory.InForce;
import io.eipmeter.schemas.ScaledClock;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.ExporterMinute;
import io.eipmeter.schemas.v1.RejectedDatagram;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands against a real Kafka. */
class CommandsTest {
  @TempDir static Path directory;
  private static TestBroker broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = new TestBroker(directory.resolve("kafka"));
    broker.start();
    Ran created = run(new TopicsCommand(), "create", "--partitions=2", "--replication=1");
    assertThat(created.exitCode).isZero();
    assertThat(created.out.lines()).hasSize(Topic.values().length);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  private record Ran(int exitCode, String out, String err) {}

  private static Ran run(Object command, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        new CommandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[args.length + 1];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--kafka=" + broker.bootstrap();
    return new Ran(line.execute(all), out.toString(), err.toString());
  }

  private static void write(Topic topic, byte[] value) {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(broker.settings().producer(1 << 20))) {
      var ignored = producer.send(new ProducerRecord<>(topic.topicName(), 0, null, null, value));
    }
  }

  @Test
  void topicsAreAsTheJobsNeedThem() throws Exception {
    assertThat(run(new TopicsCommand(), "create", "--partitions=2", "--replication=1").out)
        .isEmpty();
    ConfigResource events =
        new ConfigResource(ConfigResource.Type.TOPIC, Topic.EIP_EVENTS.topicName());
    try (Admin admin = Admin.create(broker.settings().client())) {
      var config =
          Objects.requireNonNull(admin.describeConfigs(List.of(events)).all().get().get(events));
      assertThat(config.get("retention.ms").value()).isEqualTo("-1");
      assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
      String settings = Topic.SETTINGS.topicName();
      var described =
          Objects.requireNonNull(
              admin.describeTopics(List.of(settings)).allTopicNames().get().get(settings));
      assertThat(described.partitions()).hasSize(1);
    }
    Ran wrong =
        run(new TopicsCommand(), "create", "--partitions=2", "--retention=flow-dategrams=P1D");
    assertThat(wrong.exitCode).isEqualTo(2);
    assertThat(wrong.err).contains("there is no topic 'flow-dategrams'").doesNotContain("\tat ");
  }

  @Test
  void settingsAreAppliedOnceAndShown() throws Exception {
    Path file = directory.resolve("settings.yaml");
    Files.writeString(file, "prefixes: [{prefix: 203.0.113.0/24}]\n");
    assertThat(run(new SettingsCommand(), "show").exitCode).isEqualTo(1);
    assertThat(run(new SettingsCommand(), "apply", file.toString()).err).contains("version 1");
    assertThat(run(new SettingsCommand(), "apply", file.toString()).err)
        .contains("nothing appended");
    Files.writeString(file, "prefixes: [{prefix: 203.0.112.0/24}]\n");
    Ran past = run(new SettingsCommand(), "apply", file.toString());
    assertThat(past.exitCode).isEqualTo(2);
    assertThat(past.err).contains("must begin in the future");
    Files.writeString(file, "from: 2099-01-01\nprefixes: [{prefix: 203.0.112.0/24}]\n");
    assertThat(run(new SettingsCommand(), "apply", file.toString()).exitCode).isZero();
    assertThat(run(new SettingsCommand(), "show").out)
        .contains("# version 2", "203.0.112.0/24")
        .doesNotContain("# version 1");
    assertThat(run(new SettingsCommand(), "show", "--all").out).contains("# version 1");
  }

  @Test
  void anInventoryIsSyncedOnceAndThePastOnlyWhenAsked() throws Exception {
    Path file = directory.resolve("inventory.csv");
    Files.writeString(
        file, "address,account,line,region\n203.0.113.1,acme,l,r\n203.0.113.2,acme,l,r\n");
    Ran first = run(new InventoryCommand(), "diff", file.toString());
    assertThat(first.err).contains("2 begin, 0 cease, 0 change, 0 unchanged");
    assertThat(run(new InventoryCommand(), "sync", file.toString()).exitCode).isZero();
    assertThat(run(new InventoryCommand(), "sync", file.toString()).err)
        .contains("0 begin, 0 cease, 0 change, 2 unchanged");
    Files.writeString(file, "address,account\n203.0.113.1,bolt\n");
    Ran past = run(new InventoryCommand(), "sync", file.toString(), "--as-of=2026-01-15T00:00:00Z");
    assertThat(past.exitCode).isEqualTo(2);
    assertThat(past.out).contains("! moves acme: ", "! moves bolt: 2026-01 to ");
    assertThat(past.err).contains("nothing is written", "--restate").doesNotContain("\tat ");
    Ran changed = run(new InventoryCommand(), "sync", file.toString());
    assertThat(changed.exitCode).isZero();
    assertThat(changed.out).contains("account acme -> bolt", "- 203.0.113.2 ");
    assertThat(changed.err).contains("1 address without a line (203.0.113.1)");
    List<EipEvent> intervals = InForce.read(broker.settings()).intervals();
    assertThat(intervals).hasSize(3);
    assertThat(intervals.stream().filter(event -> event.getToMs() == 0))
        .singleElement()
        .satisfies(event -> assertThat(event.getAccount()).isEqualTo("bolt"));
    Ran never = run(new InventoryCommand(), "sync", file.toString(), "--as-of=yesterday");
    assertThat(never.exitCode).isEqualTo(2);
    assertThat(never.err).contains("--as-of: 'yesterday' is no time");
  }

  @Test
  void aPublisherGivesEveryPartitionHeartbeats() throws Exception {
    Clock fast = new ScaledClock(1_000_000, System.currentTimeMillis(), 10);
    Set<Integer> partitions = new HashSet<>();
    try (EventPublisher publisher = EventPublisher.withHeartbeats(broker.settings(), fast)) {
      Await.until(
          "each partition has one",
          () -> {
            TopicReader.records(broker, Topic.EIP_EVENTS).stream()
                .filter(record -> record.value().length == 0)
                .forEach(record -> partitions.add(record.partition()));
            return partitions.size() == 2;
          });
      publisher.flush();
    }
    assertThat(EipEvent.getDefaultInstance().toByteArray()).isEmpty();
  }

  @Test
  void exportersAreSummedWithoutRepeats() throws Exception {
    SettledBlock.Builder block = SettledBlock.newBuilder();
    for (int minute = 0; minute < 2; minute++) {
      block.addRows(
          SettledRow.newBuilder()
              .setExporterMinute(
                  ExporterMinute.newBuilder()
                      .setExporterAddress(ByteString.copyFrom(new byte[] {10, 0, 0, 1}))
                      .setMinuteMs(600_000L + minute * 60_000L)
                      .setDatagrams(600)
                      .setFlows(12_000)
                      .setLostExports(3)
                      .setSamplingRateMin(100 + minute * 900L)
                      .setSamplingRateMax(1_000)
                      .setClockSkewMs(minute)));
    }
    write(Topic.EXPORTER_MINUTES, block.build().toByteArray());
    write(Topic.EXPORTER_MINUTES, block.build().toByteArray());
    Ran table = run(new ExportersCommand());
    assertThat(table.exitCode).isZero();
    assertThat(table.out)
        .contains("10.0.0.1")
        .contains("1970-01-01T00:11:00Z")
        .contains("200.0")
        .contains("1:100-1:1000");
    assertThat(run(new ExportersCommand(), "--json").out)
        .contains("\"exporter\":\"10.0.0.1\"", "\"datagrams\":1200", "\"lostExports\":6")
        .contains("\"clockSkewMs\":1");
  }

  @Test
  void aRejectedDatagramIsSentAgainWithItsPlaceUnlessAPartIsMissing() throws Exception {
    RejectedDatagram whole =
        RejectedDatagram.newBuilder()
            .setExporterAddress(ByteString.copyFrom(new byte[] {10, 0, 0, 2}))
            .setReason("TEMPLATE_NEVER_CAME")
            .setReceivedMs(5_000)
            .setPartition(1)
            .setOffset(42)
            .setIndex(3)
            .setSetOffsetBytes(16)
            .setPayload(ByteString.copyFromUtf8("datagram"))
            .setOriginalLengthBytes(8)
            .build();
    write(Topic.FLOW_DATAGRAMS_REJECTED, whole.toByteArray());
    write(Topic.FLOW_DATAGRAMS_REJECTED, whole.toByteArray());
    write(
        Topic.FLOW_DATAGRAMS_REJECTED,
        whole.toBuilder().setOffset(43).setOriginalLengthBytes(9).build().toByteArray());
    assertThat(run(new RetryRejectedCommand(), "--reason=TRUNCATED").err).contains("0 datagrams");
    Ran dry = run(new RetryRejectedCommand(), "--dry-run");
    assertThat(dry.err).contains("1 datagrams would be appended", "1 can't be retried");
    assertThat(TopicReader.blocks(broker)).isEmpty();
    Ran done = run(new RetryRejectedCommand());
    assertThat(done.out).contains("TEMPLATE_NEVER_CAME 1");
    DatagramBlock block = TopicReader.blocks(broker).get(0).block();
    assertThat(block.getCollector()).isEqualTo("retry");
    assertThat(block.getReceivedMs()).isEqualTo(5_000);
    assertThat(block.getPayloads().toStringUtf8()).isEqualTo("datagram");
    assertThat(block.getRetries(0).getOffset()).isEqualTo(42);
    assertThat(block.getRetries(0).getSetOffsetBytes()).isEqualTo(16);
  }

  @Test
  void aKafkaThatIsNotThereIsOneSentence() {
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new SettingsCommand())
            .setErr(new PrintWriter(err))
            .execute("show", "--kafka=no-such-host.invalid:9092");
    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString()).contains("no-such-host.invalid:9092").doesNotContain("\tat ");
  }
}
