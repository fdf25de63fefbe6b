package io.eipmeter.jobs.bandwidth.domain;

import io.eipmeter.schemas.v1.MeteredPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Our addresses: disjoint prefixes, each with the length of its metering unit. Everything inside is
 * counted per unit; everything else is `other`. Immutable.
 */
final class AddressSpace {
  /**
   * Up to this many prefixes are looked at one after the other, each with one comparison whose
   * outcome a processor can guess: a search's way through random remote addresses it cannot.
   */
  private static final int FEW = 8;

  private final long[] firstHigh;
  private final long[] firstLow;
  private final long[] lastHigh;
  private final long[] lastLow;
  private final int[] unitLength;

  /**
   * @throws IllegalArgumentException if prefixes overlap, are longer than their unit, or are no
   *     prefixes
   */
  AddressSpace(List<MeteredPrefix> prefixes) {
    List<Range> ranges = new ArrayList<>();
    prefixes.forEach(prefix -> ranges.add(Range.of(prefix)));
    ranges.sort(Comparator.comparing(Range::first));
    int count = ranges.size();
    firstHigh = new long[count];
    firstLow = new long[count];
    lastHigh = new long[count];
    lastLow = new long[count];
    unitLength = new int[count];
    for (int i = 0; i < count; i++) {
      Range range = ranges.get(i);
      if (i > 0 && ranges.get(i - 1).last().compareTo(range.first()) >= 0) {
        throw new IllegalArgumentException("metered prefixes must not overlap");
      }
      firstHigh[i] = range.first().high();
      firstLow[i] = range.first().low();
      lastHigh[i] = range.last().high();
      lastLow[i] = range.last().low();
      unitLength[i] = range.unitLength();
    }
  }

  boolean isEmpty() {
    return firstHigh.length == 0;
  }

  boolean contains(long high, long low) {
    return prefixOf(high, low) >= 0;
  }

  /**
   * @return the prefix an address is in, or -1
   */
  int prefixOf(long high, long low) {
    if (firstHigh.length > FEW) {
      return search(high, low);
    }
    for (int i = 0; i < firstHigh.length; i++) {
      if (((high ^ firstHigh[i]) & ~(firstHigh[i] ^ lastHigh[i])
              | (low ^ firstLow[i]) & ~(firstLow[i] ^ lastLow[i]))
          == 0) {
        return i;
      }
    }
    return -1;
  }

  private int search(long high, long low) {
    int from = 0;
    int to = firstHigh.length - 1;
    while (from <= to) {
      int middle = from + to >>> 1;
      if (isBefore(high, low, firstHigh[middle], firstLow[middle])) {
        to = middle - 1;
      } else if (isBefore(lastHigh[middle], lastLow[middle], high, low)) {
        from = middle + 1;
      } else {
        return middle;
      }
    }
    return -1;
  }

  private static boolean isBefore(long high, long low, long otherHigh, long otherLow) {
    return high == otherHigh
        ? Long.compareUnsigned(low, otherLow) < 0
        : Long.compareUnsigned(high, otherHigh) < 0;
  }

  /** High half of the first address of the unit that an address of this prefix is in. */
  long unitHigh(int prefix, long high) {
    return high & Prefix.maskHigh(unitLength[prefix]);
  }

  /** Low half of the same. */
  long unitLow(int prefix, long low) {
    return low & Prefix.maskLow(unitLength[prefix]);
  }

  private record Range(Prefix.Bits first, Prefix.Bits last, int unitLength) {
    static Range of(MeteredPrefix metered) {
      Prefix prefix = Prefix.of(metered.getAddress(), metered.getPrefixLength());
      int unit = metered.getUnitLength() == 0 ? 128 : metered.getUnitLength();
      if (unit < metered.getPrefixLength() || unit > 128) {
        throw new IllegalArgumentException(
            "a unit's length must be between its prefix's length and 128, was " + unit);
      }
      return new Range(prefix.first(), prefix.last(), unit);
    }
  }
}
