package io.eipmeter.sim.world;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IP address as 128 bits, IPv4 mapped (::ffff:a.b.c.d, RFC 4291 section 2.5.5.2). The world's
 * own: it shares no code with what it checks.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Address(long high, long low) implements Comparable<Address> {
  private static final long MAPPED = 0xffffL << 32;

  /**
   * @param bits the 32 bits of an IPv4 address
   */
  public static Address ipv4(int bits) {
    return new Address(0, MAPPED | (bits & 0xffffffffL));
  }

  /** Reads a literal, never a name. */
  public static Address parse(String literal) {
    if (!literal.matches("[0-9a-fA-F:.]+") || !literal.matches(".*[:.].*")) {
      throw new IllegalArgumentException("not an IP address: " + literal);
    }
    try {
      return of(InetAddress.getByName(literal));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IP address: " + literal, e);
    }
  }

  public static Address of(InetAddress address) {
    return ofBytes(address.getAddress());
  }

  /**
   * @param bytes 4 or 16, in network order
   */
  public static Address ofBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (bytes.length) {
      case 4 -> ipv4(buffer.getInt());
      case 16 -> new Address(buffer.getLong(), buffer.getLong());
      default -> throw new IllegalArgumentException("4 or 16 bytes, was " + bytes.length);
    };
  }

  public boolean isIpv4() {
    return high == 0 && low >>> 32 == 0xffff;
  }

  public int ipv4Bits() {
    return (int) low;
  }

  /** 16 bytes, IPv4 mapped. */
  public byte[] bytes() {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /** 4 bytes of an IPv4 address, 16 of an IPv6 address. */
  public byte[] nativeBytes() {
    return isIpv4() ? ByteBuffer.allocate(4).putInt(ipv4Bits()).array() : bytes();
  }

  public InetAddress inet() {
    try {
      return InetAddress.getByAddress(nativeBytes());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same with all bits after the first {@code length} (of 128) cleared. */
  public Address prefix(int length) {
    if (length < 0 || length > 128) {
      throw new IllegalArgumentException("prefix length must be 0 to 128, was " + length);
    }
    long highMask = length == 0 ? 0 : length >= 64 ? -1 : -1L << (64 - length);
    long lowMask = length <= 64 ? 0 : -1L << (128 - length);
    return new Address(high & highMask, low & lowMask);
  }

  /** The address {@code count} after this one; both in the same 64 bits. */
  public Address plus(long count) {
    return new Address(high, low + count);
  }

  @Override
  public int compareTo(Address other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public int hashCode() {
    long mixed = (high * 0x9E3779B97F4A7C15L + low) * 0xBF58476D1CE4E5B9L;
    return (int) (mixed >>> 32);
  }

  /** Dotted for IPv4, RFC 5952 for IPv6. */
  @Override
  public String toString() {
    if (isIpv4()) {
      int bits = ipv4Bits();
      return (bits >>> 24)
          + "."
          + (bits >>> 16 & 255)
          + "."
          + (bits >>> 8 & 255)
          + "."
          + (bits & 255);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (int) ((i < 4 ? high >>> (48 - 16 * i) : low >>> (112 - 16 * i)) & 0xffff);
    }
    int zerosAt = -1;
    int zeros = 1; // a single zero group is not shortened, RFC 5952 section 4.2.2
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > zeros) {
        zerosAt = i;
        zeros = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == zerosAt) {
        text.append("::");
        i += zeros - 1;
        continue;
      }
      if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
