package io.eipmeter.sim.world.api;

import io.eipmeter.schemas.Sha256;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The provider's signature, version 3: ACS3-HMAC-SHA256. */
final class AcsSignature {
  static final String ALGORITHM = "ACS3-HMAC-SHA256";

  private AcsSignature() {}

  /**
   * @param headers by lower-case name; at least those in {@code signed}
   * @param signed the names of the signed headers, in the order of the alphabet
   * @param bodyHash SHA-256 of the body in hexadecimal
   */
  static String sign(
      String secret,
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      List<String> signed,
      String bodyHash) {
    StringBuilder canonical = new StringBuilder(method).append('\n').append(path).append('\n');
    canonical.append(queryText(query)).append('\n');
    for (String name : signed) {
      canonical
          .append(name)
          .append(':')
          .append(headers.getOrDefault(name, "").strip())
          .append('\n');
    }
    canonical.append('\n').append(String.join(";", signed)).append('\n').append(bodyHash);
    String toSign =
        ALGORITHM + "\n" + sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
    return hmac(secret, toSign);
  }

  /** Sorted and percent-encoded as RFC 3986 has it. */
  static String queryText(Map<String, String> query) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(query)
        .forEach(
            (name, value) ->
                text.append(text.length() == 0 ? "" : "&")
                    .append(encode(name))
                    .append('=')
                    .append(encode(value)));
    return text.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
  }

  private static String hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
