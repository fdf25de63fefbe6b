package io.eipmeter.schemas.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Times as files spell them: ISO 8601, from 1970 to 9999. */
public final class Times {
  private static final int DATE_LENGTH = "2026-12-01".length();
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private Times() {}

  /**
   * A time with its offset, as in {@code 2026-12-01T08:00:00+08:00}.
   *
   * @throws IllegalArgumentException a sentence with the text
   */
  public static Instant withOffset(String text) {
    try {
      return bounded(text, OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "must be a time with its offset such as 2026-10-01T09:30:00+08:00, was '" + text + "'",
          e);
    }
  }

  /**
   * A time with its offset or, for the start of a day, its date.
   *
   * @param zone whose days dates are
   * @throws IllegalArgumentException a sentence with the text
   */
  public static Instant orDate(String text, ZoneId zone) {
    try {
      return bounded(
          text,
          text.length() == DATE_LENGTH
              ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "must be a time such as 2026-12-01 or 2026-12-01T08:00:00+08:00, was '" + text + "'", e);
    }
  }

  private static Instant bounded(String text, Instant time) {
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          "must be from 1970-01-01 to 9999-12-31, was '" + text + "'");
    }
    return time;
  }
}
