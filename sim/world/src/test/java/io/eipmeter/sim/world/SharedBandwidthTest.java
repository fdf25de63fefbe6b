package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.world.control.Account;
import io.eipmeter.sim.world.control.ControlPlane;
import io.eipmeter.sim.world.control.Eip;
import io.eipmeter.sim.world.control.Geography;
import io.eipmeter.sim.world.control.Pool;
import io.eipmeter.sim.world.control.SharedBandwidth;
import io.eipmeter.sim.world.export.DeviceClock;
import io.eipmeter.sim.world.export.ExporterSetup;
import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.export.IpfixExporter;
import io.eipmeter.sim.world.export.Sampling;
import io.eipmeter.sim.world.gateway.BandwidthLimits;
import io.eipmeter.sim.world.gateway.CachePolicy;
import io.eipmeter.sim.world.gateway.Gateway;
import io.eipmeter.sim.world.gateway.MeteredFlow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Packets of 1,000 bytes: 8 Mbit/s are 1,000 of them a second, and a second's worth is saved up.
 */
class SharedBandwidthTest {
  private static final long MEGA = 1_000_000;
  private static final Pool POOL = Geography.POOLS.get(0);
  private static final Address EXPORTER = Address.parse("127.1.1.1");

  private final Ledger ledger =
      new Ledger(Geography.POOLS, Sightings.ALL, Ledger.Keeping.DATAGRAMS);
  private final BandwidthLimits limits = new BandwidthLimits();
  private final List<EipEvent> said = new ArrayList<>();
  private final ControlPlane plane =
      new ControlPlane(new Dice(1, "test"), (event, atMs) -> said.add(event), ledger, limits);
  private final IpfixExporter exporter =
      new IpfixExporter(
          new ExporterSetup(1, new DeviceClock(0, 0), 0, Sampling.NONE, true),
          (datagram, nowMs, sequence, units, carried) ->
              ledger.sent(EXPORTER, nowMs, sequence, units, carried, Fate.ARRIVES));
  private final Gateway gateway =
      Gateway.caching(
          ledger,
          limits,
          CachePolicy.cutAtMinutes(60_000, 15_000),
          1,
          new Dice(1, "sampling"),
          false,
          exporter,
          null);
  private final Eip one = eip("eip-one", 1);
  private final Eip two = eip("eip-two", 2);
  private final MeteredFlow ofOne = flow(one);
  private final MeteredFlow ofTwo = flow(two);

  private Eip eip(String id, int unit) {
    return plane.allocate(
        id,
        new Account("acme"),
        POOL,
        POOL.unit(unit),
        ChargeMethod.CHARGE_METHOD_BANDWIDTH,
        16 * MEGA,
        0);
  }

  private MeteredFlow flow(Eip eip) {
    Address peer = Address.parse("100.64.0.1");
    MeteredFlow flow = gateway.flow(FlowPath.plain(eip.address(), 1_000, peer, 443, 17, true));
    gateway.limit(flow, eip, null, 0);
    return flow;
  }

  /** How many of so many packets pass. */
  private long pass(MeteredFlow flow, long atMs, long packets) {
    long before = passed();
    gateway.pass(flow, atMs, packets * 1_000, packets, 0);
    return passed() - before;
  }

  private long passed() {
    return ledger.packets().values().stream().mapToLong(Usage::packetsOut).sum();
  }

  @Test
  void itsEipsDrawFromOneBucketAndTheirOwnDoNotCount() {
    SharedBandwidth shared = plane.newSharedBandwidth(8 * MEGA);
    plane.join(one, shared, 0);
    plane.join(two, shared, 0);
    assertThat(pass(ofOne, 0, 1_000)).isEqualTo(1_000);
    assertThat(pass(ofTwo, 0, 100)).isZero();
    assertThat(pass(ofTwo, 500, 1_000)).isEqualTo(500);
    plane.changeMaximum(one, MEGA, 500); // rests
    assertThat(pass(ofOne, 1_500, 2_000)).isEqualTo(1_000);
  }

  @Test
  void anotherSizeHoldsAtOnceForFlowsThatAreUnderWay() {
    SharedBandwidth shared = plane.newSharedBandwidth(8 * MEGA);
    plane.join(one, shared, 0);
    plane.join(two, shared, 0);
    assertThat(pass(ofOne, 0, 1_000)).isEqualTo(1_000);
    plane.resize(shared, 16 * MEGA, 500); // 500 have come in, at the old size
    assertThat(pass(ofTwo, 1_000, 9_000)).isEqualTo(500 + 1_000);
    plane.resize(shared, 4 * MEGA, 1_000);
    assertThat(pass(ofOne, 2_000, 9_000)).isEqualTo(500);
  }

  @Test
  void anotherMaximumOfAnEipHoldsAtOnce() {
    assertThat(pass(ofOne, 0, 9_000)).isEqualTo(2_000); // 16 Mbit/s
    plane.changeMaximum(one, 8 * MEGA, 0);
    assertThat(pass(ofOne, 100, 9_000)).isEqualTo(100);
    plane.changeMaximum(one, 80 * MEGA, 200); // 100 at the old, 1,000 at the new
    assertThat(pass(ofOne, 300, 9_000)).isEqualTo(100 + 1_000);
  }

  @Test
  void whoLeavesHasItsOwnMaximumAgain() {
    SharedBandwidth shared = plane.newSharedBandwidth(8 * MEGA);
    plane.join(one, shared, 0);
    assertThat(pass(ofOne, 0, 9_000)).isEqualTo(1_000);
    plane.leave(one, 0);
    assertThat(pass(ofOne, 0, 9_000)).isEqualTo(2_000);
  }

  @Test
  void whatIsDroppedIsInTheLedgerAndInTheRecords() {
    SharedBandwidth shared = plane.newSharedBandwidth(8 * MEGA);
    plane.join(one, shared, 0);
    plane.join(two, shared, 0);
    pass(ofOne, 0, 1_500); // 500 too many
    pass(ofTwo, 1_000, 1_700); // 700 too many
    gateway.endFlows(60_000);
    exporter.close(60_000);
    assertThat(ledger.drops())
        .containsEntry(new AddressMinute(one.address(), 0), new Drops(500_000, 500))
        .containsEntry(new AddressMinute(two.address(), 0), new Drops(700_000, 700))
        .hasSize(2)
        .isEqualTo(ledger.toldDrops());
  }

  @Test
  void statementsSayTheMaximumInForce() {
    SharedBandwidth shared = plane.newSharedBandwidth(8 * MEGA);
    plane.join(one, shared, 10);
    plane.resize(shared, 4 * MEGA, 20);
    plane.leave(one, 30);
    List<String> open =
        said.stream()
            .filter(event -> event.getEipId().equals("eip-one") && event.getToMs() == 0)
            .map(
                event ->
                    event.getFromMs()
                        + " "
                        + event.getMaxBandwidthBitsPerSecond() / MEGA
                        + " "
                        + event.getSharedBandwidthId().equals(shared.id()))
            .toList();
    assertThat(open).containsExactly("0 16 false", "10 8 true", "20 4 true", "30 16 false");
  }

  @Test
  void aRunHasSharedBandwidthsWhoseTrafficIsCappedTogether() {
    Recording recording = new Recording();
    Ledger run =
        Recording.run(
                new SimulationOptions(
                    5,
                    60,
                    5,
                    SimulationOptions.DEFAULT_START_MS,
                    Scenario.named("shared-bandwidth")),
                recording)
            .ledger();
    assertThat(run.drops()).hasSizeGreaterThan(3).isEqualTo(run.toldDrops());
    assertThat(recording.said)
        .anyMatch(each -> !each.event().getSharedBandwidthId().isEmpty())
        .anyMatch(
            each ->
                each.atMs() > SimulationOptions.DEFAULT_START_MS
                    && each.event().getMaxBandwidthBitsPerSecond() == MEGA);
  }
}
