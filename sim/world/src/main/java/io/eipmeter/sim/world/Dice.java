package io.eipmeter.sim.world;

/**
 * Randomness that is the same on every machine and JDK: SplitMix64 (Steele, Lea, Flood 2014) and
 * StrictMath.
 */
public final class Dice {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private long state;

  /**
   * @param stream tells apart what is drawn for different purposes from one seed, so that a change
   *     in one leaves the others as they were
   */
  public Dice(long seed, String stream) {
    state = mix(seed) ^ mix(stream.hashCode() * GAMMA);
  }

  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /** In [0, bound). */
  public int below(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** In [from, to]. */
  public long between(long from, long to) {
    return from + Long.remainderUnsigned(nextLong(), to - from + 1);
  }

  /** In [0, 1). */
  public double fraction() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  public boolean chance(double probability) {
    return fraction() < probability;
  }

  public double exponential(double mean) {
    return -mean * StrictMath.log(1 - fraction());
  }

  public double lognormal(double median, double sigma) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - fraction()));
    double normal = radius * StrictMath.cos(2 * StrictMath.PI * fraction());
    return median * StrictMath.exp(sigma * normal);
  }

  public double pareto(double least, double alpha) {
    return least * StrictMath.exp(-StrictMath.log(1 - fraction()) / alpha);
  }

  /** A well mixed function of one number. */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
