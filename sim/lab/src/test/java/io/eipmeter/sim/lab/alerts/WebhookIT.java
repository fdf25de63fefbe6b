package io.eipmeter.sim.lab.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.eipmeter.collector.control.Topics;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.AlertState;
import io.eipmeter.schemas.v1.DeliveryAttempt;
import io.eipmeter.schemas.v1.DeliveryOutcome;
import io.eipmeter.sim.lab.cli.Main;
import io.eipmeter.sim.lab.kafka.LocalKafka;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.ChildProcess;
import io.eipmeter.sim.lab.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `webhook serve` as a process, Kafka, Debian's Alertmanager, and receivers that misbehave. */
class WebhookIT {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(120);
  private static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final Set<String> taken = ConcurrentHashMap.newKeySet();

  /** Answers 500 the first time it is told something. */
  private HttpServer receiver(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          String id = exchange.getRequestHeaders().getFirst("webhook-id");
          int times = requests.computeIfAbsent(id, any -> new AtomicInteger()).incrementAndGet();
          if (times > 1) {
            taken.add(id);
          }
          exchange.sendResponseHeaders(times == 1 ? 500 : 204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static AlertNotice notice(int host, AlertState state) {
    boolean over = state == AlertState.ALERT_STATE_OK;
    long nowMs = System.currentTimeMillis();
    byte[] address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 100, 64, 0, (byte) host};
    return AlertNotice.newBuilder()
        .setNoticeId((over ? "end-" : "fire-") + host)
        .setAlertId("alert-" + host)
        .setState(state)
        .setPreviousState(over ? AlertState.ALERT_STATE_ALERT : AlertState.ALERT_STATE_OK)
        .setLevel(over ? AlertLevel.ALERT_LEVEL_NONE : AlertLevel.ALERT_LEVEL_CRITICAL)
        .setPreviousLevel(over ? AlertLevel.ALERT_LEVEL_CRITICAL : AlertLevel.ALERT_LEVEL_NONE)
        .setRuleId("web-out")
        .setRuleName("Outbound rate")
        .setStatistic("average")
        .setComparison("GreaterThanThreshold")
        .setDecidedLogMs(nowMs)
        .setStartsMs(nowMs - 60_000)
        .setAddress(ByteString.copyFrom(address))
        .build();
  }

  private static void publish(KafkaProducer<byte[], byte[]> producer, int host, AlertState state) {
    producer.send(
        new ProducerRecord<>(
            Topic.ALERTS.topicName(), new byte[] {(byte) host}, notice(host, state).toByteArray()));
  }

  private Set<String> active(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/v2/alerts?active=true"))
            .build();
    JsonNode alerts =
        JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    List<String> addresses = new ArrayList<>();
    alerts.forEach(alert -> addresses.add(alert.at("/labels/address").asText()));
    assertThat(addresses).doesNotHaveDuplicates();
    return new TreeSet<>(addresses);
  }

  private static Set<String> addresses(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(host -> "100.64.0." + host)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private ChildProcess serve(LocalKafka kafka, Path receivers) {
    return ChildProcess.startWatched(
        "webhook",
        directory.resolve("logs"),
        List.of("-Xmx128m", "-XX:+UseSerialGC"),
        List.of(
            Main.class.getName(),
            "webhook",
            "serve",
            "--kafka",
            kafka.bootstrapServers(),
            "--receivers",
            receivers.toString()));
  }

  private static Process alertmanager(Path directory, int port) throws IOException {
    Path config = directory.resolve("am.yml");
    Files.writeString(config, "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
    return new ProcessBuilder(
            "setpriv",
            "--pdeathsig",
            "KILL",
            "--",
            ALERTMANAGER.toString(),
            "--config.file=" + config,
            "--storage.path=" + directory.resolve("am"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address=")
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("am.log").toFile())
        .start();
  }

  private Path receivers(int goodPort, int deadPort, int alertmanagerPort) throws IOException {
    Path key = directory.resolve("key");
    Files.writeString(key, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    return Files.writeString(
        directory.resolve("receivers.yaml"),
        """
        receivers:
          - {name: good, form: standard, url: "http://127.0.0.1:%d/", ports: [%d], allow-http: true, allow-private: true, secrets: ["file:%s"]}
          - {name: dead, form: standard, url: "http://127.0.0.1:%d/", ports: [%d], allow-http: true, allow-private: true, secrets: ["file:%s"], park-after: PT1S}
          - {name: am, form: alertmanager, url: "http://127.0.0.1:%d/api/v2/alerts", ports: [%d], allow-http: true, allow-private: true}
        """
            .formatted(
                goodPort,
                goodPort,
                key,
                deadPort,
                deadPort,
                key,
                alertmanagerPort,
                alertmanagerPort));
  }

  /** What the topic of attempts says, "receiver notice" by outcome. */
  private static Set<String> outcomes(LocalKafka kafka, DeliveryOutcome wanted) throws Exception {
    Set<String> found = new TreeSet<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.ALERT_DELIVERIES.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          DeliveryAttempt attempt = DeliveryAttempt.parseFrom(record.value());
          if (attempt.getOutcome() == wanted) {
            found.add(attempt.getReceiver() + " " + attempt.getNoticeId());
          }
        }
      }
    }
    return found;
  }

  @Test
  void everyReceiverKnowsTheSameAlertsThroughAKillAndWhatWasParkedGoesOutOnCommand()
      throws Exception {
    assumeTrue(Files.isExecutable(ALERTMANAGER), "prometheus-alertmanager is not installed");
    int alertmanagerPort = Ports.tcp(0, "alertmanager");
    int deadPort = Ports.tcp(0, "dead");
    int goodPort = Ports.tcp(0, "good");
    HttpServer good = receiver(goodPort);
    Process alertmanager = alertmanager(directory, alertmanagerPort);
    try (LocalKafka kafka =
        LocalKafka.start(directory.resolve("kafka"), directory.resolve("logs"))) {
      Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
      try (Admin admin = Admin.create(client)) {
        var ignored = Topics.create(admin, Topics.Plan.virtualTime(2));
      }
      Path receivers = receivers(goodPort, deadPort, alertmanagerPort);
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
        IntStream.range(0, 20).forEach(i -> publish(producer, i, AlertState.ALERT_STATE_ALERT));
        IntStream.range(0, 5).forEach(i -> publish(producer, i, AlertState.ALERT_STATE_OK));
        producer.flush();
        ChildProcess first = serve(kafka, receivers);
        try {
          Await.until(
              "alerts in Alertmanager",
              LONGEST_WAIT,
              first,
              () -> active(alertmanagerPort).equals(addresses(5, 20)));
          first.kill();
        } finally {
          first.close();
        }
        IntStream.range(20, 25).forEach(i -> publish(producer, i, AlertState.ALERT_STATE_ALERT));
        producer.flush();
      }
      try (ChildProcess second = serve(kafka, receivers)) {
        Await.until(
            "the new alerts in Alertmanager",
            LONGEST_WAIT,
            second,
            () -> active(alertmanagerPort).equals(addresses(5, 25)));
        Await.until("all at the receiver of ours", LONGEST_WAIT, second, () -> taken.size() == 30);
        Await.until(
            "all parked for the dead receiver",
            LONGEST_WAIT,
            second,
            () ->
                outcomes(kafka, DeliveryOutcome.DELIVERY_OUTCOME_PARKED).stream()
                        .filter(what -> what.startsWith("dead "))
                        .count()
                    == 30);
        resend(kafka, deadPort, second);
      }
      assertThat(outcomes(kafka, DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED)).hasSize(61);
    } finally {
      alertmanager.destroyForcibly();
      good.stop(0);
    }
  }

  private void resend(LocalKafka kafka, int deadPort, ChildProcess server) throws Exception {
    taken.remove("fire-7");
    HttpServer revived = receiver(deadPort);
    try {
      assertThat(
              Main.commandLine()
                  .execute(
                      "webhook",
                      "resend",
                      "--kafka",
                      kafka.bootstrapServers(),
                      "--receiver",
                      "dead",
                      "--notice",
                      "fire-7"))
          .isZero();
      Await.until(
          "what was parked at the receiver that is back",
          LONGEST_WAIT,
          server,
          () ->
              outcomes(kafka, DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED).contains("dead fire-7"));
      assertThat(taken).contains("fire-7");
    } finally {
      revived.stop(0);
    }
  }
}
