package io.eipmeter.sim.lab.bench;

import com.google.protobuf.UnsafeByteOperations;
import com.sun.net.httpserver.HttpServer;
import io.eipmeter.collector.control.Topics;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.jobs.alerts.domain.AlertRule;
import io.eipmeter.jobs.alerts.domain.RuleMessages;
import io.eipmeter.jobs.alerts.file.RuleFile;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.sim.lab.jobs.Job;
import io.eipmeter.sim.lab.jobs.JobSubmission;
import io.eipmeter.sim.lab.kafka.LocalKafka;
import io.eipmeter.sim.lab.mission.WebhookProcess;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.ChildProcess;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The whole way of an alert, in real time: datagram in Kafka, `bandwidth`, `eip-live`, `alerts`,
 * sender, request at a receiver.
 */
final class AlertsBench {
  private static final int ADDRESSES = 10_000;
  private static final int RULES = 1_000;
  private static final int RULES_OF_ALL = 10;
  private static final int PARTITIONS = 4;
  private static final int EXPORTERS = 8;
  private static final long TICK_MS = 10;
  private static final long HEARTBEAT_MS = 1_000;
  private static final long WARM_UP_MS = 20_000;
  private static final long DECIDING_BYTES = 100_000_000;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final BenchOptions options;
  private final PrintStream talk;
  private final Clock clock = Clock.systemUTC();
  private final SplittableRandom random = new SplittableRandom(1);
  private final long[] sequence = new long[EXPORTERS];
  private final long[] number = new long[EXPORTERS];
  private final Map<String, Long> sentMs = new HashMap<>();
  private final Map<String, Long> arrivedMs = new ConcurrentHashMap<>();
  private final long bootMs = clock.millis();

  AlertsBench(BenchOptions options, PrintStream talk) {
    this.options = options;
    this.talk = talk;
  }

  void run(PrintStream out) {
    Path directory = options.directory().resolve("alerts");
    try (LocalKafka kafka =
            LocalKafka.start(directory.resolve("kafka"), directory.resolve("logs"));
        BenchFlink flink = BenchFlink.start(directory.resolve("logs"), "1g")) {
      HttpServer receiver = receiver();
      try (KafkaProducer<byte[], byte[]> producer = prepare(kafka);
          ChildProcess sender = sender(kafka, directory, receiver.getAddress().getPort())) {
        submit(kafka, flink);
        talk.println("alerts: traffic in real time ...");
        traffic(producer, (int) options.amount(400));
        Await.until(
            "the last webhook",
            LONGEST_WAIT,
            sender,
            () -> {
              keepTime(producer);
              return arrivedMs.keySet().containsAll(sentMs.keySet());
            });
      } finally {
        receiver.stop(0);
      }
    } catch (IOException e) {
      throw new LabFailure("The receiver could not be started: " + e.getMessage() + ".", e);
    }
    print(out);
  }

  private void print(PrintStream out) {
    long[] waits =
        sentMs.entrySet().stream()
            .mapToLong(
                sent -> arrivedMs.getOrDefault(sent.getKey(), Long.MAX_VALUE) - sent.getValue())
            .sorted()
            .toArray();
    Table table =
        new Table(
            "alerts: from the log time of the deciding datagram to the request at the receiver, real"
                + " time; bandwidth and alerts with parallelism 2 in one Flink process",
            "EIPs",
            "rules",
            "alerts",
            "p50 ms",
            "p99 ms",
            "max ms");
    table.row(
        Table.count(ADDRESSES),
        Table.count(RULES),
        Table.count(waits.length),
        Table.count(waits[waits.length / 2]),
        Table.count(waits[(int) Math.ceil(waits.length * 0.99) - 1]),
        Table.count(waits[waits.length - 1]));
    table.note(
        RULES_OF_ALL
            + " rules of all EIPs, the others of one each; 1,900 flows/s beside. Goal: p99 2,000 ms.");
    table.print(out);
  }

  private HttpServer receiver() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.createContext(
        "/",
        exchange -> {
          long nowMs = clock.millis();
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String address = body.replaceAll("(?s).*\"address\":\"([^\"]+)\".*", "$1");
          arrivedMs.putIfAbsent(address, nowMs);
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private KafkaProducer<byte[], byte[]> prepare(LocalKafka kafka) {
    KafkaSettings settings = KafkaSettings.of(kafka.bootstrapServers());
    try (Admin admin = Admin.create(settings.client())) {
      var ignored = Topics.create(admin, Topics.Plan.virtualTime(PARTITIONS));
    } catch (ExecutionException e) {
      throw new LabFailure("The topics could not be created: " + e.getCause() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while creating topics.", e);
    }
    Map<String, Object> client = new HashMap<>(settings.producer(16L << 20));
    client.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(client);
    send(producer, Topic.SETTINGS, 0, null, FlowLog.settings().toByteArray());
    for (AlertRule rule : rules()) {
      send(
          producer,
          Topic.ALERT_RULES,
          0,
          null,
          RuleMessages.write(rule.with(1, false, 0)).toByteArray());
    }
    heartbeat(producer);
    producer.flush();
    return producer;
  }

  private static List<AlertRule> rules() {
    StringBuilder yaml = new StringBuilder("rules:\n");
    for (int i = 0; i < RULES; i++) {
      boolean all = i < RULES_OF_ALL;
      yaml.append("  - {id: r").append(i).append(", metric: out-rate, resources: {");
      yaml.append(all ? "all: true" : "eips: [" + text(i) + "]").append("}, critical: {");
      yaml.append("operator: '>', threshold: ")
          .append(all ? "900G" : "1M")
          .append(", times: 1}}\n");
    }
    try {
      return RuleFile.parse("bench", yaml.toString());
    } catch (BadFileException e) {
      throw new LabFailure("The rules of the bench are wrong: " + e.getMessage() + ".", e);
    }
  }

  private static String text(int rank) {
    int address = AddressTotals.address(rank);
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }

  private static ChildProcess sender(LocalKafka kafka, Path directory, int port) {
    Path key = directory.resolve("key");
    Path receivers = directory.resolve("receivers.yaml");
    try {
      Files.writeString(key, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
      Files.writeString(
          receivers,
          "receivers: [{name: bench, form: standard, url: 'http://127.0.0.1:"
              + port
              + "/', ports: ["
              + port
              + "], allow-http: true, allow-private: true, secrets: ['file:"
              + key
              + "']}]");
    } catch (IOException e) {
      throw new LabFailure(
          "The file of receivers could not be written: " + e.getMessage() + ".", e);
    }
    return WebhookProcess.start(
        kafka.bootstrapServers(), receivers, directory.resolve("logs"), "system");
  }

  private static void submit(LocalKafka kafka, BenchFlink flink) {
    Map<String, String> common =
        Map.of(
            "kafka.bootstrap.servers", kafka.bootstrapServers(),
            "parallelism", "2",
            "checkpoint.interval", "10 s");
    JobSubmission submission = new JobSubmission(flink.rest());
    Map<String, String> bandwidth = new HashMap<>(common);
    bandwidth.put("from", "earliest");
    submission.submit(Job.BANDWIDTH, bandwidth);
    Map<String, String> alerts = new HashMap<>(common);
    alerts.put("from", "EARLIEST");
    submission.submit(Job.ALERTS, alerts);
    Await.until(
        "running jobs",
        Await.LONGEST_START,
        flink.process(),
        () -> flink.rest().jobs().stream().allMatch(job -> job.allRunning()));
  }

  /** A datagram each tick; from the end of the warm-up on some of them decide an alert. */
  private void traffic(KafkaProducer<byte[], byte[]> producer, int alerts) {
    long startMs = clock.millis();
    int decided = 0;
    for (long tick = 0; decided < alerts; tick++) {
      awaitTime(startMs + tick * TICK_MS);
      if (tick * TICK_MS % HEARTBEAT_MS == 0) {
        heartbeat(producer);
      }
      // Off the beat of the looks, so that all phases of a second are met.
      boolean decides = tick * TICK_MS >= WARM_UP_MS && tick % 17 == 0;
      int rank = decides ? RULES_OF_ALL + decided++ : -1;
      datagram(producer, (int) (tick % EXPORTERS), rank);
    }
    producer.flush();
  }

  private long lastBeatMs;

  private void keepTime(KafkaProducer<byte[], byte[]> producer) {
    if (clock.millis() >= lastBeatMs + HEARTBEAT_MS) {
      heartbeat(producer);
      producer.flush();
    }
  }

  private void awaitTime(long ms) {
    long leftMs = ms - clock.millis();
    if (leftMs > 0) {
      try {
        Thread.sleep(leftMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LabFailure("Interrupted while sending traffic.", e);
      }
    }
  }

  private void datagram(KafkaProducer<byte[], byte[]> producer, int exporter, int decidingRank) {
    long nowMs = clock.millis();
    byte[] bytes = new byte[NatDatagram.TEMPLATE_BYTES + NatDatagram.BYTES];
    byte[] key = {(byte) 192, 0, 2, (byte) exporter};
    DatagramBlock.Builder block =
        DatagramBlock.newBuilder()
            .setExporterAddress(UnsafeByteOperations.unsafeWrap(key))
            .setCollector("bench")
            .setBootMs(bootMs)
            .setNumber(number[exporter] + 1)
            .setReceivedMs(nowMs);
    int end = 0;
    if (number[exporter] == 0) {
      NatDatagram.writeTemplate(bytes, 0, nowMs, 0);
      block.addLengthBytes(NatDatagram.TEMPLATE_BYTES).addReceivedAfterMs(0);
      end = NatDatagram.TEMPLATE_BYTES;
      number[exporter]++;
    }
    NatDatagram.writeDataHeader(bytes, end, nowMs, (int) sequence[exporter]);
    for (int record = 0; record < NatDatagram.RECORDS; record++) {
      boolean decides = record == 0 && decidingRank >= 0;
      int rank = decides ? decidingRank : RULES + random.nextInt(ADDRESSES - RULES);
      NatDatagram.writeRecord(
          bytes,
          NatDatagram.record(end, record),
          true,
          AddressTotals.address(rank),
          nowMs - 1,
          nowMs - 1,
          decides ? DECIDING_BYTES : 500,
          1,
          random.nextLong());
    }
    if (decidingRank >= 0) {
      sentMs.put(text(decidingRank), nowMs);
    }
    number[exporter]++;
    sequence[exporter] += NatDatagram.RECORDS;
    block.addLengthBytes(NatDatagram.BYTES).addReceivedAfterMs(0);
    block.setPayloads(UnsafeByteOperations.unsafeWrap(bytes, 0, end + NatDatagram.BYTES));
    producer.send(
        new ProducerRecord<>(
            Topic.FLOW_DATAGRAMS.topicName(),
            exporter % PARTITIONS,
            nowMs,
            key,
            block.build().toByteArray()),
        AlertsBench::check);
  }

  private void heartbeat(KafkaProducer<byte[], byte[]> producer) {
    lastBeatMs = clock.millis();
    byte[] beat =
        DatagramBlock.newBuilder().setCollector("bench").setBootMs(bootMs).build().toByteArray();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      send(producer, Topic.FLOW_DATAGRAMS, partition, null, beat);
    }
  }

  private void send(
      KafkaProducer<byte[], byte[]> producer,
      Topic topic,
      int partition,
      byte @org.jspecify.annotations.Nullable [] key,
      byte[] value) {
    producer.send(
        new ProducerRecord<>(topic.topicName(), partition, clock.millis(), key, value),
        AlertsBench::check);
  }

  private static void check(Object metadata, @org.jspecify.annotations.Nullable Exception failure) {
    if (failure != null) {
      throw new LabFailure("Kafka refused a record: " + failure.getMessage() + ".", failure);
    }
  }
}
