package io.eipmeter.collector.pcap;

import java.util.Arrays;
import java.util.Deque;

/**
 * Splits a file of payloads that were written one after the other, as some tools dump them: where
 * the header tells the length (NetFlow v5, IPFIX) and the same protocol follows.
 */
final class Payloads {
  private Payloads() {}

  static void split(byte[] bytes, Deque<byte[]> to) {
    int from = 0;
    while (from < bytes.length) {
      int length = lengthAt(bytes, from);
      boolean another =
          length > 0
              && from + length + 4 <= bytes.length
              && u16(bytes, from + length) == u16(bytes, from);
      int end = another ? from + length : bytes.length;
      to.add(Arrays.copyOfRange(bytes, from, end));
      from = end;
    }
  }

  private static int lengthAt(byte[] bytes, int from) {
    if (bytes.length - from < 4) {
      return 0;
    }
    int version = u16(bytes, from);
    int number = u16(bytes, from + 2);
    return version == 5 ? 24 + 48 * number : version == 10 && number >= 16 ? number : 0;
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }
}
