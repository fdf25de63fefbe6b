package io.eipmeter.sim.lab.compare;

import io.eipmeter.sim.world.AddressMinute;
import io.eipmeter.sim.world.Drops;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** What the gateways' records told of dropped traffic against what the tables say. */
public final class DropsComparison {
  private static final Drops NONE = new Drops(0, 0);

  private DropsComparison() {}

  /** Each minute of a unit that differs. */
  public static List<Difference> of(
      SortedMap<AddressMinute, Drops> expected, SortedMap<AddressMinute, Drops> found) {
    TreeSet<AddressMinute> keys = new TreeSet<>(expected.keySet());
    keys.addAll(found.keySet());
    List<Difference> differences = new ArrayList<>();
    for (AddressMinute key : keys) {
      Drops left = expected.getOrDefault(key, NONE);
      Drops right = found.getOrDefault(key, NONE);
      if (!left.equals(right)) {
        differences.add(
            new Difference(
                "drops", key.address(), key.minuteMs(), "drops", told(left), told(right)));
      }
    }
    return differences;
  }

  private static String told(Drops drops) {
    return drops.bytes() + " bytes in " + drops.packets() + " packets";
  }
}
