package io.eipmeter.collector.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.eipmeter.schemas.files.Times;
import java.time.ZoneOffset;

/**
 * A time as people write it: {@code 2026-12-01T00:00:00+08:00} or, for the start of a day in UTC,
 * its date.
 *
 * @param ms milliseconds since the epoch, not negative
 */
record TimeOfFile(long ms) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static TimeOfFile parse(String text) {
    return new TimeOfFile(Times.orDate(text, ZoneOffset.UTC).toEpochMilli());
  }
}
