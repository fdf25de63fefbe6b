package io.eipmeter.sim.lab.bench;

import java.util.SplittableRandom;

/**
 * Draws ranks with probability proportional to 1 / (rank + 1), exactly and in constant time
 * (Walker's alias method).
 */
final class Zipf {
  private final double[] keep;
  private final int[] alias;

  Zipf(int ranks) {
    keep = new double[ranks];
    alias = new int[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += 1.0 / (rank + 1);
    }
    int[] small = new int[ranks];
    int[] large = new int[ranks];
    int smalls = 0;
    int larges = 0;
    for (int rank = 0; rank < ranks; rank++) {
      keep[rank] = ranks / (sum * (rank + 1));
      if (keep[rank] < 1) {
        small[smalls++] = rank;
      } else {
        large[larges++] = rank;
      }
    }
    while (smalls > 0 && larges > 0) {
      int less = small[--smalls];
      int more = large[--larges];
      alias[less] = more;
      keep[more] -= 1 - keep[less];
      if (keep[more] < 1) {
        small[smalls++] = more;
      } else {
        large[larges++] = more;
      }
    }
    while (larges > 0) {
      keep[large[--larges]] = 1;
    }
    while (smalls > 0) {
      keep[small[--smalls]] = 1; // left over by rounding
    }
  }

  int draw(SplittableRandom random) {
    int rank = random.nextInt(keep.length);
    return random.nextDouble() < keep[rank] ? rank : alias[rank];
  }
}
