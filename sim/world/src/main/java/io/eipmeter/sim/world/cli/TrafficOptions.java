package io.eipmeter.sim.world.cli;

import io.eipmeter.sim.world.LiveWorld;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.cloud.Journal;
import io.eipmeter.sim.world.cloud.State;
import io.eipmeter.sim.world.export.UdpTransport;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code control serve} is told about the traffic of its EIPs. */
final class TrafficOptions {
  private static final int NO_END_MINUTES = 1_000_000_000;

  @Option(
      names = "--traffic",
      paramLabel = "HOST:PORT",
      description =
          "Simulate the traffic of attached EIPs; the gateways export it to this collector, which"
              + " must be on this machine.")
  @Nullable String collector;

  @Option(
      names = "--traffic-scenario",
      defaultValue = "customers",
      paramLabel = "NAME",
      description =
          "How traffic and gateways behave: a scenario's name or file. Default: ${DEFAULT-VALUE}.")
  String scenario;

  @Option(
      names = "--traffic-eips",
      defaultValue = "200",
      paramLabel = "N",
      description = "How many EIPs have traffic at a time. Default: ${DEFAULT-VALUE}.")
  int eips;

  @Option(
      names = "--ledger-csv",
      paramLabel = "DIR",
      description = "Write what really crossed the gateways there at the end.")
  @Nullable Path ledger;

  /**
   * Starts the traffic, if there shall be any.
   *
   * @param store where the control plane's changes go first
   * @throws IllegalArgumentException if an option is wrong; the message says which
   */
  @Nullable LiveTraffic start(State state, Journal store, Clock clock, long seed) {
    if (collector == null) {
      if (ledger != null) {
        throw new IllegalArgumentException("--ledger-csv goes with --traffic");
      }
      return null;
    }
    UdpTransport udp = new UdpTransport(address(collector));
    long startMs = Math.floorDiv(clock.millis(), 1_000L) * 1_000;
    LiveWorld world =
        new LiveWorld(
            new SimulationOptions(seed, eips, NO_END_MINUTES, startMs, Scenario.named(scenario)),
            state,
            store,
            udp,
            ledger != null);
    return new LiveTraffic(world, udp, clock, ledger);
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      InetSocketAddress address =
          new InetSocketAddress(
              text.substring(0, Math.max(0, colon)), Integer.parseInt(text.substring(colon + 1)));
      if (colon > 0 && !address.isUnresolved() && address.getAddress().isLoopbackAddress()) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "--traffic must be HOST:PORT of a collector on this machine: each gateway sends from a"
            + " loopback address of its own");
  }
}
