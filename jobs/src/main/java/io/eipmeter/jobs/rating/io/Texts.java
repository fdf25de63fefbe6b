package io.eipmeter.jobs.rating.io;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;

/** Values as files spell them. */
final class Texts {
  private Texts() {}

  /** A time in ISO 8601 with its offset. */
  static Instant time(String text, Function<String, BadFileException> bad) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw bad.apply(
          "must be a time with its offset such as 2026-10-01T09:30:00+08:00, was '" + text + "'");
    }
  }
}
