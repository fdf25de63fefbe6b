package io.eipmeter.protocols;

/**
 * The counters of one interface as a sFlow agent last told them, to tell what was added since
 * (sFlow version 5, "generic interface counters").
 */
final class InterfaceTotals {
  private static final int PACKET_COUNTERS = 6;

  int sampleSequence;
  long inOctets;
  long outOctets;

  /** Unicast, multicast and broadcast in, then out; each wraps at 2^32. */
  final int[] packets = new int[PACKET_COUNTERS];

  /**
   * What was added from {@code before} to {@code now}; a counter of 32 bits in the field of 64
   * wraps as such; any other step back is a reset, -1.
   */
  static long added(long before, long now) {
    if (now - before >= 0) {
      return now - before;
    }
    boolean wrapped = before >>> 31 == 1 && now >>> 31 == 0;
    return wrapped ? now - before + (1L << 32) : -1;
  }

  long addedPackets(InterfaceTotals since, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += packets[i] - since.packets[i] & 0xffff_ffffL;
    }
    return sum;
  }

  void write(StateWriter out) {
    out.word(sampleSequence);
    out.number(inOctets);
    out.number(outOctets);
    for (int counter : packets) {
      out.word(counter);
    }
  }

  static InterfaceTotals read(StateReader in) {
    InterfaceTotals totals = new InterfaceTotals();
    totals.sampleSequence = in.word();
    totals.inOctets = in.number();
    totals.outOctets = in.number();
    for (int i = 0; i < PACKET_COUNTERS; i++) {
      totals.packets[i] = in.word();
    }
    return totals;
  }
}
