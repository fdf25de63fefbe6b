package io.eipmeter.sim.lab.compare;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.ControlSums;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** The control totals, which are summed before any shuffle, against the ledger's own. */
public final class ControlComparison {
  private static final String[] WHAT = {
    "counted bytes", "bytes out", "bytes in", "both bytes", "other bytes", "elsewhere bytes"
  };

  private ControlComparison() {}

  /** Each sum of each exporter that differs. */
  public static List<Difference> of(
      SortedMap<Address, ControlSums> expected, SortedMap<Address, ControlSums> found) {
    TreeSet<Address> exporters = new TreeSet<>(expected.keySet());
    exporters.addAll(found.keySet());
    List<Difference> differences = new ArrayList<>();
    for (Address exporter : exporters) {
      long[] left = values(expected.getOrDefault(exporter, ControlSums.NONE));
      long[] right = values(found.getOrDefault(exporter, ControlSums.NONE));
      for (int i = 0; i < WHAT.length; i++) {
        if (left[i] != right[i]) {
          differences.add(
              new Difference(
                  "controls",
                  exporter,
                  Difference.WHOLE_RUN,
                  WHAT[i],
                  Long.toUnsignedString(left[i]),
                  Long.toUnsignedString(right[i])));
        }
      }
    }
    return differences;
  }

  private static long[] values(ControlSums sums) {
    return new long[] {
      sums.countedBytes(),
      sums.bytesOut(),
      sums.bytesIn(),
      sums.bothBytes(),
      sums.otherBytes(),
      sums.elsewhereBytes()
    };
  }
}
