package io.eipmeter.sim.lab.alerts;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.eipmeter.collector.control.Topics;
import io.eipmeter.schemas.Clocks;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.AlertState;
import io.eipmeter.schemas.v1.DeliveryAttempt;
import io.eipmeter.schemas.v1.DeliveryOutcome;
import io.eipmeter.sim.lab.alerts.FaultyReceiver.Fault;
import io.eipmeter.sim.lab.cli.Commands;
import io.eipmeter.sim.lab.kafka.LocalKafka;
import io.eipmeter.sim.lab.mission.WebhookProcess;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.ChildProcess;
import io.eipmeter.sim.lab.process.Ports;
import io.eipmeter.sim.lab.traffic.TopicReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `webhook serve` as a process, Kafka, Debian's Alertmanager, and receivers that misbehave. */
class WebhookIT {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(120);
  private static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As many as the sender sends at once: all of its first burst. */
  private static final int FAULTS = 4;

  @TempDir private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private LocalKafka kafka;
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeEach
  void startKafka() throws Exception {
    kafka = LocalKafka.start(directory.resolve("kafka"), directory.resolve("logs"));
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      var ignored = Topics.create(admin, Topics.Plan.virtualTime(2));
    }
    producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void stopKafka() {
    producer.close();
    kafka.close();
  }

  /** Of the EIP 100.64.0.{@code host}. */
  private void publish(int host, AlertState state) {
    boolean over = state == AlertState.ALERT_STATE_OK;
    long nowMs = System.currentTimeMillis();
    byte[] address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 100, 64, 0, (byte) host};
    AlertNotice notice =
        AlertNotice.newBuilder()
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
    producer.send(
        new ProducerRecord<>(
            Topic.ALERTS.topicName(), new byte[] {(byte) host}, notice.toByteArray()));
  }

  private void fire(int from, int to) {
    IntStream.range(from, to).forEach(host -> publish(host, AlertState.ALERT_STATE_ALERT));
    producer.flush();
  }

  private void end(int from, int to) {
    IntStream.range(from, to).forEach(host -> publish(host, AlertState.ALERT_STATE_OK));
    producer.flush();
  }

  private static Set<String> ids(int fired, int ended) {
    return Stream.concat(
            IntStream.range(0, fired).mapToObj(host -> "fire-" + host),
            IntStream.range(0, ended).mapToObj(host -> "end-" + host))
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> addresses(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(host -> "100.64.0." + host)
        .collect(toCollection(TreeSet::new));
  }

  private ChildProcess serve(Path receivers, String clock) {
    return WebhookProcess.start(
        kafka.bootstrapServers(), receivers, directory.resolve("logs"), clock);
  }

  private Process alertmanager(int port) throws IOException {
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

  /** What Alertmanager holds as active, by address: none twice. */
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

  private String receiver(String name, int port, String more) throws IOException {
    Path key = directory.resolve("key");
    Files.writeString(key, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    String rest =
        name.equals("am")
            ? String.format(
                Locale.ROOT, "form: alertmanager, url: \"http://127.0.0.1:%d/api/v2/alerts\"", port)
            : String.format(
                Locale.ROOT,
                "form: standard, secrets: [\"file:%s\"], url: \"http://127.0.0.1:%d/\"",
                key,
                port);
    return String.format(
        Locale.ROOT,
        "  - {name: %s, ports: [%d], allow-http: true, allow-private: true, %s%s}\n",
        name,
        port,
        rest,
        more);
  }

  private Path receivers(String... lines) throws IOException {
    return Files.writeString(
        directory.resolve("receivers.yaml"), "receivers:\n" + String.join("", lines));
  }

  private List<DeliveryAttempt> attempts(String receiver) throws Exception {
    List<DeliveryAttempt> found = new ArrayList<>();
    try (TopicReader topic = new TopicReader(kafka.bootstrapServers(), Topic.ALERT_DELIVERIES)) {
      List<byte[]> records = new ArrayList<>();
      topic.drain(record -> records.add(record.value()));
      for (byte[] record : records) {
        DeliveryAttempt attempt = DeliveryAttempt.parseFrom(record);
        if (attempt.getReceiver().equals(receiver)) {
          found.add(attempt);
        }
      }
    }
    return found;
  }

  private Set<String> noticesWith(String receiver, DeliveryOutcome outcome) throws Exception {
    return attempts(receiver).stream()
        .filter(attempt -> attempt.getOutcome() == outcome)
        .map(DeliveryAttempt::getNoticeId)
        .collect(toCollection(TreeSet::new));
  }

  @Test
  void alertmanagerHoldsTheAlertsThatGoOnThroughAKillOfTheSender() throws Exception {
    assumeTrue(Files.isExecutable(ALERTMANAGER), "prometheus-alertmanager is not installed");
    int alertmanagerPort = Ports.tcp(0, "alertmanager");
    int goodPort = Ports.tcp(0, "good");
    Path receivers =
        receivers(receiver("good", goodPort, ""), receiver("am", alertmanagerPort, ""));
    Process alertmanager = alertmanager(alertmanagerPort);
    try (FaultyReceiver good = FaultyReceiver.start(goodPort, Fault.NONE, 0)) {
      fire(0, 20);
      end(0, 5);
      try (ChildProcess first = serve(receivers, "system")) {
        Await.until(
            "alerts in Alertmanager",
            LONGEST_WAIT,
            first,
            () -> active(alertmanagerPort).equals(addresses(5, 20)));
        first.kill();
      }
      fire(20, 25);
      end(5, 10);
      try (ChildProcess second = serve(receivers, "system")) {
        Await.until(
            "the set of alerts of now",
            LONGEST_WAIT,
            second,
            () -> active(alertmanagerPort).equals(addresses(10, 25)));
        Await.until(
            "all at the other receiver",
            LONGEST_WAIT,
            second,
            () -> new TreeSet<>(good.taken()).equals(ids(25, 10)));
        Await.until(
            "a record of each",
            LONGEST_WAIT,
            second,
            () ->
                noticesWith("am", DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED).equals(ids(25, 10)));
        assertThat(active(alertmanagerPort)).isEqualTo(addresses(10, 25));
      }
    } finally {
      alertmanager.destroyForcibly();
    }
  }

  /** A second of the wall clock is a minute of the sender's. */
  @Test
  void receiversThatMisbehaveGetAllInOrderAndDelayNobody() throws Exception {
    long nowMs = System.currentTimeMillis();
    String clockText = nowMs + "@" + nowMs + "*60";
    Clock clock = Clocks.parse(clockText);
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String name : List.of("good", "hangs", "broken", "throttles", "cuts", "down")) {
      ports.put(name, Ports.tcp(0, name));
    }
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      lines.add(receiver(port.getKey(), port.getValue(), ", timeout: PT2S"));
    }
    Path receivers = receivers(lines.toArray(new String[0]));
    fire(0, 8);
    end(0, 4);
    try (FaultyReceiver good = start(ports, "good", Fault.NONE);
        FaultyReceiver hangs = start(ports, "hangs", Fault.NEVER_ANSWERS);
        FaultyReceiver broken = start(ports, "broken", Fault.ANSWERS_500);
        FaultyReceiver throttles = start(ports, "throttles", Fault.ANSWERS_429);
        FaultyReceiver cuts = start(ports, "cuts", Fault.CLOSES_MID_BODY);
        ChildProcess server = serve(receivers, clockText)) {
      awaitAll(good, server);
      long goodMs = clock.millis();
      Await.until(
          "ten virtual minutes", LONGEST_WAIT, server, () -> clock.millis() >= goodMs + 600_000);
      assertThat(noticesWith("down", DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED)).isEmpty();
      try (FaultyReceiver down = start(ports, "down", Fault.NONE)) {
        for (FaultyReceiver receiver : List.of(hangs, broken, throttles, cuts, down)) {
          awaitAll(receiver, server);
          assertThat(receiver.taken()).as("once each, nobody was killed").hasSize(12);
        }
        for (int host = 0; host < 4; host++) {
          for (FaultyReceiver each : List.of(good, hangs, broken, throttles, cuts, down)) {
            assertThat(each.taken().indexOf("fire-" + host))
                .isLessThan(each.taken().indexOf("end-" + host));
          }
        }
        assertThat(awaitRecords("hangs", server)).contains("0 no answer in time");
        assertThat(awaitRecords("broken", server)).contains("500 ");
        assertThat(awaitRecords("cuts", server))
            .contains("0 the connection ended before the answer did");
        assertThat(awaitRecords("down", server)).contains("0 not reachable");
        assertThat(awaitRecords("throttles", server)).contains("429 ");
        long firstMs = atMs("throttles", DeliveryOutcome.DELIVERY_OUTCOME_RETRY).min().orElse(0);
        assertThat(atMs("throttles", DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED).min().orElse(0))
            .isGreaterThanOrEqualTo(firstMs + 600_000);
      }
    }
  }

  private static FaultyReceiver start(Map<String, Integer> ports, String name, Fault fault)
      throws IOException {
    return FaultyReceiver.start(
        ports.getOrDefault(name, 0), fault, fault == Fault.NONE ? 0 : FAULTS);
  }

  private static void awaitAll(FaultyReceiver receiver, ChildProcess server) {
    Await.until(
        "all that it was to be told",
        LONGEST_WAIT,
        server,
        () -> new TreeSet<>(receiver.taken()).equals(ids(8, 4)));
  }

  /** What went wrong, once all that was delivered is on record too. */
  private List<String> awaitRecords(String receiver, ChildProcess server) throws Exception {
    Await.until(
        "a record of each",
        LONGEST_WAIT,
        server,
        () -> noticesWith(receiver, DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED).equals(ids(8, 4)));
    return attempts(receiver).stream()
        .filter(attempt -> attempt.getOutcome() == DeliveryOutcome.DELIVERY_OUTCOME_RETRY)
        .map(attempt -> attempt.getHttpStatus() + " " + attempt.getError())
        .collect(toList());
  }

  private LongStream atMs(String receiver, DeliveryOutcome outcome) throws Exception {
    return attempts(receiver).stream()
        .filter(attempt -> attempt.getOutcome() == outcome)
        .mapToLong(DeliveryAttempt::getAtMs);
  }

  @Test
  void whatWasParkedGoesOutOnCommand() throws Exception {
    int port = Ports.tcp(0, "dead");
    Path receivers = receivers(receiver("dead", port, ", park-after: PT1S"));
    fire(0, 5);
    try (ChildProcess server = serve(receivers, "system")) {
      Await.until(
          "all parked for the dead receiver",
          LONGEST_WAIT,
          server,
          () -> noticesWith("dead", DeliveryOutcome.DELIVERY_OUTCOME_PARKED).equals(ids(5, 0)));
      try (FaultyReceiver revived = FaultyReceiver.start(port, Fault.NONE, 0)) {
        assertThat(resend("--notice", "fire-3")).isZero();
        Await.until(
            "what was asked for",
            LONGEST_WAIT,
            server,
            () -> revived.taken().equals(List.of("fire-3")));
        Await.until(
            "a record of it",
            LONGEST_WAIT,
            server,
            () ->
                noticesWith("dead", DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED)
                    .equals(Set.of("fire-3")));
        assertThat(resend()).isZero();
        Await.until(
            "the rest", LONGEST_WAIT, server, () -> Set.copyOf(revived.taken()).equals(ids(5, 0)));
        assertThat(revived.taken()).hasSize(5);
      }
    }
  }

  private int resend(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "webhook", "resend", "--kafka", kafka.bootstrapServers(), "--receiver", "dead"));
    words.addAll(List.of(more));
    return Commands.run(words).exitCode();
  }
}
