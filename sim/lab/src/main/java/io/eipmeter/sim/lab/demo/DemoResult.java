package io.eipmeter.sim.lab.demo;

import io.eipmeter.sim.lab.compare.Difference;
import io.eipmeter.sim.lab.compare.LostExportsComparison;
import io.eipmeter.sim.lab.compare.OwnerComparison;
import io.eipmeter.sim.lab.compare.OwnerComparison.Owner;
import io.eipmeter.sim.lab.compare.SettledTables;
import io.eipmeter.sim.lab.compare.UsageComparison;
import io.eipmeter.sim.world.AddressMinute;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.SentDatagram;
import io.eipmeter.sim.world.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run came to.
 *
 * @param minutes of the tables
 * @param owners of the tables
 * @param records the tables against what was exported and reached Kafka, minute by minute
 * @param packets the tables against what crossed the gateways: minute by minute where records are
 *     cut at minutes, else by EIP; not a fault of ours where datagrams were lost
 * @param ownerDifferences minutes with another owner than the ledger's
 * @param lost datagrams that never reached Kafka
 * @param lostDifferences exporters whose lost exports are not shown as they are
 */
record DemoResult(
    SortedMap<AddressMinute, Usage> minutes,
    SortedMap<AddressMinute, Owner> owners,
    UsageComparison records,
    UsageComparison packets,
    List<Difference> ownerDifferences,
    List<SentDatagram> lost,
    List<Difference> lostDifferences) {

  static DemoResult of(
      Ledger ledger, Scenario scenario, SettledTables tables, List<SentDatagram> lost) {
    SortedMap<AddressMinute, Usage> minutes = tables.minutes();
    SortedMap<AddressMinute, Usage> withoutFlows = new TreeMap<>();
    minutes.forEach((key, usage) -> withoutFlows.put(key, usage.withoutFlows()));
    SortedMap<AddressMinute, Owner> owners = tables.owners();
    return new DemoResult(
        minutes,
        owners,
        UsageComparison.ofMinutes("records", ledger.recordsWithout(lost), minutes),
        scenario.minuteExact()
            ? UsageComparison.ofMinutes("packets", ledger.packets(), withoutFlows)
            : UsageComparison.ofUnits("packets", ledger.packets(), withoutFlows),
        OwnerComparison.of(ledger.owners(), owners),
        lost,
        LostExportsComparison.of(lost, tables.lostExports()));
  }

  /** Everything that is wrong. */
  List<Difference> differences() {
    List<Difference> all = new ArrayList<>(records.differences());
    if (lost.isEmpty()) {
      all.addAll(packets.differences());
    }
    all.addAll(ownerDifferences);
    all.addAll(lostDifferences);
    return all;
  }

  /** Records in the lost datagrams. */
  long lostRecords() {
    return lost.stream().mapToLong(datagram -> datagram.records().size()).sum();
  }

  /** 0: all agrees; 1: something is wrong; 2: UDP lost datagrams, and exactly that is shown. */
  int exitCode() {
    if (!differences().isEmpty()) {
      return 1;
    }
    return lost.isEmpty() ? 0 : 2;
  }
}
