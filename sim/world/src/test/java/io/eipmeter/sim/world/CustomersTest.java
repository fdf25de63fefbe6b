package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.export.FlowRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The world whose control plane is the one with the API. */
class CustomersTest {
  private static final Recording RECORDING = new Recording();
  private static Ledger ledger;

  @BeforeAll
  static void run() {
    ledger =
        Recording.run(
                new SimulationOptions(
                    13, 60, 10, SimulationOptions.DEFAULT_START_MS, Scenario.named("customers")),
                RECORDING)
            .ledger();
  }

  private static Stream<FlowRecord> exported() {
    return ledger.exporters().stream()
        .flatMap(exporter -> ledger.datagrams(exporter.exporter()).stream())
        .flatMap(datagram -> datagram.records().stream());
  }

  private static boolean isAttached(List<OwnerInterval> held, long atMs) {
    return held.stream()
        .anyMatch(
            each ->
                each.fromMs() <= atMs && atMs < each.toMs() && !each.associationKind().isEmpty());
  }

  @Test
  void anEipSendsOnlyWhileItIsAttached() {
    Map<String, Integer> senders = new HashMap<>();
    SortedMap<Address, List<OwnerInterval>> owners = ledger.owners();
    exported()
        .forEach(
            record -> {
              List<OwnerInterval> held = owners.get(record.path().postSrc());
              if (held != null) {
                assertThat(isAttached(held, record.startMs())).as("%s", record).isTrue();
                assertThat(isAttached(held, record.endMs())).as("%s", record).isTrue();
                senders.merge(record.path().postSrc().toString(), 1, Integer::sum);
              }
            });
    assertThat(senders).hasSizeGreaterThan(40);
  }

  @Test
  void addressesChangeTheirAccountWithinAMinute() {
    Set<Address> shared = new HashSet<>();
    ledger
        .owners()
        .forEach(
            (address, held) -> {
              for (int i = 1; i < held.size(); i++) {
                OwnerInterval before = held.get(i - 1);
                boolean sameMinute = before.toMs() / 60_000 == held.get(i).fromMs() / 60_000;
                if (sameMinute && !before.account().equals(held.get(i).account())) {
                  shared.add(address);
                }
              }
            });
    assertThat(shared).isNotEmpty();
  }

  @Test
  void entriesOfNatGatewaysDecideWhoIsBehindThem() {
    List<FlowPath> behind =
        exported()
            .map(FlowRecord::path)
            .filter(path -> path.translated() && path.egress())
            .filter(path -> path.src().toString().startsWith("172.16."))
            .toList();
    assertThat(behind).anyMatch(path -> path.postSrcPort() != path.srcPort());
    // What answers by DNAT has the port of the entry.
    assertThat(behind).anyMatch(path -> path.srcPort() == 80 && path.postSrcPort() != 80);
  }

  @Test
  void maximumBandwidthsHold() {
    assertThat(ledger.drops()).isNotEmpty();
    assertThat(RECORDING.said).anyMatch(said -> said.event().getLock().equals("financial"));
    assertThat(RECORDING.said).anyMatch(said -> said.event().getLock().equals("security"));
    assertThat(RECORDING.said).anyMatch(said -> !said.event().getSharedBandwidthId().isEmpty());
  }

  @Test
  void customersMayHaveAllThatTheyWant() {
    Scenario scenario = Scenario.named("customers");
    Recording recording = new Recording();
    Ledger quiet =
        Recording.run(
                new SimulationOptions(
                    13,
                    20,
                    2,
                    SimulationOptions.DEFAULT_START_MS,
                    scenario.with("quiet", scenario.control().withChanges(0))),
                recording)
            .ledger();
    assertThat(quiet.packets()).isNotEmpty();
    assertThat(recording.said).allMatch(said -> said.atMs() < SimulationOptions.DEFAULT_START_MS);
  }
}
