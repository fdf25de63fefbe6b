package io.eipmeter.sim.world.export;

import java.util.Arrays;

/** A datagram being written, in network byte order. */
final class Wire {
  private final byte[] bytes;
  private int length;

  Wire(int capacityBytes) {
    bytes = new byte[capacityBytes];
  }

  int length() {
    return length;
  }

  int room() {
    return bytes.length - length;
  }

  void u8(int value) {
    bytes[length++] = (byte) value;
  }

  void u16(int value) {
    u8(value >>> 8);
    u8(value);
  }

  void u32(long value) {
    u16((int) (value >>> 16));
    u16((int) value);
  }

  void u64(long value) {
    u32(value >>> 32);
    u32(value);
  }

  /** The last {@code width} bytes of a number. */
  void number(long value, int width) {
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      u8((int) (value >>> shift));
    }
  }

  void bytes(byte[] added) {
    System.arraycopy(added, 0, bytes, length, added.length);
    length += added.length;
  }

  void u16At(int at, int value) {
    bytes[at] = (byte) (value >>> 8);
    bytes[at + 1] = (byte) value;
  }

  void u32At(int at, long value) {
    u16At(at, (int) (value >>> 16));
    u16At(at + 2, (int) value);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
