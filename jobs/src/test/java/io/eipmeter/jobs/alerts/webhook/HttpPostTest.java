package io.eipmeter.jobs.alerts.webhook;

import static io.eipmeter.jobs.alerts.webhook.TestNotices.notice;
import static io.eipmeter.jobs.alerts.webhook.TestNotices.receiver;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eipmeter.schemas.v1.AlertState;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real sockets on the loopback address. */
class HttpPostTest {
  private static final long NOW = 1_793_491_230_000L;
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final BlockingQueue<String> received = new ArrayBlockingQueue<>(10);
  private final HttpPost http = new HttpPost(InetAddress::getAllByName);

  HttpPostTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** Answers one request so, and keeps the connection open if asked to. */
  private void answer(String text, boolean stayOpen) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                received.add(request(socket));
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                if (stayOpen) {
                  socket.getInputStream().read(); // until the sender gives up
                }
              } catch (IOException e) {
                received.add("broken: " + e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static String request(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      text.append((char) in.read());
    }
    int length =
        Integer.parseInt(text.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    text.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
    return text.toString();
  }

  private Answer send(Receiver.Form form, Duration timeout) {
    Receiver receiver =
        receiver("r", form, "http://127.0.0.1:" + server.getLocalPort() + "/hook?x=1", timeout);
    return http.send(
        receiver,
        Bodies.of(
            receiver, notice("n1", 1, AlertState.ALERT_STATE_ALERT), NOW, Duration.ofMinutes(1)),
        NOW);
  }

  private String request() throws InterruptedException {
    String request = received.poll(20, TimeUnit.SECONDS);
    return request == null ? "" : request;
  }

  private static String answer(String status, String... headers) {
    return "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  @Test
  void ourOwnFormIsSignedWithEveryKey() throws Exception {
    answer(answer("204 No Content", "Server: x"), false);
    assertThat(send(Receiver.Form.STANDARD, PATIENT).verdict()).isEqualTo(Answer.Verdict.DELIVERED);
    String request = request();
    String body = request.substring(request.indexOf("\r\n\r\n") + 4);
    assertThat(request)
        .startsWith("POST /hook?x=1 HTTP/1.1\r\nHost: 127.0.0.1:")
        .contains("webhook-id: n1\r\n", "webhook-timestamp: 1793491230\r\n")
        .containsPattern("webhook-signature: v1,[^ ]+ v1,[^ ]+\r\n");
    JsonNode json = new ObjectMapper().readTree(body);
    assertThat(json.path("type").asText()).isEqualTo("eip.alert.firing");
    assertThat(json.at("/data/resource/address").asText()).isEqualTo("100.64.0.1");
    assertThat(json.at("/data/value").asText()).isEqualTo("8000.133");
    String signature =
        Secret.read("env:K", java.util.Map.of("K", TestNotices.OTHER_KEY))
            .sign("n1", 1_793_491_230L, body.getBytes(StandardCharsets.UTF_8));
    assertThat(request).contains(signature);
  }

  /** The example of Standard Webhooks' own libraries. */
  @Test
  void aSignatureIsThatOfTheSpecification() {
    assertThat(
            Secret.read("env:K", java.util.Map.of("K", TestNotices.KEY))
                .sign(
                    "msg_p5jXN8AQM9LWM0D4loKWxJek",
                    1_614_265_330L,
                    "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void theProvidersFormHasItsFieldsAsTexts() throws Exception {
    answer(answer("200 OK", "Content-Length: 0"), false);
    send(Receiver.Form.CLOUDMONITOR, PATIENT);
    assertThat(request())
        .contains("Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n")
        .contains(
            "alertName=Outbound+%26+more",
            "&alertState=ALERT",
            "&curValue=8000.133",
            "&dimensions=%7BuserId%3Dacme%2C+instanceId%3Deip-1%7D",
            "&expression=%24Average%3E%3D8000",
            "&metricName=net_tx.rate",
            "&namespace=acs_vpc_eip",
            "&triggerLevel=WARN",
            "&ruleId=web-out",
            "&timestamp=1793491230",
            "&userId=acme");
  }

  @Test
  void aReceiverThatDoesNotAnswerIsGivenUpInTime() throws Exception {
    answer("", true);
    Answer answer = send(Receiver.Form.STANDARD, Duration.ofMillis(200));
    assertThat(answer.verdict()).isEqualTo(Answer.Verdict.RETRY);
    assertThat(answer.error()).isEqualTo("no answer in time");
  }

  @Test
  void aReceiverThatDripsItsAnswerIsGivenUpInTime() throws Exception {
    answer("HTTP/1.1 200 OK\r\nX-Slow: ", true);
    assertThat(send(Receiver.Form.STANDARD, Duration.ofMillis(200)).error())
        .isEqualTo("no answer in time");
  }

  @Test
  void anAnswerThatIsCutOffIsNone() throws Exception {
    answer(answer("200 OK", "Content-Length: 100") + "only this", false);
    Answer answer = send(Receiver.Form.STANDARD, PATIENT);
    assertThat(answer.verdict()).isEqualTo(Answer.Verdict.RETRY);
    assertThat(answer.error()).isEqualTo("the connection ended before the answer did");
  }

  @Test
  void whatTheReceiverSaysDecidesWhatIsDone() throws Exception {
    answer(answer("500 Oops"), false);
    assertThat(send(Receiver.Form.STANDARD, PATIENT).verdict()).isEqualTo(Answer.Verdict.RETRY);
    answer(answer("429 Slow Down", "Retry-After: 17"), false);
    assertThat(send(Receiver.Form.STANDARD, PATIENT))
        .extracting(Answer::verdict, Answer::retryAfterMs)
        .containsExactly(Answer.Verdict.RETRY, 17_000L);
    answer(answer("301 Moved", "Location: http://127.0.0.1/"), false);
    assertThat(send(Receiver.Form.STANDARD, PATIENT).verdict()).isEqualTo(Answer.Verdict.REFUSED);
    answer(answer("400 Bad"), false);
    assertThat(send(Receiver.Form.STANDARD, PATIENT).verdict()).isEqualTo(Answer.Verdict.REFUSED);
    server.close();
    assertThat(send(Receiver.Form.STANDARD, PATIENT).error()).isEqualTo("not reachable");
  }

  @Test
  void aWishToWaitMayBeADate() {
    assertThat(HttpPost.retryAfterMs("Sun, 01 Nov 2026 00:01:00 GMT", 1_793_491_230_000L))
        .isEqualTo(30_000);
    assertThat(HttpPost.retryAfterMs("Sun, 01 Nov 2020 00:01:00 GMT", NOW)).isZero();
    assertThat(HttpPost.retryAfterMs("999999", NOW)).isEqualTo(3_600_000);
    assertThat(HttpPost.retryAfterMs("soon", NOW)).isZero();
  }
}
