package io.eipmeter.protocols;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A sampling rate as a fraction in lowest terms: of each {@code population} packets, {@code size}
 * were taken (the words of RFC 5477 section 8.2), so that counts are scaled by population / size.
 *
 * @param population 1 to 2^32 - 1, not less than the size
 * @param size at least 1
 */
public record SamplingRate(long population, long size) implements Serializable {
  private static final long MOST = 0xffff_ffffL;

  /** Digits of a probability beyond a fraction so near to it are noise of its binary form. */
  private static final double NEAR = 1e-9;

  private static final int MOST_STEPS = 32;

  public SamplingRate {
    if (!isRate(population, size)) {
      throw new IllegalArgumentException("no sampling rate: " + size + " of " + population);
    }
    long divisor = divisor(population, size);
    population /= divisor;
    size /= divisor;
  }

  /** Whether so many of so many can be sampled. */
  static boolean isRate(long population, long size) {
    return size >= 1 && population >= size && population <= MOST;
  }

  /** Or null where that is no rate. */
  static @Nullable SamplingRate of(long population, long size) {
    return isRate(population, size) ? new SamplingRate(population, size) : null;
  }

  /**
   * The rate of a probability (IPFIX element 311), which is a binary fraction and means a decimal
   * one: the simplest fraction beside it, by its continued fraction. Null where it is none.
   */
  static @Nullable SamplingRate ofProbability(double probability) {
    if (!(probability > 0 && probability <= 1)) {
      return null;
    }
    double wanted = 1 / probability;
    double rest = wanted;
    long population = 1;
    long size = 0;
    long populationBefore = 0;
    long sizeBefore = 1;
    for (int step = 0; step < MOST_STEPS && rest <= MOST; step++) {
      long whole = (long) rest;
      long nextPopulation = whole * population + populationBefore;
      long nextSize = whole * size + sizeBefore;
      if (nextPopulation > MOST) {
        break;
      }
      populationBefore = population;
      sizeBefore = size;
      population = nextPopulation;
      size = nextSize;
      if (Math.abs((double) population / size - wanted) <= wanted * NEAR || rest == whole) {
        break;
      }
      rest = 1 / (rest - whole);
    }
    return of(population, size);
  }

  static long divisor(long a, long b) {
    return b == 0 ? a : divisor(b, a % b);
  }
}
