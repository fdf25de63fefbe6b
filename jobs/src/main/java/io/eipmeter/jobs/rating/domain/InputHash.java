package io.eipmeter.jobs.rating.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names what a line was made of (R21): the same rows in any order have the same hash. */
final class InputHash {
  static final String NONE = "";

  private InputHash() {}

  static String of(List<UsageHour> hours) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      hours.stream()
          .sorted()
          .forEach(hour -> digest.update(text(hour).getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String text(UsageHour hour) {
    return String.join(
        "\t",
        hour.account(),
        hour.region(),
        hour.lineType(),
        hour.eip(),
        hour.hourStart().toString(),
        Long.toString(hour.bytesIn()),
        Long.toString(hour.bytesOut()),
        Long.toString(hour.packets()),
        hour.quality() + "\n");
  }
}
