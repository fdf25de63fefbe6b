package io.eipmeter.sim.lab.compare;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.SentDatagram;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The exports that the tables show as lost against those that never reached Kafka. */
public final class LostExportsComparison {
  private LostExportsComparison() {}

  /**
   * Each exporter that differs.
   *
   * @param lost datagrams of exporters whose sequence numbers count records (IPFIX)
   * @param shown by exporter
   */
  public static List<Difference> of(List<SentDatagram> lost, SortedMap<Address, Long> shown) {
    SortedMap<Address, Long> expected = new TreeMap<>();
    for (SentDatagram datagram : lost) {
      expected.merge(datagram.exporter(), (long) datagram.records().size(), Math::addExact);
    }
    TreeSet<Address> exporters = new TreeSet<>(expected.keySet());
    exporters.addAll(shown.keySet());
    List<Difference> differences = new ArrayList<>();
    for (Address exporter : exporters) {
      long left = expected.getOrDefault(exporter, 0L);
      long right = shown.getOrDefault(exporter, 0L);
      if (left != right) {
        differences.add(
            new Difference(
                "lost exports",
                exporter,
                Difference.WHOLE_RUN,
                "lost exports",
                Long.toString(left),
                Long.toString(right)));
      }
    }
    return differences;
  }
}
