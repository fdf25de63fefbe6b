package io.eipmeter.sim.world;

import java.util.Arrays;

/**
 * Sums by (unit, minute): an open-addressing table of primitive longs, 56 bytes a row at full load.
 * A row is bytes out, bytes in, packets out, packets in, flows out, flows in.
 */
final class Tallies {
  private static final int WIDTH = 6;
  private static final int BYTES = 0;
  private static final int PACKETS = 2;
  private static final int FLOWS = 4;
  private static final long FREE = -1;

  private long[] keys = new long[1024];
  private long[] sums = new long[1024 * WIDTH];
  private int rows;

  /** Called with each row, in no order. */
  interface Visitor {
    void row(int unit, long minute, Usage usage);
  }

  Tallies() {
    Arrays.fill(keys, FREE);
  }

  /**
   * @param minute minutes since the epoch
   */
  void add(int unit, long minute, Direction direction, long bytes, long packets, long flows) {
    int at = WIDTH * slot((long) unit << 32 | minute) + (direction == Direction.OUT ? 0 : 1);
    sums[at + BYTES] = Math.addExact(sums[at + BYTES], bytes);
    sums[at + PACKETS] += packets;
    sums[at + FLOWS] += flows;
  }

  int rows() {
    return rows;
  }

  void forEach(Visitor visitor) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != FREE) {
        int at = WIDTH * i;
        Usage usage =
            new Usage(
                sums[at], sums[at + 1], sums[at + 2], sums[at + 3], sums[at + 4], sums[at + 5]);
        visitor.row((int) (keys[i] >>> 32), keys[i] & 0xffffffffL, usage);
      }
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int i = (int) Dice.mix(key) & mask;
    while (keys[i] != key) {
      if (keys[i] == FREE) {
        if (rows >= keys.length / 3 * 2) {
          grow();
          return slot(key);
        }
        keys[i] = key;
        rows++;
        return i;
      }
      i = (i + 1) & mask;
    }
    return i;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldSums = sums;
    keys = new long[oldKeys.length * 2];
    sums = new long[oldSums.length * 2];
    Arrays.fill(keys, FREE);
    rows = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        System.arraycopy(oldSums, i * WIDTH, sums, slot(oldKeys[i]) * WIDTH, WIDTH);
      }
    }
  }
}
