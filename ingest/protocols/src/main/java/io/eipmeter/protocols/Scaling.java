package io.eipmeter.protocols;

/** Scales counts of sampled flows: in whole numbers, half up where the rate is a fraction. */
public final class Scaling {
  /**
   * A record over this many bytes or packets after scaling is no record (2^56 bytes are 72
   * petabytes).
   */
  public static final long LARGEST_COUNT = 1L << 56;

  private Scaling() {}

  /**
   * {@code count * population / size}, or -1 where that is over {@link #LARGEST_COUNT}.
   *
   * @param count not negative
   * @param population of so many packets, 1 to 2^32 - 1
   * @param size so many were sampled, at least 1
   */
  public static long scaled(long count, long population, long size) {
    if (population == 1) {
      return count <= LARGEST_COUNT ? count : -1;
    }
    long product = count * population;
    if (Math.multiplyHigh(count, population) != 0 || product < 0) {
      return -1; // the size is small, and the quotient hardly less
    }
    long result = size == 1 ? product : product / size + (2 * (product % size) >= size ? 1 : 0);
    return result <= LARGEST_COUNT ? result : -1;
  }

  /** One in how many packets was sampled, rounded up: above 1 for whatever is sampled. */
  public static long oneIn(Flow flow) {
    return flow.samplingSize == 1
        ? flow.samplingRate
        : (flow.samplingRate + flow.samplingSize - 1) / flow.samplingSize;
  }
}
