package io.eipmeter.sim.world.cloud;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the provider writes them: UTC, to the second. */
final class Times {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** Empty for 0. */
  static String text(long ms) {
    return ms == 0 ? "" : SECONDS.format(Instant.ofEpochMilli(ms));
  }
}
