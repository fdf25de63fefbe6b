package io.eipmeter.collector.cli;

/** Addresses as text: IPv4 dotted, IPv6 as RFC 5952 has it. */
final class AddressText {
  private AddressText() {}

  /** Appends an address of 128 bits; an IPv4-mapped one as IPv4. */
  static void append(StringBuilder to, long high, long low) {
    if (high == 0 && low >>> 32 == 0xffff) {
      to.append(low >>> 24 & 0xff).append('.');
      to.append(low >>> 16 & 0xff).append('.');
      to.append(low >>> 8 & 0xff).append('.');
      to.append(low & 0xff);
      return;
    }
    int zerosFrom = -1;
    int zerosLength = 1; // a single zero group is not shortened
    for (int from = 0; from < 8; from++) {
      int length = 0;
      while (from + length < 8 && group(high, low, from + length) == 0) {
        length++;
      }
      if (length > zerosLength) {
        zerosFrom = from;
        zerosLength = length;
      }
      from += length;
    }
    for (int i = 0; i < 8; i++) {
      if (i == zerosFrom) {
        to.append("::");
        i += zerosLength - 1;
      } else {
        if (i > 0 && to.charAt(to.length() - 1) != ':') {
          to.append(':');
        }
        to.append(Integer.toHexString(group(high, low, i)));
      }
    }
  }

  /** The address of 4 or 16 bytes. */
  static String of(byte[] address) {
    StringBuilder text = new StringBuilder(40);
    long high = address.length == 16 ? read(address, 0, 8) : 0;
    long low = address.length == 16 ? read(address, 8, 8) : 0xffff_0000_0000L | read(address, 0, 4);
    append(text, high, low);
    return text.toString();
  }

  private static long read(byte[] bytes, int from, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | bytes[from + i] & 0xff;
    }
    return value;
  }

  private static int group(long high, long low, int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> 16 * (3 - index % 4)) & 0xffff;
  }
}
