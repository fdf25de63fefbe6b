package io.eipmeter.protocols;

import java.util.Arrays;

/** Reads what {@link StateWriter} wrote; anything else is an {@link IllegalArgumentException}. */
final class StateReader {
  private final byte[] bytes;
  private int at;

  StateReader(byte[] bytes) {
    this.bytes = bytes;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int next = next();
      value |= (long) (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw broken();
  }

  int word() {
    return (int) number();
  }

  long fixed() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | next();
    }
    return value;
  }

  boolean flag() {
    return smallNumber(1) == 1;
  }

  /** A number that sizes something, so it has a limit. */
  int smallNumber(int limit) {
    return atMost(limit, number());
  }

  /** How many of something follow, each of which takes a byte at least. */
  int count() {
    long value = number(); // what it is compared with is what lies behind it
    return atMost(bytes.length - at, value);
  }

  private static int atMost(int limit, long value) {
    if (value < 0 || value > limit) {
      throw broken();
    }
    return (int) value;
  }

  byte[] bytes() {
    int length = count();
    byte[] value = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return value;
  }

  void end() {
    if (at != bytes.length) {
      throw broken();
    }
  }

  private int next() {
    if (at == bytes.length) {
      throw broken();
    }
    return bytes[at++] & 0xff;
  }

  private static IllegalArgumentException broken() {
    return new IllegalArgumentException("not a state of an exporter of this or an earlier version");
  }
}
