package io.eipmeter.sim.world.cloud;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as the provider writes them: UTC, to the second. */
final class Times {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  /** Empty for 0. */
  static String text(long ms) {
    return ms == 0 ? "" : SECONDS.format(Instant.ofEpochMilli(ms));
  }
}
