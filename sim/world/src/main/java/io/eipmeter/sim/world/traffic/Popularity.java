package io.eipmeter.sim.world.traffic;

import io.eipmeter.sim.world.Dice;
import java.util.ArrayDeque;

/** Ranks by Zipf's law with exponent 1, drawn in constant time (Walker's alias method). */
final class Popularity {
  private final double[] keep;
  private final int[] alias;

  Popularity(int ranks) {
    keep = new double[ranks];
    alias = new int[ranks];
    double sum = weights(ranks);
    ArrayDeque<Integer> small = new ArrayDeque<>();
    ArrayDeque<Integer> large = new ArrayDeque<>();
    for (int i = 0; i < ranks; i++) {
      keep[i] = ranks / (i + 1.0) / sum;
      (keep[i] < 1 ? small : large).add(i);
    }
    while (!small.isEmpty() && !large.isEmpty()) {
      int under = small.remove();
      int over = large.peek();
      alias[under] = over;
      keep[over] -= 1 - keep[under];
      if (keep[over] < 1) {
        small.add(large.remove());
      }
    }
    small.forEach(i -> keep[i] = 1);
    large.forEach(i -> keep[i] = 1);
  }

  /** The sum of all ranks' weights, each 1 / (rank + 1). */
  static double weights(int ranks) {
    double sum = 0;
    for (int i = 0; i < ranks; i++) {
      sum += 1.0 / (i + 1);
    }
    return sum;
  }

  int draw(Dice dice) {
    int i = dice.below(keep.length);
    return dice.fraction() < keep[i] ? i : alias[i];
  }
}
