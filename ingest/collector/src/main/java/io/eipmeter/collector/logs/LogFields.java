package io.eipmeter.collector.logs;

import com.fasterxml.jackson.databind.JsonNode;
import io.eipmeter.collector.udp.AddressRange;

/** The fields of a line. Numbers may stand as texts, as the log service writes them. */
final class LogFields {
  private static final long MILLI = 1_000;
  private static final long LARGEST_SECOND = 253_402_300_800L; // the year 10000

  private final JsonNode object;

  LogFields(JsonNode object) {
    this.object = object;
  }

  /** The text of a field; empty if it is absent. */
  String text(String name) {
    return object.path(name).asText("").trim();
  }

  /**
   * @param other another spelling of the provider's
   */
  String required(String name, String other) throws LineException {
    String text = text(name).isEmpty() ? text(other) : text(name);
    if (text.isEmpty()) {
      throw new LineException(Fate.MISSING_FIELD, "'" + name + "' is missing");
    }
    return text;
  }

  String required(String name) throws LineException {
    return required(name, name);
  }

  /** A number from 0. */
  long count(String name) throws LineException {
    String text = required(name);
    try {
      long count = Long.parseLong(text);
      if (count >= 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw bad(name, text, "number from 0");
  }

  /** A time in seconds since the epoch, as its first millisecond. */
  long secondMs(String name) throws LineException {
    long second = count(name);
    if (second > LARGEST_SECOND) {
      throw bad(name, Long.toString(second), "time in seconds");
    }
    return second * MILLI;
  }

  /** The last millisecond of a second that is told. */
  long lastMs(String name) throws LineException {
    return secondMs(name) + MILLI - 1;
  }

  /** An address, 16 bytes. */
  byte[] address(String name) throws LineException {
    String text = required(name);
    try {
      AddressRange one = AddressRange.parse(text);
      if (one.prefixLength() == 128) {
        return one.address();
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw bad(name, text, "address");
  }

  private static LineException bad(String name, String text, String expected) {
    return new LineException(Fate.BAD_VALUE, name + " '" + text + "' is no " + expected);
  }
}
