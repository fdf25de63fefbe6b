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
import io.eipmeter.sim.world.gateway.Gateway;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
  private final List<Gateway> gateways = new ArrayList<>();
  private final List<UnreliableLine> lines = new ArrayList<>();
  private final long restartMs;

  GatewayPark(SimulationOptions options, Ledger ledger, ExportTransport transport) {
    this.options = options;
    this.ledger = ledger;
    this.transport = transport;
    Faults faults = options.scenario().faults();
    restartMs =
        faults.restartAfterMs() == 0 ? Long.MAX_VALUE : options.startMs() + faults.restartAfterMs();
    border = options.scenario().plan().manySightings() ? gateway(BORDER, null) : null;
    for (Region region : Geography.REGIONS) {
      gateways.add(gateway(region.index() + 1, border));
    }
  }

  /** Which records count in this scenario. */
  static Sightings sightings(Scenario scenario) {
    return scenario.plan().manySightings()
        ? new Sightings(
            Geography.REGIONS.stream()
                .map(region -> address(region.index() + 1))
                .collect(Collectors.toSet()),
            true)
        : Sightings.ALL;
  }

  /** 127.1.g.1. */
  private static Address address(int number) {
    return Address.ipv4(127 << 24 | 1 << 16 | number << 8 | 1);
  }

  private Gateway gateway(int number, @Nullable Gateway behind) {
    ExportPlan plan = options.scenario().plan();
    Faults all = options.scenario().faults();
    // What a device does wrong only the first one does.
    Faults faults =
        number == 1 ? all : Faults.inTransit(all.lost(), all.doubled(), all.reordered());
    UnreliableLine line =
        new UnreliableLine(
            address(number), faults, new Dice(options.seed(), "line " + number), ledger, transport);
    lines.add(line);
    ExporterSetup setup = setup(number, faults);
    Dice dice = new Dice(options.seed(), "sampling " + number);
    if (plan.format() == ExportFormat.SFLOW) {
      SflowExporter.InterfaceTotals totals = new SflowExporter.InterfaceTotals();
      Exporter exporter =
          new SflowExporter(address(number), plan.samplingRate(), totals, setup.clock(), line);
      return Gateway.sampling(ledger, plan.samplingRate(), dice, totals, exporter);
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
    return Gateway.caching(ledger, policy, plan.samplingRate(), dice, bothWays, exporter, behind);
  }

  private ExporterSetup setup(int number, Faults faults) {
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
        options.scenario().load().capped());
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
    if (nowMs == restartMs) {
      gateways.get(0).restart(nowMs);
    }
    all().forEach(gateway -> gateway.tick(nowMs));
  }

  void endFlows(long nowMs) {
    all().forEach(gateway -> gateway.endFlows(nowMs));
  }

  void close(long nowMs) {
    lines.forEach(UnreliableLine::loseNoMore);
    all().forEach(gateway -> gateway.exporter().close(nowMs));
    lines.forEach(UnreliableLine::flush);
  }

  int openFlows() {
    return all().mapToInt(Gateway::openFlows).sum();
  }

  int waitingDatagrams() {
    return all().mapToInt(gateway -> gateway.exporter().waiting()).sum();
  }

  private Stream<Gateway> all() {
    return Stream.concat(gateways.stream(), Stream.ofNullable(border));
  }
}
