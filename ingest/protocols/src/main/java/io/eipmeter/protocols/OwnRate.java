package io.eipmeter.protocols;

import org.jspecify.annotations.Nullable;

/**
 * The sampling rate that a record itself tells: samplingInterval (34), samplerRandomInterval (50),
 * samplingProbability (311), size and population (309, 310), or interval and space (305, 306). The
 * same elements of an options record tell the rate of its scope.
 */
final class OwnRate {
  private static final long FLOAT = 0xffff_ffffL;

  /** Packets that one sampled packet stands for, as a fraction: population / size. */
  long population;

  long size = 1;

  /** Reads the rate of a record; false where it tells none. */
  boolean read(byte[] bytes, int record, int[] at, long[] mask) {
    long interval = value(bytes, record, at, mask, Slot.RATE);
    if (interval != 0) {
      return set(interval, 1);
    }
    if (mask[Slot.PROBABILITY] != 0) {
      return probability(value(bytes, record, at, mask, Slot.PROBABILITY), mask[Slot.PROBABILITY]);
    }
    long sampled = value(bytes, record, at, mask, Slot.SAMPLED);
    if (mask[Slot.POPULATION] != 0) {
      return set(value(bytes, record, at, mask, Slot.POPULATION), sampled);
    }
    return mask[Slot.SKIPPED] != 0
        && set(sampled + value(bytes, record, at, mask, Slot.SKIPPED), sampled);
  }

  /** Whether it speaks of sampling, but not how much: the interval (305) without the space. */
  static boolean isRiddle(byte[] bytes, int record, int[] at, long[] mask) {
    return mask[Slot.SKIPPED] == 0
        && mask[Slot.POPULATION] == 0
        && value(bytes, record, at, mask, Slot.SAMPLED) != 0;
  }

  private boolean set(long newPopulation, long newSize) {
    population = newPopulation;
    size = newSize;
    return SamplingRate.isRate(newPopulation, newSize);
  }

  /** RFC 7011 section 6.2: a float64 may be sent as a float32. */
  private boolean probability(long bits, long mask) {
    SamplingRate rate =
        mask == FLOAT
            ? SamplingRate.ofProbability(decimal(Float.intBitsToFloat((int) bits)))
            : SamplingRate.ofProbability(Double.longBitsToDouble(bits));
    return rate != null && set(rate.population(), rate.size());
  }

  /** The double that a person means by this float: 0.001 and not 0.0010000000474974513. */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  /** The rate read last, in lowest terms. */
  @Nullable SamplingRate rate() {
    return SamplingRate.of(population, size);
  }

  private static long value(byte[] bytes, int record, int[] at, long[] mask, int slot) {
    return BigEndian.i64(bytes, record + at[slot]) & mask[slot];
  }
}
