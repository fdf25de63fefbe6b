package io.eipmeter.sim.world.gateway;

import io.eipmeter.sim.world.Dice;

/**
 * Random sampling of 1 in N packets: how many packets to skip is drawn, with N - 1 as the mean. The
 * packets of a burst are taken to be equally long; the bytes that do not divide evenly are in its
 * last packets, one in each.
 */
final class BurstSampler {
  private final int rate;
  private final Dice dice;
  private long skip;

  /** Takes the length of each sampled packet. */
  interface Sampled {
    void packet(long bytes);
  }

  BurstSampler(int rate, Dice dice) {
    this.rate = rate;
    this.dice = dice;
    skip = nextSkip();
  }

  int rate() {
    return rate;
  }

  void sample(long bytes, long packets, Sampled sampled) {
    long left = packets;
    while (skip < left) {
      left -= skip + 1;
      skip = nextSkip();
      sampled.packet(bytes / packets + (left < bytes % packets ? 1 : 0));
    }
    skip -= left;
  }

  private long nextSkip() {
    return rate == 1 ? 0 : dice.between(0, 2L * (rate - 1));
  }
}
