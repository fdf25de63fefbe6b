package io.eipmeter.sim.lab.mission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Somebody who wants to hear of alerts. Takes what is signed as Standard Webhooks 1.0.0 says, and
 * is busy whenever a notice comes for the first time: what is told must be told again.
 */
final class HookReceiver implements AutoCloseable {
  static final String PATH = "/hook";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NO_CONTENT = 204;
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final byte[] key;
  private final Set<String> refused = new HashSet<>();
  private final Map<String, String> taken = new LinkedHashMap<>();
  private int badSignatures;

  /**
   * Listens from now on.
   *
   * @param key that bodies are signed with
   */
  HookReceiver(byte[] key) {
    this.key = key.clone();
    int port = Ports.tcp(0, "--hook-port");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new LabFailure("No receiver of webhooks at port " + port + ": " + e.getMessage(), e);
    }
    server.createContext(PATH, this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(status(exchange, body), -1);
    }
  }

  private synchronized int status(HttpExchange exchange, byte[] body) throws IOException {
    String id = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id"));
    String time = exchange.getRequestHeaders().getFirst("webhook-timestamp");
    String signature = exchange.getRequestHeaders().getFirst("webhook-signature");
    if (!("v1," + signed(id + "." + time + ".", body)).equals(signature)) {
      badSignatures++;
      return UNAUTHORIZED;
    }
    if (refused.add(id)) {
      return UNAVAILABLE;
    }
    JsonNode data = JSON.readTree(body).path("data");
    taken.put(
        id,
        data.path("rule").path("id").asText()
            + " "
            + data.path("resource").path("eip").asText()
            + " "
            + data.path("state").asText());
    return NO_CONTENT;
  }

  private String signed(String before, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(before.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** Notices taken so far, by their ids. */
  synchronized Map<String, String> taken() {
    return new LinkedHashMap<>(taken);
  }

  /** Requests that were not signed with the key. */
  synchronized int badSignatures() {
    return badSignatures;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
