package io.eipmeter.sim.world;

import io.eipmeter.sim.world.control.Geography;
import io.eipmeter.sim.world.control.Region;
import io.eipmeter.sim.world.export.DeviceClock;
import io.eipmeter.sim.world.export.ExportFormat;
import io.eipmeter.sim.world.export.Exporter;
import io.eipmeter.sim.world.export.ExporterSetup;
import io.eipmeter.sim.world.export.Faults;
import io.eipmeter.sim.world.export.IpfixExporter;
import io.eipmeter.sim.world.export.Netflow5Exporter;
import io.eipmeter.sim.world.export.Netflow9Exporter;
import io.eipmeter.sim.world.export.Sampling;
import io.eipmeter.sim.world.export.SflowExporter;
import io.eipmeter.sim.world.export.UnreliableLine;
import io.eipmeter.sim.world.gateway.BandwidthLimits;
import io.eipmeter.sim.world.gateway.Gateway;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The gateways of a world, one a region, each with its exporter and its way to the collector. */
final class GatewayPark {
  private static final int BORDER = 9;
  private static final long HALF_A_DAY_MS = 43_200_000;
  private static final long UPTIME_WRAPS_MS = 1L << 32;

  private final SimulationOptions options;
  private final Ledger ledger;
  private final ExportTransport transport;
  private final @Nullable Gateway border;
  private final BandwidthLimits limits;
  private final List<Gateway> gateways = new ArrayList<>();
  private final List<UnreliableLine> lines = new ArrayList<>();

  /**
   * @param regions each has a gateway
   */
  GatewayPark(
      SimulationOptions options,
      List<Region> regions,
      Ledger ledger,
      BandwidthLimits limits,
      ExportTransport transport) {
    this.limits = limits;
    this.options = options;
    this.ledger = ledger;
    this.transport = transport;
    border = options.scenario().plan().manySightings() ? gateway(BORDER, null) : null;
    for (Region region : regions) {
      gateways.add(gateway(number(region), border));
    }
  }

  /** Which records count in this scenario. */
  static Sightings sightings(Scenario scenario) {
    boolean egressOnly = scenario.plan().manySightings();
    if (scenario.load().betweenRegions() > 0) {
      // Both gateways export what goes from one to the other: each counts for its own EIPs.
      return new Sightings(
          Geography.POOLS.stream()
              .map(pool -> new Sightings.Point(of(pool.region()), pool, egressOnly))
              .toList());
    }
    return egressOnly
        ? new Sightings(
            Geography.REGIONS.stream()
                .map(region -> new Sightings.Point(of(region), null, true))
                .toList())
        : Sightings.ALL;
  }

  private static Address of(Region region) {
    return Geography.exporter(number(region));
  }

  private static int number(Region region) {
    return region.index() + (region.index() + 1 < BORDER ? 1 : 2);
  }

  private Gateway gateway(int number, @Nullable Gateway behind) {
    ExportPlan plan = options.scenario().plan();
    Faults all = options.scenario().faults();
    // What a device does wrong only the first one does.
    Faults faults = number == 1 ? all : all.ofAny();
    UnreliableLine line =
        new UnreliableLine(
            Geography.exporter(number),
            faults.line(),
            options.startMs(),
            new Dice(options.seed(), "line " + number),
            ledger,
            transport);
    lines.add(line);
    ExporterSetup setup = setup(number, faults.device());
    Dice dice = new Dice(options.seed(), "sampling " + number);
    if (plan.format() == ExportFormat.SFLOW) {
      SflowExporter.InterfaceTotals totals = new SflowExporter.InterfaceTotals();
      Exporter exporter =
          new SflowExporter(
              Geography.exporter(number), plan.samplingRate(), totals, setup.clock(), line);
      return Gateway.sampling(ledger, limits, plan.samplingRate(), dice, totals, exporter);
    }
    Exporter exporter =
        switch (plan.format()) {
          case IPFIX -> new IpfixExporter(setup, line);
          case NETFLOW9 -> new Netflow9Exporter(setup, line);
          case NETFLOW5 -> new Netflow5Exporter(setup, line);
          case SFLOW -> throw new IllegalStateException("has no flow cache");
        };
    var policy = plan.caches().get((number - 1) % plan.caches().size());
    boolean bothWays = plan.manySightings();
    return Gateway.caching(
        ledger, limits, policy, plan.samplingRate(), dice, bothWays, exporter, behind);
  }

  private ExporterSetup setup(int number, Faults.Device faults) {
    long startMs = options.startMs();
    long bootMs =
        faults.uptimeWrapAfterMs() == 0
            ? startMs - HALF_A_DAY_MS * number
            : startMs + faults.uptimeWrapAfterMs() - UPTIME_WRAPS_MS;
    return new ExporterSetup(
        number,
        new DeviceClock(faults.skewMs(), bootMs),
        startMs + faults.templatesAfterMs(),
        new Sampling(options.scenario().plan().samplingRate(), faults.samplingRateAfterMs()),
        options.scenario().control().capped());
  }

  /** The router behind the gateways, if this scenario has one. */
  @Nullable Gateway border() {
    return border;
  }

  /** By the index of their region. */
  List<Gateway> gateways() {
    return gateways;
  }

  void tick(long nowMs) {
    Faults.Device faults = options.scenario().faults().device();
    if (isDue(faults.restartAfterMs(), nowMs)) {
      gateways.get(0).restart(nowMs);
    }
    if (isDue(faults.sequenceResetAfterMs(), nowMs)) {
      gateways.get(0).exporter().resetSequence(nowMs);
    }
    if (isDue(faults.layoutChangeAfterMs(), nowMs)) {
      gateways.get(0).exporter().changeLayout(nowMs);
    }
    all().forEach(gateway -> gateway.tick(nowMs));
    lines.forEach(line -> line.tick(nowMs));
  }

  private boolean isDue(long afterMs, long nowMs) {
    return afterMs > 0 && nowMs == options.startMs() + afterMs;
  }

  void endFlows(long nowMs) {
    all().forEach(gateway -> gateway.endFlows(nowMs));
  }

  void close(long nowMs) {
    lines.forEach(UnreliableLine::loseNoMore);
    all().forEach(gateway -> gateway.exporter().close(nowMs));
    lines.forEach(line -> line.close(nowMs));
  }

  int openFlows() {
    return all().mapToInt(Gateway::openFlows).sum();
  }

  int waitingDatagrams() {
    return all().mapToInt(gateway -> gateway.exporter().waiting()).sum()
        + lines.stream().mapToInt(UnreliableLine::underway).sum();
  }

  private Stream<Gateway> all() {
    return Stream.concat(gateways.stream(), Stream.ofNullable(border));
  }
}
