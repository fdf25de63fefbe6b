package io.eipmeter.collector.inventory;

import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.v1.MeteredPrefix;
import io.eipmeter.schemas.v1.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The addresses that are metered, as the newest version of the settings has them. */
public final class MeteredSpace {
  private final TreeMap<AddressRange, Integer> unitLengths = new TreeMap<>();
  private final TreeSet<Integer> lengths = new TreeSet<>();

  private MeteredSpace() {}

  /**
   * @param versions oldest first; none: nothing is metered
   */
  public static MeteredSpace of(List<Settings> versions) {
    MeteredSpace space = new MeteredSpace();
    if (!versions.isEmpty()) {
      for (MeteredPrefix prefix : versions.get(versions.size() - 1).getPrefixesList()) {
        AddressRange range =
            AddressRange.around(prefix.getAddress().toByteArray(), prefix.getPrefixLength());
        space.unitLengths.put(range, prefix.getUnitLength());
        space.lengths.add(range.prefixLength());
      }
    }
    return space;
  }

  boolean isEmpty() {
    return unitLengths.isEmpty();
  }

  /** Whether any address of the range is metered. */
  boolean touches(AddressRange range) {
    if (unitLength(range) != null) {
      return true;
    }
    // Ranges are nested or apart: one inside this is the next by its first address.
    Map.Entry<AddressRange, Integer> next = unitLengths.ceilingEntry(range);
    return next != null && range.contains(next.getKey());
  }

  /** Whether it is a part of what is metered as one, so that none of its traffic is known apart. */
  boolean isPartOfUnit(AddressRange range) {
    Integer unitLength = unitLength(range);
    return unitLength != null && range.prefixLength() > unitLength;
  }

  /** Of the longest prefix that contains all of the range. */
  private @Nullable Integer unitLength(AddressRange range) {
    for (int length : lengths.descendingSet()) {
      if (length <= range.prefixLength()) {
        Integer unitLength = unitLengths.get(AddressRange.around(range.address(), length));
        if (unitLength != null) {
          return unitLength;
        }
      }
    }
    return null;
  }
}
