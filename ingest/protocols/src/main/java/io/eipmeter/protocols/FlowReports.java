package io.eipmeter.protocols;

import java.util.Arrays;

/**
 * What flows that are told more than once were last told with: of totals that run, and of records
 * whose interval must be taken from the report before. Two generations of at most {@link #MOST}
 * flows, about 40 bytes each: what is told goes into the younger, and when that is full, or two
 * active timeouts old, the older is forgotten. So the longest a flow is remembered is bounded, and
 * the shortest is by want of room only, which is counted.
 */
final class FlowReports {
  static final int MOST = 8_192;
  private static final int SMALLEST = 64;
  private static final int CELLS = 4;
  private static final int KEY = 0;
  private static final int BYTES = 1;
  private static final int PACKETS = 2;
  private static final int END_MS = 3;
  private static final long NONE = 0;

  private long[] young = new long[SMALLEST * CELLS];
  private long[] old = new long[SMALLEST * CELLS];
  private int youngSize;
  private int oldSize;
  private long youngSinceMs;
  private long forgotten;

  // What was found.
  long bytes;
  long packets;
  long endMs;

  /** A key that is never zero of what makes a flow, and of the start that its record told. */
  static long key(Flow f, long rawStart, int salt) {
    long hash = mix(salt + f.protocol.ordinal(), f.domain);
    hash = mix(hash, f.srcHigh);
    hash = mix(hash, f.srcLow);
    hash = mix(hash, f.dstHigh);
    hash = mix(hash, f.dstLow);
    hash = mix(hash, (long) f.srcPort << 48 | (long) f.dstPort << 32 | f.ipProtocol & 0xffL);
    hash = mix(hash, (long) f.inIf << 1 | f.direction & 1);
    hash = mix(hash, rawStart);
    return hash == NONE ? 1 : hash;
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * 0x9e37_79b9_7f4a_7c15L;
    mixed = (mixed ^ mixed >>> 29) * 0xbf58_476d_1ce4_e5b9L;
    return mixed ^ mixed >>> 32;
  }

  /** Whether a flow was told before; then the fields have what with. */
  boolean find(long key) {
    long[] table = young;
    int at = slot(young, key);
    if (young[at] != key) {
      table = old;
      at = slot(old, key);
    }
    if (table[at] != key) {
      return false;
    }
    bytes = table[at + BYTES];
    packets = table[at + PACKETS];
    endMs = table[at + END_MS];
    return true;
  }

  /**
   * Remembers what a flow was told with.
   *
   * @param receivedMs when, milliseconds since the epoch
   * @param keptMs how long a flow is remembered, at least
   */
  void put(long key, long newBytes, long newPackets, long newEndMs, long receivedMs, long keptMs) {
    int at = slot(young, key);
    if (young[at] != key) {
      if (youngSize == MOST || receivedMs - youngSinceMs > keptMs) {
        turn(receivedMs);
      } else if (youngSize >= young.length / CELLS / 2) {
        young = grown(young);
      }
      at = slot(young, key);
      young[at] = key;
      youngSize++;
    }
    young[at + BYTES] = newBytes;
    young[at + PACKETS] = newPackets;
    young[at + END_MS] = newEndMs;
  }

  private void turn(long receivedMs) {
    if (youngSize == MOST) { // else its flows were silent for long
      for (int at = 0; at < old.length; at += CELLS) {
        long key = old[at];
        forgotten += key != NONE && young[slot(young, key)] != key ? 1 : 0;
      }
    }
    old = young;
    oldSize = youngSize;
    young = new long[SMALLEST * CELLS];
    youngSize = 0;
    youngSinceMs = receivedMs;
  }

  /** Flows forgotten for want of room since it was asked last. */
  long takeForgotten() {
    long flows = forgotten;
    forgotten = 0;
    return flows;
  }

  /** Where a key is, or the empty place for it. */
  private static int slot(long[] table, long key) {
    int mask = table.length / CELLS - 1;
    int slot = (int) (key >>> 32) & mask;
    while (table[slot * CELLS] != key && table[slot * CELLS] != NONE) {
      slot = slot + 1 & mask;
    }
    return slot * CELLS + KEY;
  }

  private static long[] grown(long[] table) {
    long[] wider = new long[table.length * 2];
    for (int at = 0; at < table.length; at += CELLS) {
      if (table[at] != NONE) {
        System.arraycopy(table, at, wider, slot(wider, table[at]), CELLS);
      }
    }
    return wider;
  }

  void write(StateWriter out) {
    out.number(youngSinceMs);
    write(young, youngSize, out);
    write(old, oldSize, out);
  }

  /** In the order of the keys, so that it does not tell how the table came about. */
  private static void write(long[] table, int size, StateWriter out) {
    long[] keys = new long[size];
    int count = 0;
    for (int at = 0; at < table.length; at += CELLS) {
      if (table[at] != NONE) {
        keys[count++] = table[at];
      }
    }
    Arrays.sort(keys);
    out.number(size);
    for (long key : keys) {
      int at = slot(table, key);
      out.fixed(key);
      out.number(table[at + BYTES]);
      out.number(table[at + PACKETS]);
      out.number(table[at + END_MS]);
    }
  }

  void read(StateReader in) {
    long since = in.number();
    youngSinceMs = since;
    readAll(in);
    long[] table = young;
    int size = youngSize;
    young = new long[SMALLEST * CELLS];
    youngSize = 0;
    readAll(in);
    old = young;
    oldSize = youngSize;
    young = table;
    youngSize = size;
  }

  private void readAll(StateReader in) {
    for (int left = in.smallNumber(MOST); left > 0; left--) {
      long key = in.fixed();
      put(
          key == NONE ? 1 : key,
          in.number(),
          in.number(),
          in.number(),
          youngSinceMs,
          Long.MAX_VALUE);
    }
  }
}
