package io.eipmeter.jobs.alerts.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for signatures (Standard Webhooks 1.0.0: base64 of 24 to 64 bytes). Never shown. */
final class Secret {
  private static final String PREFIX = "whsec_";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;

  private final byte[] key;

  private Secret(byte[] key) {
    this.key = key;
  }

  /**
   * Reads a secret.
   *
   * @param where {@code env:NAME} or {@code file:PATH}
   * @throws IllegalArgumentException a sentence that does not hold the secret
   */
  static Secret read(String where, Map<String, String> environment) {
    String text;
    if (where.startsWith("env:")) {
      text = environment.get(where.substring("env:".length()));
      if (text == null) {
        throw new IllegalArgumentException("the environment has no " + where.substring(4));
      }
    } else if (where.startsWith("file:")) {
      try {
        text =
            Files.readString(Path.of(where.substring("file:".length())), StandardCharsets.US_ASCII);
      } catch (IOException e) {
        throw new IllegalArgumentException(where.substring(5) + " can't be read", e);
      }
    } else {
      throw new IllegalArgumentException("a secret is named by env:NAME or file:PATH");
    }
    return parse(text.strip(), where);
  }

  private static Secret parse(String text, String where) {
    byte[] key;
    try {
      key =
          Base64.getDecoder()
              .decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
    } catch (IllegalArgumentException e) {
      // Without the cause: it quotes what it could not read.
      throw new IllegalArgumentException("what " + where + " holds is not base64");
    }
    if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "what " + where + " holds must be the base64 of 24 to 64 bytes");
    }
    return new Secret(key);
  }

  /** HMAC-SHA256 over id, timestamp and body, with points between. */
  String sign(String id, long timestampSeconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((id + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "Secret";
  }
}
