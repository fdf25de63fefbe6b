package io.eipmeter.sim.lab.bench;

import java.util.Arrays;

/** Exact sums by address: what was generated, or what was found. */
final class AddressTotals {
  /** First address of 198.16.0.0/12, which has room for 2^20. */
  static final int FIRST = 0xc610_0000;

  static final int PREFIX_LENGTH = 12;
  private static final int MASK = (1 << 20) - 1;

  /** Odd, so that multiplying by it is a permutation of 2^20: popular addresses lie apart. */
  private static final int SCATTER = 0x9e371;

  final long[] bytesOut = new long[MASK + 1];
  final long[] bytesIn = new long[MASK + 1];
  final long[] packets = new long[MASK + 1];
  final long[] flows = new long[MASK + 1];

  /** The address of a rank of popularity. */
  static int address(int rank) {
    return FIRST | rank * SCATTER & MASK;
  }

  void add(int address, long out, long in, long packetCount, long flowCount) {
    if ((address & ~MASK) != FIRST) {
      throw new IllegalStateException("an address that was never used: " + address);
    }
    int index = address & MASK;
    bytesOut[index] += out;
    bytesIn[index] += in;
    packets[index] += packetCount;
    flows[index] += flowCount;
  }

  long bytes() {
    return Arrays.stream(bytesOut).sum() + Arrays.stream(bytesIn).sum();
  }

  /** Addresses with traffic. */
  int addresses() {
    int count = 0;
    for (long used : flows) {
      count += used == 0 ? 0 : 1;
    }
    return count;
  }

  /** How many addresses differ in any sum. */
  int differences(AddressTotals other) {
    int count = 0;
    for (int i = 0; i < flows.length; i++) {
      if (bytesOut[i] != other.bytesOut[i]
          || bytesIn[i] != other.bytesIn[i]
          || packets[i] != other.packets[i]
          || flows[i] != other.flows[i]) {
        count++;
      }
    }
    return count;
  }
}
