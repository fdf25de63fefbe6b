package io.eipmeter.sim.lab.compare;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.SentDatagram;
import io.eipmeter.sim.world.export.ExportFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The exports that the tables show as lost against those that never reached Kafka. */
public final class LostExportsComparison {
  private LostExportsComparison() {}

  /**
   * What the exporters' sequence numbers must show as missing.
   *
   * @param lostByUdp beside those that the scenario lost itself
   */
  public static SortedMap<Address, Long> expected(
      Ledger ledger, ExportFormat format, List<SentDatagram> lostByUdp) {
    SortedMap<Address, Long> expected = new TreeMap<>();
    ledger
        .exporters()
        .forEach(totals -> expected.put(totals.exporter(), totals.lostSequenceUnits()));
    for (SentDatagram datagram : lostByUdp) {
      expected.merge(datagram.exporter(), sequenceUnits(datagram, format), Math::addExact);
    }
    return expected;
  }

  /** Each exporter that differs. */
  public static List<Difference> of(
      SortedMap<Address, Long> expected, SortedMap<Address, Long> shown) {
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

  /** NetFlow v5 and IPFIX count records, v9 and sFlow datagrams. */
  private static long sequenceUnits(SentDatagram datagram, ExportFormat format) {
    return switch (format) {
      case IPFIX, NETFLOW5 -> datagram.records().size();
      case NETFLOW9, SFLOW -> 1;
    };
  }
}
