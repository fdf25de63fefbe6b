package io.eipmeter.jobs.bandwidth.domain;

import io.eipmeter.schemas.v1.MeteredPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Our addresses: disjoint prefixes, each with the length of its metering unit. Everything inside is
 * counted per unit; everything else is `other`. An IPv6 prefix around the IPv4-mapped addresses,
 * such as `::/0`, does not contain them. Immutable.
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

  /** The last prefix, if it is one of IPv6 around the IPv4-mapped addresses; else -1. */
  private final int aroundIpv4;

  /**
   * @throws IllegalArgumentException if prefixes overlap, are longer than their unit, or are no
   *     prefixes
   */
  AddressSpace(List<MeteredPrefix> prefixes) {
    List<Range> ranges = new ArrayList<>();
    prefixes.forEach(prefix -> ranges.add(Range.of(prefix)));
    ranges.sort(Comparator.comparing(Range::isAroundIpv4).thenComparing(Range::first));
    int count = ranges.size();
    aroundIpv4 = count > 0 && ranges.get(count - 1).isAroundIpv4() ? count - 1 : -1;
    firstHigh = new long[count];
    firstLow = new long[count];
    lastHigh = new long[count];
    lastLow = new long[count];
    unitLength = new int[count];
    for (int i = 0; i < count; i++) {
      Range range = ranges.get(i);
      if (i > 0 && i != aroundIpv4 && ranges.get(i - 1).last().compareTo(range.first()) >= 0) {
        throw new IllegalArgumentException("metered prefixes must not overlap");
      }
      firstHigh[i] = range.first().high();
      firstLow[i] = range.first().low();
      lastHigh[i] = range.last().high();
      lastLow[i] = range.last().low();
      unitLength[i] = range.unitLength();
    }
    for (int i = 0; i < aroundIpv4; i++) {
      boolean ipv4 = isIpv4(firstHigh[i], firstLow[i]) && isIpv4(lastHigh[i], lastLow[i]);
      if (!ipv4 && matches(aroundIpv4, firstHigh[i], firstLow[i])) {
        throw new IllegalArgumentException("metered prefixes must not overlap");
      }
    }
  }

  private static boolean isIpv4(long high, long low) {
    return high == 0 && low >>> 32 == 0xffff;
  }

  private boolean matches(int prefix, long high, long low) {
    return ((high ^ firstHigh[prefix]) & ~(firstHigh[prefix] ^ lastHigh[prefix])
            | (low ^ firstLow[prefix]) & ~(firstLow[prefix] ^ lastLow[prefix]))
        == 0;
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
    int found = firstHigh.length > FEW ? search(high, low) : look(high, low);
    if (found >= 0 || aroundIpv4 < 0) {
      return found;
    }
    return matches(aroundIpv4, high, low) && !isIpv4(high, low) ? aroundIpv4 : -1;
  }

  private int look(long high, long low) {
    int disjoint = aroundIpv4 < 0 ? firstHigh.length : aroundIpv4;
    for (int i = 0; i < disjoint; i++) {
      if (matches(i, high, low)) {
        return i;
      }
    }
    return -1;
  }

  private int search(long high, long low) {
    int from = 0;
    int to = (aroundIpv4 < 0 ? firstHigh.length : aroundIpv4) - 1;
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
    private static final Prefix.Bits FIRST_IPV4 = new Prefix.Bits(0, 0xffff_0000_0000L);
    private static final Prefix.Bits LAST_IPV4 = new Prefix.Bits(0, 0xffff_ffff_ffffL);

    boolean isAroundIpv4() {
      return first.compareTo(FIRST_IPV4) < 0 && last.compareTo(LAST_IPV4) > 0;
    }

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
