package io.eipmeter.collector.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.eipmeter.collector.udp.AddressRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one object of a user's file, with sentences that name the place. */
final class FieldReader {
  private final String place;
  private final JsonNode object;

  /**
   * Begins to read an object.
   *
   * @param place for the sentences, as in "line 3"
   * @param known all fields that may be there
   */
  FieldReader(String place, JsonNode object, Set<String> known) throws BadFileException {
    this.place = place;
    this.object = object;
    if (!object.isObject()) {
      throw new BadFileException(place + ": expected fields with values");
    }
    for (var names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new BadFileException(
            place
                + ": there is no '"
                + name
                + "', only "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  /** The text of a field; null if it is absent or empty. */
  @Nullable String text(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() || value.asText().isBlank()
        ? null
        : value.asText().trim();
  }

  String text(String name, String fallback) {
    String text = text(name);
    return text == null ? fallback : text;
  }

  String required(String name) throws BadFileException {
    String text = text(name);
    if (text == null) {
      throw new BadFileException(place + ": '" + name + "' is missing");
    }
    return text;
  }

  AddressRange range(String name) throws BadFileException {
    try {
      return AddressRange.parse(required(name));
    } catch (IllegalArgumentException e) {
      throw bad(name, String.valueOf(e.getMessage()));
    }
  }

  Duration duration(String name, Duration fallback) throws BadFileException {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (DateTimeException e) {
      throw bad(name, "'" + text + "' is no duration like PT90S, PT1H or P35D");
    }
    throw bad(name, "must be positive, was " + text);
  }

  /** A time as {@code 2026-12-01T00:00:00+08:00} or, for the start of a day in UTC, its date. */
  @Nullable Instant instant(String name) throws BadFileException {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return text.length() == "2026-12-01".length()
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw bad(name, "'" + text + "' is no time; write 2026-12-01, or 2026-12-01T08:00:00+08:00");
    }
  }

  long number(String name, long fallback, long least, long most) throws BadFileException {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw bad(name, "'" + text + "' is no number");
    }
    throw bad(name, "must be " + least + " to " + most + ", was " + text);
  }

  BadFileException bad(String name, String sentence) {
    return new BadFileException(place + ": " + name + ": " + sentence);
  }
}
