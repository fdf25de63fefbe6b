package io.eipmeter.jobs.log;

import java.util.Arrays;

/**
 * An IP address in 128 bits, IPv4 mapped (::ffff:a.b.c.d); the key of exporters.
 *
 * @param high the first eight bytes
 * @param low the last eight bytes
 */
public record Address(long high, long low) implements Comparable<Address> {
  private static final long IPV4_PREFIX = 0x0000_ffff_0000_0000L;

  /**
   * @param bytes 4 or 16 bytes, network order
   * @throws IllegalArgumentException on any other length
   */
  public static Address of(byte[] bytes) {
    return switch (bytes.length) {
      case 4 -> new Address(0, IPV4_PREFIX | number(bytes, 0, 4));
      case 16 -> new Address(number(bytes, 0, 8), number(bytes, 8, 8));
      default ->
          throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    };
  }

  private static long number(byte[] bytes, int from, int count) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number = number << 8 | bytes[from + i] & 0xff;
    }
    return number;
  }

  /** 16 bytes, network order. */
  public byte[] toBytes() {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (high >>> (56 - 8 * i));
      bytes[8 + i] = (byte) (low >>> (56 - 8 * i));
    }
    return bytes;
  }

  /** Whether it is ::ffff:a.b.c.d. */
  public boolean isIpv4() {
    return high == 0 && low >>> 32 == IPV4_PREFIX >>> 32;
  }

  /** 4 bytes for IPv4, else 16; network order. */
  public byte[] toShortestBytes() {
    byte[] bytes = toBytes();
    return isIpv4() ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
  }

  @Override
  public int compareTo(Address other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }
}
