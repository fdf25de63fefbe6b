package io.eipmeter.jobs.bandwidth.domain;

import com.google.protobuf.ByteString;

/**
 * A prefix in the 128-bit space; IPv4 is mapped, so that /24 is /120 here.
 *
 * @param first its first address
 * @param length 0 to 128
 */
record Prefix(Bits first, int length) {
  Prefix {
    if (length < 0 || length > 128) {
      throw new IllegalArgumentException("a prefix has a length of 0 to 128, not " + length);
    }
    if ((first.high() & ~maskHigh(length)) != 0 || (first.low() & ~maskLow(length)) != 0) {
      throw new IllegalArgumentException(
          "a prefix starts at its first address; bits are set after /" + length);
    }
  }

  static Prefix of(ByteString address, int length) {
    if (address.size() != 16) {
      throw new IllegalArgumentException("an address has 16 bytes here, not " + address.size());
    }
    return new Prefix(
        new Bits(
            address.asReadOnlyByteBuffer().getLong(0), address.asReadOnlyByteBuffer().getLong(8)),
        length);
  }

  Bits last() {
    return new Bits(first.high() | ~maskHigh(length), first.low() | ~maskLow(length));
  }

  boolean contains(long high, long low) {
    return (high & maskHigh(length)) == first.high() && (low & maskLow(length)) == first.low();
  }

  static long maskHigh(int length) {
    return length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
  }

  static long maskLow(int length) {
    return length <= 64 ? 0 : -1L << (128 - length);
  }

  /** 128 bits, compared as one unsigned number. */
  record Bits(long high, long low) implements Comparable<Bits> {
    @Override
    public int compareTo(Bits other) {
      int byHigh = Long.compareUnsigned(high, other.high);
      return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
  }
}
