package io.eipmeter.sim.world;

import java.util.Comparator;

/**
 * A minute of a metered unit.
 *
 * @param address the unit's first address
 * @param minuteMs the minute's start, milliseconds since the epoch
 */
public record AddressMinute(Address address, long minuteMs) implements Comparable<AddressMinute> {
  private static final Comparator<AddressMinute> ORDER =
      Comparator.comparing(AddressMinute::address).thenComparingLong(AddressMinute::minuteMs);

  @Override
  public int compareTo(AddressMinute other) {
    return ORDER.compare(this, other);
  }
}
