package io.eipmeter.sim.lab.demo;

import io.eipmeter.sim.lab.compare.ControlComparison;
import io.eipmeter.sim.lab.compare.Difference;
import io.eipmeter.sim.lab.compare.DropsComparison;
import io.eipmeter.sim.lab.compare.LostExportsComparison;
import io.eipmeter.sim.lab.compare.OwnerComparison;
import io.eipmeter.sim.lab.compare.OwnerComparison.Owner;
import io.eipmeter.sim.lab.compare.SettledTables;
import io.eipmeter.sim.lab.compare.UsageComparison;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.AddressMinute;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.SentDatagram;
import io.eipmeter.sim.world.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param minutes of the tables
 * @param owners of the tables
 * @param records the tables against what was exported and reached Kafka: minute by minute, or by
 *     EIP where the protocol has no times
 * @param quarters the sealed quarters, corrections included, against the same; null where the
 *     protocol has no times
 * @param packets the tables against what crossed the gateways: minute by minute where records are
 *     cut at minutes, else by EIP; null where they cannot agree, because packets were sampled or
 *     datagrams lost
 * @param ownerDifferences minutes with another owner than the ledger's
 * @param controlDifferences control totals that are not the ledger's; none are told where UDP lost
 *     datagrams
 * @param dropDifferences minutes with other dropped bytes or packets than the records told; none
 *     are told where UDP lost datagrams, or records have no times
 * @param lost datagrams that never reached Kafka, beside those that the scenario lost itself
 * @param lostByExporter exports that must be shown as lost, in the unit of the sequence numbers
 * @param lostDifferences exporters whose lost exports are not shown as they are
 */
record DemoResult(
    SortedMap<AddressMinute, Usage> minutes,
    SortedMap<AddressMinute, Owner> owners,
    UsageComparison records,
    @Nullable UsageComparison quarters,
    @Nullable UsageComparison packets,
    List<Difference> ownerDifferences,
    List<Difference> controlDifferences,
    List<Difference> dropDifferences,
    List<SentDatagram> lost,
    SortedMap<Address, Long> lostByExporter,
    List<Difference> lostDifferences) {

  static DemoResult of(
      Ledger ledger, Scenario scenario, SettledTables tables, List<SentDatagram> lostByUdp) {
    SortedMap<AddressMinute, Usage> minutes = tables.minutes();
    SortedMap<AddressMinute, Owner> owners = tables.owners();
    List<SentDatagram> missing = new ArrayList<>(lostByUdp);
    ledger
        .exporters()
        .forEach(
            totals ->
                ledger.datagrams(totals.exporter()).stream()
                    .filter(SentDatagram::lost)
                    .forEach(missing::add));
    SortedMap<AddressMinute, Usage> arrived = ledger.recordsWithout(missing);
    SortedMap<Address, Long> lostByExporter =
        LostExportsComparison.expected(ledger, scenario.format(), lostByUdp);
    return new DemoResult(
        minutes,
        owners,
        scenario.recordsHaveTimes()
            ? UsageComparison.ofMinutes("records", arrived, minutes)
            : UsageComparison.ofUnits("records", arrived, minutes),
        scenario.recordsHaveTimes()
            ? UsageComparison.ofQuarters("records", arrived, tables.quarters())
            : null,
        packets(ledger, scenario, minutes, lostByUdp),
        OwnerComparison.of(ledger.owners(), owners),
        lostByUdp.isEmpty()
            ? ControlComparison.of(ledger.controls(), tables.controls())
            : List.of(),
        lostByUdp.isEmpty() && scenario.recordsHaveTimes()
            ? DropsComparison.of(ledger.toldDrops(), tables.drops())
            : List.of(),
        lostByUdp,
        lostByExporter,
        LostExportsComparison.of(lostByExporter, tables.lostExports()));
  }

  /** Of a world whose datagrams are all in the log, by a ledger that did not keep them. */
  static DemoResult ofLog(Ledger ledger, SettledTables tables) {
    SortedMap<AddressMinute, Usage> minutes = tables.minutes();
    SortedMap<AddressMinute, Owner> owners = tables.owners();
    SortedMap<AddressMinute, Usage> records = ledger.records();
    return new DemoResult(
        minutes,
        owners,
        UsageComparison.ofMinutes("records", records, minutes),
        UsageComparison.ofQuarters("records", records, tables.quarters()),
        UsageComparison.ofMinutes("packets", ledger.packets(), withoutFlows(minutes)),
        OwnerComparison.of(ledger.owners(), owners),
        ControlComparison.of(ledger.controls(), tables.controls()),
        DropsComparison.of(ledger.toldDrops(), tables.drops()),
        List.of(),
        new TreeMap<>(),
        LostExportsComparison.of(new TreeMap<>(), tables.lostExports()));
  }

  private static SortedMap<AddressMinute, Usage> withoutFlows(
      SortedMap<AddressMinute, Usage> minutes) {
    SortedMap<AddressMinute, Usage> withoutFlows = new TreeMap<>();
    minutes.forEach((key, usage) -> withoutFlows.put(key, usage.withoutFlows()));
    return withoutFlows;
  }

  private static @Nullable UsageComparison packets(
      Ledger ledger,
      Scenario scenario,
      SortedMap<AddressMinute, Usage> minutes,
      List<SentDatagram> lostByUdp) {
    if (!scenario.packetExact() || !lostByUdp.isEmpty()) {
      return null;
    }
    return scenario.minuteExact()
        ? UsageComparison.ofMinutes("packets", ledger.packets(), withoutFlows(minutes))
        : UsageComparison.ofUnits("packets", ledger.packets(), withoutFlows(minutes));
  }

  /** Everything that is wrong. */
  List<Difference> differences() {
    List<Difference> all = new ArrayList<>(records.differences());
    if (quarters != null) {
      all.addAll(quarters.differences());
    }
    if (packets != null) {
      all.addAll(packets.differences());
    }
    all.addAll(ownerDifferences);
    all.addAll(controlDifferences);
    all.addAll(dropDifferences);
    all.addAll(lostDifferences);
    return all;
  }

  /** Exports that must be shown as lost, in the unit of the sequence numbers. */
  long lostExports() {
    return lostByExporter.values().stream().mapToLong(Long::longValue).sum();
  }

  /** 0: all agrees; 1: something is wrong; 2: UDP lost datagrams, and exactly that is shown. */
  int exitCode() {
    if (!differences().isEmpty()) {
      return 1;
    }
    return lost.isEmpty() ? 0 : 2;
  }
}
