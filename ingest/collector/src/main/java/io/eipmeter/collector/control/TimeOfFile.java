package io.eipmeter.collector.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * A time as people write it: {@code 2026-12-01T00:00:00+08:00} or, for the start of a day in UTC,
 * its date.
 *
 * @param ms milliseconds since the epoch, not negative
 */
record TimeOfFile(long ms) {
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
  private static final int DATE_LENGTH = "2026-12-01".length();

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static TimeOfFile parse(String text) {
    Instant time = instant(text);
    if (time.toEpochMilli() < 0) {
      throw new IllegalArgumentException("must not be before 1970-01-01, was '" + text + "'");
    }
    return new TimeOfFile(time.toEpochMilli());
  }

  private static Instant instant(String text) {
    try {
      Instant time =
          text.length() == DATE_LENGTH
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : OffsetDateTime.parse(text).toInstant();
      if (!time.isAfter(LATEST)) {
        return time;
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "must be a time such as 2026-12-01 or 2026-12-01T08:00:00+08:00, was '" + text + "'", e);
    }
    throw new IllegalArgumentException("must be before 9999-12-31, was '" + text + "'");
  }
}
