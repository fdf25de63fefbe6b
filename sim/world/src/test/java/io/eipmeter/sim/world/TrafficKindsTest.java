package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.export.FlowRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each kind of traffic against arithmetic of its own. A kind throws dice of its own, so what it
 * adds is the difference to the same world without it.
 */
class TrafficKindsTest {
  private static final int EIPS = 60;
  private static final int MINUTES = 6;
  private static final String STEADY = "control-plane: {changes-per-eip-minute: 0}\n";

  private final Recording recording = new Recording();

  private static Simulation world(long seed, String fields, Recording recording) {
    Scenario scenario = ScenarioFile.parse("mine", "mine.yaml", "description: mine\n" + fields);
    return Recording.run(
        new SimulationOptions(seed, EIPS, MINUTES, SimulationOptions.DEFAULT_START_MS, scenario),
        recording);
  }

  private static Ledger run(String fields) {
    return world(13, fields, new Recording()).ledger();
  }

  /** What the kind brought to each unit, in all. */
  private static SortedMap<Address, Usage> added(String traffic) {
    SortedMap<Address, Usage> without = Ledger.totals(run(STEADY).packets());
    SortedMap<Address, Usage> with =
        Ledger.totals(run(STEADY + "traffic: {" + traffic + "}").packets());
    SortedMap<Address, Usage> added = new TreeMap<>();
    with.forEach(
        (unit, usage) -> {
          Usage more = usage.minus(without.getOrDefault(unit, Usage.NONE));
          if (!more.equals(Usage.NONE)) {
            added.put(unit, more);
          }
        });
    assertThat(with.keySet()).containsAll(without.keySet());
    return added;
  }

  @Test
  void noiseIsSinglePacketsToAllEipsAlike() {
    SortedMap<Address, Usage> added = added("noise-per-eip-minute: 2");
    long packets = 0;
    for (Map.Entry<Address, Usage> each : added.entrySet()) {
      Usage usage = each.getValue();
      // One byte behind headers of 52 bytes, of 72 in IPv6.
      long packetBytes = each.getKey().isIpv4() ? 53 : 73;
      assertThat(usage)
          .isEqualTo(new Usage(0, usage.packetsIn() * packetBytes, 0, usage.packetsIn(), 0, 0));
      packets += usage.packetsIn();
    }
    // 2 x 60 x 6 = 720 expected; five standard deviations of a Poisson process are 5 x 27.
    assertThat(packets).isBetween(720L - 135, 720L + 135);
    assertThat(added.size()).isGreaterThanOrEqualTo(EIPS - 1); // also the quiet ones
  }

  @Test
  void aPortScanTriesAHundredPortsOfOneAddress() {
    SortedMap<Address, Usage> added = added("port-scans-per-minute: 3");
    long probes = 0;
    for (Usage usage : added.values()) {
      probes += usage.packetsIn();
      assertThat(usage.packetsOut()).isZero(); // nobody answers
    }
    // 18 scans expected, +- 5 x 4.3; the last may be cut off by the end of the run.
    assertThat(probes).isBetween(100L, 100L * 40);
    Set<Integer> ports = new HashSet<>();
    world(13, STEADY + "traffic: {port-scans-per-minute: 3}", recording)
        .ledger()
        .datagrams(Address.parse("127.1.1.1"))
        .forEach(
            datagram ->
                datagram.records().stream()
                    .filter(record -> record.bytes() == 53)
                    .forEach(record -> ports.add(record.path().dstPort())));
    assertThat(ports.size()).isGreaterThan(100);
  }

  @Test
  void anAttackFloodsOneEipFromTwentySources() {
    SortedMap<Address, Usage> added = added("attacks-per-minute: 0.5");
    assertThat(added).isNotEmpty().hasSizeLessThan(13); // 3 expected, +- 5 x 1.7
    for (Usage usage : added.values()) {
      // 20 sources x 300 bursts x 30 kB = 180 MB at most for one attack, over some 30 s.
      assertThat(usage.bytesIn()).isBetween(1_000_000L, 3 * 200_000_000L);
      assertThat(usage.bytesOut()).isZero();
    }
  }

  @Test
  void beyondItsMaximumAnAttackIsDroppedAndTold() {
    Ledger ledger =
        run(
            """
            control-plane: {changes-per-eip-minute: 0, capped: true}
            traffic: {attacks-per-minute: 2}
            """);
    long dropped = ledger.drops().values().stream().mapToLong(Drops::bytes).sum();
    assertThat(dropped).isGreaterThan(10_000_000);
    assertThat(ledger.toldDrops()).isEqualTo(ledger.drops());
  }

  @Test
  void aFlashCrowdIsSixtySessionsMoreOfOneEip() {
    SortedMap<Address, Usage> added = added("flash-crowds-per-minute: 1");
    assertThat(added).isNotEmpty();
    Ledger ledger = world(13, STEADY + "traffic: {flash-crowds-per-minute: 1}", recording).ledger();
    int sixties = 0;
    for (Address unit : added.keySet()) {
      Set<String> with = peers(ledger, unit);
      with.removeAll(peers(world(13, STEADY, new Recording()).ledger(), unit));
      sixties += with.size() == 60 ? 1 : 0;
      assertThat(with.size()).isLessThanOrEqualTo(180); // three at one EIP would be rare
    }
    assertThat(sixties).isPositive();
  }

  private static Set<String> peers(Ledger ledger, Address unit) {
    Set<String> peers = new HashSet<>();
    for (FlowPath path : paths(ledger)) {
      if (path.dst().equals(unit)) {
        peers.add(path.src() + ":" + path.srcPort());
      }
    }
    return peers;
  }

  private static List<FlowPath> paths(Ledger ledger) {
    List<FlowPath> paths = new ArrayList<>();
    for (ExporterTotals totals : ledger.exporters()) {
      for (SentDatagram datagram : ledger.datagrams(totals.exporter())) {
        datagram.records().stream().map(FlowRecord::path).forEach(paths::add);
      }
    }
    return paths;
  }

  @Test
  void inSilenceNothingPassesAndAfterwardsItGoesOn() {
    Ledger ledger = run("traffic: {silence: {after: PT2M, for: PT3M}}");
    Set<Long> minutes = new HashSet<>();
    long startMs = SimulationOptions.DEFAULT_START_MS;
    ledger.packets().keySet().forEach(key -> minutes.add((key.minuteMs() - startMs) / 60_000));
    assertThat(minutes).containsExactlyInAnyOrder(0L, 1L, 5L);
  }

  @Test
  void halfOfTheSessionsAreBetweenOurs() {
    long few = both(run(STEADY));
    long many = both(run(STEADY + "traffic: {between-ours: 0.5}"));
    assertThat(many).isGreaterThan(3 * few);
  }

  private static long both(Ledger ledger) {
    Set<FlowPath> flows = new HashSet<>();
    for (FlowPath path : paths(ledger)) {
      if (ledger.unit(path.postSrc()) >= 0 && ledger.unit(path.dst()) >= 0) {
        flows.add(path);
      }
    }
    return flows.size();
  }

  // ---- NAT gateways with several EIPs

  private static final String NATS =
      """
      traffic: {sessions-per-eip-second: 3}
      control-plane:
        changes-per-eip-minute: 0
        nat-gateways: {eips-each: 3, dnat-part: 0.3, own-eip-part: 0.5}
      """;

  /** By NAT gateway, as the control plane says. */
  private Map<String, Set<Address>> eipsByGateway() {
    Map<String, Set<Address>> byGateway = new HashMap<>();
    for (Recording.Said said : recording.said) {
      if (said.event().getAssociationKind().equals("Nat")) {
        byGateway
            .computeIfAbsent(said.event().getAssociationId(), any -> new HashSet<>())
            .add(Address.ofBytes(said.event().getAddress().toByteArray()));
      }
    }
    byGateway.values().removeIf(eips -> eips.stream().noneMatch(Address::isIpv4));
    return byGateway;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void eachEipOfASnatEntryIsDrawnEquallyOften(long seed) {
    Ledger ledger = world(seed, NATS, recording).ledger();
    Map<Address, Set<String>> sessions = new HashMap<>();
    for (FlowPath path : paths(ledger)) {
      if (path.egress() && path.postSrcPort() >= 10_240 && path.src() != path.postSrc()) {
        sessions
            .computeIfAbsent(path.postSrc(), any -> new HashSet<>())
            .add(path.src() + ":" + path.srcPort() + ">" + path.dst() + ":" + path.dstPort());
      }
    }
    int compared = 0;
    for (Set<Address> eips : eipsByGateway().values()) {
      assertThat(eips.size()).isLessThanOrEqualTo(3);
      long all = eips.stream().mapToLong(eip -> count(sessions, eip)).sum();
      double expected = (double) all / eips.size();
      double deviation = Math.sqrt(expected * (1 - 1.0 / eips.size()));
      for (Address eip : eips) {
        assertThat((double) count(sessions, eip))
            .isBetween(expected - 5 * deviation, expected + 5 * deviation);
      }
      compared += eips.size() > 1 && all > 50 ? 1 : 0;
    }
    assertThat(compared).isPositive();
  }

  private static long count(Map<Address, Set<String>> sessions, Address eip) {
    return sessions.getOrDefault(eip, Set.of()).size();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theEipsOfANatGatewayAreInOneSharedBandwidthWhateverChanges(long seed) {
    world(
        seed,
        """
        control-plane:
          changes-per-eip-minute: 0.5
          shared-part: 0.5
          bandwidth-changes-per-minute: 60
          nat-gateways: {eips-each: 3}
        """,
        recording);
    Map<String, Set<String>> sharedByGateway = new HashMap<>();
    Map<String, Set<String>> eips = new HashMap<>();
    for (Recording.Said said : recording.said) {
      EipEvent event = said.event();
      boolean held = event.getToMs() == 0 || event.getFromMs() < event.getToMs();
      boolean ipv4 = Address.ofBytes(event.getAddress().toByteArray()).isIpv4();
      if (held && ipv4 && event.getAssociationKind().equals("Nat")) {
        String gateway = event.getAssociationId();
        sharedByGateway
            .computeIfAbsent(gateway, any -> new HashSet<>())
            .add(event.getSharedBandwidthId());
        eips.computeIfAbsent(gateway, any -> new HashSet<>()).add(event.getEipId());
      }
    }
    assertThat(eips.values()).anyMatch(each -> each.size() > 1);
    assertThat(sharedByGateway.values())
        .allSatisfy(each -> assertThat(each).hasSize(1).doesNotContain(""));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anInstancesOwnEipWinsOverDnatAndSnat(long seed) {
    Ledger ledger = world(seed, NATS, recording).ledger();
    Set<Address> ofGateways = new HashSet<>();
    eipsByGateway().values().forEach(ofGateways::addAll);
    Set<Address> withOwn = new HashSet<>();
    Set<Address> translated = new HashSet<>();
    int forwarded = 0;
    for (FlowPath path : paths(ledger)) {
      boolean behind = isBehind(path.src());
      if (path.egress() && behind) {
        (ofGateways.contains(path.postSrc()) ? translated : withOwn).add(path.src());
      }
      if (!path.egress() && isBehind(path.postDst()) && path.dstPort() < 10_240) {
        boolean byGateway = ofGateways.contains(path.dst());
        forwarded += byGateway ? 1 : 0;
        (byGateway ? translated : withOwn).add(path.postDst());
        // 8000 to 8002 outside, 1000 and on inside: the entries of an EIP
        if (byGateway) {
          assertThat(path.dstPort()).isBetween(8_000, 8_002);
          assertThat(path.postDstPort()).isEqualTo(1_000);
        }
      }
    }
    assertThat(forwarded).isPositive();
    assertThat(translated).isNotEmpty().doesNotContainAnyElementsOf(withOwn);
    assertThat(withOwn).isNotEmpty();
  }

  private static boolean isBehind(Address address) {
    return address.toString().startsWith("172.16.");
  }
}
