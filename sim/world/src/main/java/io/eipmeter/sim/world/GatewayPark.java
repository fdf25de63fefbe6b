package io.eipmeter.sim.world;

import io.eipmeter.sim.world.control.Geography;
import io.eipmeter.sim.world.control.Region;
import io.eipmeter.sim.world.export.DeviceClock;
import io.eipmeter.sim.world.export.Exporter;
import io.eipmeter.sim.world.export.Faults;
import io.eipmeter.sim.world.export.IpfixExporter;
import io.eipmeter.sim.world.export.Netflow5Exporter;
import io.eipmeter.sim.world.export.Netflow9Exporter;
import io.eipmeter.sim.world.export.SflowExporter;
import io.eipmeter.sim.world.export.UnreliableLine;
import io.eipmeter.sim.world.gateway.Gateway;
import java.util.ArrayList;
import java.util.List;

/** The gateways of a world, one a region, each with its exporter and its way to the collector. */
final class GatewayPark {
  private static final long HALF_A_DAY_MS = 43_200_000;
  private static final long UPTIME_WRAPS_MS = 1L << 32;

  private final SimulationOptions options;
  private final Ledger ledger;
  private final List<Gateway> gateways = new ArrayList<>();
  private final List<UnreliableLine> lines = new ArrayList<>();
  private final long restartMs;

  GatewayPark(SimulationOptions options, Ledger ledger, ExportTransport transport) {
    this.options = options;
    this.ledger = ledger;
    Faults faults = options.scenario().faults();
    restartMs =
        faults.restartAfterMs() == 0 ? Long.MAX_VALUE : options.startMs() + faults.restartAfterMs();
    for (Region region : Geography.REGIONS) {
      gateways.add(gateway(region, transport));
    }
  }

  private Gateway gateway(Region region, ExportTransport transport) {
    int number = region.index() + 1;
    Scenario scenario = options.scenario();
    Faults all = scenario.faults();
    // What a device does wrong only the first one does.
    Faults faults =
        number == 1 ? all : Faults.inTransit(all.lost(), all.doubled(), all.reordered());
    Address address = Address.ipv4(127 << 24 | 1 << 16 | number << 8 | 1); // 127.1.g.1
    UnreliableLine line =
        new UnreliableLine(
            address, faults, new Dice(options.seed(), "line " + number), ledger, transport);
    lines.add(line);
    long startMs = options.startMs();
    long bootMs =
        faults.uptimeWrapAfterMs() == 0
            ? startMs - HALF_A_DAY_MS * number
            : startMs + faults.uptimeWrapAfterMs() - UPTIME_WRAPS_MS;
    DeviceClock clock = new DeviceClock(faults.skewMs(), bootMs);
    long templatesMs = startMs + faults.templatesAfterMs();
    if (scenario.samplingRate() > 1) {
      SflowExporter.InterfaceTotals totals = new SflowExporter.InterfaceTotals();
      Exporter exporter = new SflowExporter(address, scenario.samplingRate(), totals, clock, line);
      Dice dice = new Dice(options.seed(), "sampling " + number);
      return Gateway.sampling(ledger, scenario.samplingRate(), dice, totals, exporter);
    }
    Exporter exporter =
        switch (scenario.format()) {
          case IPFIX -> new IpfixExporter(number, clock, templatesMs, line);
          case NETFLOW9 -> new Netflow9Exporter(number, clock, templatesMs, line);
          case NETFLOW5 -> new Netflow5Exporter(number, clock, line);
          case SFLOW -> throw new IllegalArgumentException("sFlow samples 1 in N, N over 1");
        };
    var caches = scenario.caches();
    return Gateway.caching(ledger, caches.get(region.index() % caches.size()), exporter);
  }

  /** By the index of their region. */
  List<Gateway> gateways() {
    return gateways;
  }

  void tick(long nowMs) {
    if (nowMs == restartMs) {
      gateways.get(0).restart(nowMs);
    }
    for (Gateway gateway : gateways) {
      gateway.tick(nowMs);
    }
  }

  void endFlows(long nowMs) {
    gateways.forEach(gateway -> gateway.endFlows(nowMs));
  }

  void close(long nowMs) {
    lines.forEach(UnreliableLine::loseNoMore);
    gateways.forEach(gateway -> gateway.exporter().close(nowMs));
    lines.forEach(UnreliableLine::flush);
  }

  int openFlows() {
    return gateways.stream().mapToInt(Gateway::openFlows).sum();
  }

  int waitingDatagrams() {
    return gateways.stream().mapToInt(gateway -> gateway.exporter().waiting()).sum();
  }
}
