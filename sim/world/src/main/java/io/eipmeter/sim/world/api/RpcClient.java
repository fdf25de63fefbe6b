package io.eipmeter.sim.world.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Calls a control plane as the provider's SDKs do. */
public final class RpcClient {
  private static final String NO_BODY = AcsSignature.sha256(new byte[0]);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final ObjectMapper mapper = new ObjectMapper();
  private final URI endpoint;
  private final String keyId;
  private final String secret;

  /**
   * @param endpoint such as http://127.0.0.1:8480
   */
  public RpcClient(URI endpoint, String keyId, String secret) {
    this.endpoint = endpoint;
    this.keyId = keyId;
    this.secret = secret;
  }

  /** The API's refusal. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(JsonNode body) {
      super(
          body.path("Code").asText()
              + ": "
              + body.path("Message").asText()
              + " (request "
              + body.path("RequestId").asText()
              + ")");
    }
  }

  /**
   * Calls an operation.
   *
   * @throws Refused if the control plane refuses
   * @throws IOException if it does not answer
   */
  public JsonNode call(String action, Map<String, String> parameters)
      throws IOException, InterruptedException, Refused {
    HttpRequest request = request(action, parameters, Instant.now(), UUID.randomUUID().toString());
    HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
    JsonNode body = mapper.readTree(answer.body());
    if (answer.statusCode() != 200) {
      throw new Refused(body);
    }
    return body;
  }

  /**
   * The request of a call, signed.
   *
   * @param date not far from the wall clock of the control plane
   * @param nonce not used before
   */
  HttpRequest request(String action, Map<String, String> parameters, Instant date, String nonce) {
    TreeMap<String, String> headers = new TreeMap<>();
    headers.put("host", endpoint.getRawAuthority());
    headers.put("x-acs-action", action);
    headers.put("x-acs-content-sha256", NO_BODY);
    headers.put("x-acs-date", date.truncatedTo(ChronoUnit.SECONDS).toString());
    headers.put("x-acs-signature-nonce", nonce);
    headers.put("x-acs-version", ControlServer.VERSION);
    List<String> signed = List.copyOf(headers.keySet());
    String signature = AcsSignature.sign(secret, "POST", "/", parameters, headers, signed, NO_BODY);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/?" + AcsSignature.queryText(parameters)))
            .timeout(Duration.ofSeconds(30))
            .header("User-Agent", "eipmeter")
            .header(
                "Authorization",
                AcsSignature.ALGORITHM
                    + " Credential="
                    + keyId
                    + ",SignedHeaders="
                    + String.join(";", signed)
                    + ",Signature="
                    + signature)
            .POST(BodyPublishers.noBody());
    headers.forEach(
        (name, value) -> {
          if (!name.equals("host")) {
            request.header(name, value);
          }
        });
    return request.build();
  }
}
