package io.eipmeter.collector.udp;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * A range of addresses, written {@code 192.0.2.0/24}, {@code 2001:db8::/32} or as a single address.
 *
 * @param address 16 bytes, IPv4 mapped; bits beyond the prefix are zero
 * @param prefixLength in the 128-bit space: an IPv4 /24 is 120
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode are written out
public record AddressRange(byte[] address, int prefixLength) implements Comparable<AddressRange> {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] IPV4_MAPPED = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff
  };
  private static final int IPV4_OFFSET_BITS = 96;
  private static final int SINGLE = 128;

  public AddressRange {
    if (address.length != 16) {
      throw new IllegalArgumentException("an address has 16 bytes, was " + address.length);
    }
    if (prefixLength < 0 || prefixLength > 128) {
      throw new IllegalArgumentException("a prefix length is 0 to 128, was " + prefixLength);
    }
  }

  /**
   * Reads an address or a prefix; never asks a name server.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    byte[] raw = parseAddress(host, text);
    boolean ipv4 = raw.length == 4;
    int bits = ipv4 ? 32 : 128;
    int length = bits;
    if (slash >= 0) {
      try {
        length = Integer.parseInt(text.substring(slash + 1));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + text + "': the part after / must be a number", e);
      }
      if (length < 0 || length > bits) {
        throw new IllegalArgumentException(
            "'" + text + "': the prefix length must be 0 to " + bits);
      }
    }
    byte[] address = mapped(raw);
    int prefixLength = ipv4 ? length + IPV4_OFFSET_BITS : length;
    if (!Arrays.equals(address, masked(address, prefixLength))) {
      throw new IllegalArgumentException(
          "'" + text + "' has bits set beyond its prefix length; write the first address of it");
    }
    return new AddressRange(address, prefixLength);
  }

  private static byte[] parseAddress(String host, String text) {
    boolean ipv6 = host.indexOf(':') >= 0;
    boolean literal =
        ipv6
            ? host.matches("[0-9a-fA-F:.]+")
            : host.matches("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    try {
      if (literal) {
        return InetAddress.getByName(host).getAddress();
      }
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + text + "' is not an IP address or prefix", e);
    }
    throw new IllegalArgumentException("'" + text + "' is not an IP address or prefix");
  }

  /** The 16-byte form of a 4- or 16-byte address. */
  public static byte[] mapped(byte[] raw) {
    if (raw.length == 16) {
      return raw;
    }
    byte[] address = Arrays.copyOf(IPV4_MAPPED, 16);
    System.arraycopy(raw, 0, address, 12, 4);
    return address;
  }

  /** Whether a 16-byte address is an IPv4 one. */
  public static boolean isIpv4(byte[] address) {
    return Arrays.equals(address, 0, 12, IPV4_MAPPED, 0, 12);
  }

  private static byte[] masked(byte[] address, int prefixLength) {
    byte[] masked = Arrays.copyOf(Arrays.copyOf(address, (prefixLength + 7) >> 3), 16);
    if ((prefixLength & 7) != 0) {
      masked[prefixLength >> 3] &= (byte) (0xff00 >> (prefixLength & 7));
    }
    return masked;
  }

  /** The range of this length around an address of 16 bytes. */
  public static AddressRange around(byte[] address, int prefixLength) {
    return new AddressRange(masked(address, prefixLength), prefixLength);
  }

  /** Whether the other lies in this one, or is the same. */
  public boolean contains(AddressRange other) {
    return prefixLength <= other.prefixLength && contains(other.address);
  }

  /**
   * Whether all of the other is in this one as people mean them: `::/0` is every IPv6 address and
   * no IPv4 one, though these are written within it.
   */
  public boolean covers(AddressRange other) {
    boolean ipv4 = other.prefixLength >= IPV4_OFFSET_BITS && isIpv4(other.address);
    return contains(other) && !(ipv4 && prefixLength < IPV4_OFFSET_BITS);
  }

  /** Whether the address, of 4 or 16 bytes, lies in the range. */
  public boolean contains(byte[] raw) {
    byte[] other = mapped(raw);
    int whole = prefixLength >> 3;
    if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = prefixLength & 7;
    return rest == 0 || ((address[whole] ^ other[whole]) & (0xff00 >> rest)) == 0;
  }

  /** The text of a 4- or 16-byte address; IPv4-mapped ones as IPv4. */
  public static String text(byte[] raw) {
    try {
      return InetAddress.getByAddress(raw).getHostAddress().toLowerCase(Locale.ROOT);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, was " + raw.length, e);
    }
  }

  /** As a person writes it: a single address has no length. */
  public String written() {
    return prefixLength == SINGLE ? text(address) : toString();
  }

  /** By the first address; of two that begin with one address the wider is first. */
  @Override
  public int compareTo(AddressRange other) {
    int byAddress = Arrays.compareUnsigned(address, other.address);
    return byAddress != 0 ? byAddress : Integer.compare(prefixLength, other.prefixLength);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressRange range
        && prefixLength == range.prefixLength
        && Arrays.equals(address, range.address);
  }

  @Override
  public int hashCode() {
    // Neighbours differ in the last bits alone: a sum of small multiples would have them collide.
    long high = (long) LONG.get(address, 0);
    long low = (long) LONG.get(address, Long.BYTES);
    return Long.hashCode((high * 31 + low) * 0x9e3779b97f4a7c15L) + prefixLength;
  }

  @Override
  public String toString() {
    return text(address)
        + "/"
        + (isIpv4(address) && prefixLength >= IPV4_OFFSET_BITS
            ? prefixLength - IPV4_OFFSET_BITS
            : prefixLength);
  }
}
