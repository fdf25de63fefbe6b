package io.eipmeter.sim.lab.compare;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.AddressMinute;
import io.eipmeter.sim.world.OwnerInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The owner that the tables give a minute against the ledger's: who held the address at any time in
 * it, of several the earliest.
 */
public final class OwnerComparison {
  private static final long MINUTE_MS = 60_000;

  /** Account and EIP; both empty where nobody held the address. */
  public record Owner(String account, String eipId) {
    public static final Owner NOBODY = new Owner("", "");

    @Override
    public String toString() {
      return this.equals(NOBODY) ? "nobody" : account + "/" + eipId;
    }
  }

  private OwnerComparison() {}

  /** Each minute whose owner differs. */
  public static List<Difference> of(
      SortedMap<Address, List<OwnerInterval>> ledger, SortedMap<AddressMinute, Owner> found) {
    List<Difference> differences = new ArrayList<>();
    expected(ledger, found)
        .forEach(
            (key, owner) -> {
              Owner other = found.getOrDefault(key, Owner.NOBODY);
              if (!owner.equals(other)) {
                differences.add(
                    new Difference(
                        "owners",
                        key.address(),
                        key.minuteMs(),
                        "owner",
                        owner.toString(),
                        other.toString()));
              }
            });
    return differences;
  }

  private static SortedMap<AddressMinute, Owner> expected(
      SortedMap<Address, List<OwnerInterval>> ledger, SortedMap<AddressMinute, Owner> found) {
    SortedMap<AddressMinute, Owner> expected = new TreeMap<>();
    for (Map.Entry<AddressMinute, Owner> row : found.entrySet()) {
      AddressMinute key = row.getKey();
      expected.put(key, at(ledger.getOrDefault(key.address(), List.of()), key.minuteMs()));
    }
    return expected;
  }

  private static Owner at(List<OwnerInterval> intervals, long minuteMs) {
    OwnerInterval earliest = null;
    for (OwnerInterval interval : intervals) {
      boolean inMinute = interval.fromMs() < minuteMs + MINUTE_MS && interval.toMs() > minuteMs;
      if (inMinute && (earliest == null || interval.fromMs() < earliest.fromMs())) {
        earliest = interval;
      }
    }
    return earliest == null ? Owner.NOBODY : new Owner(earliest.account(), earliest.eipId());
  }
}
