package io.eipmeter.sim.world.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An HTTP request of the RPC protocol.
 *
 * @param headers by lower-case name
 * @param query of the address; signed
 * @param parameters of query and form together
 */
record RpcRequest(
    String method,
    String path,
    Map<String, String> headers,
    Map<String, String> query,
    Map<String, String> parameters,
    String bodyHash,
    String source) {
  private static final int LONGEST_BODY = 1 << 20;

  static RpcRequest read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY);
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    Map<String, String> query = decode(exchange.getRequestURI().getRawQuery());
    Map<String, String> parameters = new HashMap<>(query);
    if (headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded")) {
      parameters.putAll(decode(new String(body, StandardCharsets.UTF_8)));
    }
    return new RpcRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        headers,
        query,
        parameters,
        AcsSignature.sha256(body),
        exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  private static Map<String, String> decode(@org.jspecify.annotations.Nullable String form) {
    Map<String, String> decoded = new HashMap<>();
    if (form == null || form.isEmpty()) {
      return decoded;
    }
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      decoded.put(
          URLDecoder.decode(name, StandardCharsets.UTF_8),
          URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return decoded;
  }

  /** From the header of signature version 3, or the parameter of older clients. */
  String action() {
    return headers.getOrDefault("x-acs-action", parameters.getOrDefault("Action", ""));
  }

  String version() {
    return headers.getOrDefault("x-acs-version", parameters.getOrDefault("Version", ""));
  }
}
