package io.eipmeter.protocols;

import java.util.Arrays;

/** Writes a checkpoint: numbers as LEB128 variable-length integers, everything in a fixed order. */
final class StateWriter {
  private byte[] bytes = new byte[256];
  private int length;

  /** Any long; small non-negative ones are short. */
  void number(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** Any int, as its unsigned value. */
  void word(int value) {
    number(value & 0xffff_ffffL);
  }

  /** Eight bytes, for what is spread evenly, as hashes are. */
  void fixed(long value) {
    reserve(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  void flag(boolean value) {
    number(value ? 1 : 0);
  }

  void bytes(byte[] value) {
    number(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
