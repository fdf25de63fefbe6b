package io.eipmeter.sim.world;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.MeteredPrefix;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.sim.world.control.BandwidthChanges;
import io.eipmeter.sim.world.control.ControlPlane;
import io.eipmeter.sim.world.control.Geography;
import io.eipmeter.sim.world.control.Pool;
import io.eipmeter.sim.world.control.Tenancy;
import io.eipmeter.sim.world.gateway.BandwidthLimits;
import io.eipmeter.sim.world.script.Acts;
import io.eipmeter.sim.world.script.Role;
import io.eipmeter.sim.world.script.Streams;
import io.eipmeter.sim.world.script.WholeMission;
import io.eipmeter.sim.world.traffic.Traffic;
import java.util.List;

/**
 * A world in virtual time: EIPs and their owners, the packets that cross the gateways, and what the
 * gateways export of them. Single-threaded and without a clock: the caller says until when, and how
 * it divides a run into calls makes no difference to what happens.
 *
 * <p>{@code runTo} past {@link #endMs} goes on sending what the gateways still hold, spread over
 * some seconds; {@code finish} sends the rest at once.
 */
public final class Simulation {
  private static final long TICK_MS = 100;

  private final SimulationOptions options;
  private final Sightings sightings;
  private final Ledger ledger;
  private final LateJournal journal;
  private final Course changes;
  private final Course traffic;
  private final GatewayPark gateways;
  private long tickMs;
  private boolean flowsEnded;
  private boolean finished;

  public Simulation(SimulationOptions options, ExportTransport exports, EventJournal events) {
    this(options, exports, events, true);
  }

  /**
   * @param keepDatagrams whether the ledger keeps each datagram's records; without them a long run
   *     stays small
   */
  public Simulation(
      SimulationOptions options,
      ExportTransport exports,
      EventJournal events,
      boolean keepDatagrams) {
    this.options = options;
    sightings = GatewayPark.sightings(options.scenario());
    ledger = new Ledger(Geography.POOLS, sightings, keepDatagrams);
    tickMs = options.startMs();
    journal =
        new LateJournal(events, options.scenario().control().statementsLateMs(), options.startMs());
    BandwidthLimits limits = new BandwidthLimits();
    ControlPlane plane =
        new ControlPlane(new Dice(options.seed(), "control plane"), journal, ledger, limits);
    gateways = new GatewayPark(options, ledger, limits, exports);
    if (WholeMission.isMeantBy(options.scenario())) {
      List<Role> roles = WholeMission.roles(options);
      changes = new Acts(roles, options.startMs(), plane);
      traffic = new Streams(roles, options.startMs(), gateways.gateways());
      return;
    }
    Tenancy tenancy = new Tenancy(options, new Dice(options.seed(), "tenancy"), plane);
    changes =
        new Courses(
            List.of(
                tenancy,
                new BandwidthChanges(
                    options.scenario().control().bandwidths(),
                    options.startMs(),
                    new Dice(options.seed(), "bandwidths"),
                    tenancy,
                    plane)));
    traffic =
        new Traffic(
            options,
            new Dice(options.seed(), "traffic"),
            tenancy,
            gateways.gateways(),
            gateways.border());
  }

  /** Does all that is due up to and including {@code virtualMs}, in the order of time. */
  public void runTo(long virtualMs) {
    while (true) {
      long changeMs = changes.nextMs();
      long packetMs = traffic.nextMs();
      long nextMs = Math.min(tickMs, Math.min(changeMs, packetMs));
      if (nextMs >= endMs()) {
        break;
      }
      if (nextMs > virtualMs) {
        return;
      }
      if (tickMs == nextMs) {
        tick();
      } else if (changeMs == nextMs) {
        changes.step(nextMs);
      } else {
        traffic.step(nextMs);
      }
    }
    while (tickMs <= virtualMs && !finished) {
      endFlows(tickMs);
      tick();
    }
  }

  /** Runs to the end, ends all flows and sends what is left; the last datagrams are templates. */
  public void finish() {
    if (finished) {
      return;
    }
    runTo(endMs());
    finished = true;
    journal.close(tickMs);
    gateways.close(tickMs);
  }

  /** When the traffic ends, milliseconds since the epoch. */
  public long endMs() {
    return options.endMs();
  }

  public Ledger ledger() {
    return ledger;
  }

  /** What eipmeter must know to meter this world: version 1, in force from the beginning. */
  public Settings settings() {
    Settings.Builder settings =
        Settings.newBuilder()
            .setVersion(1)
            .setSettleDelayMs(90_000)
            .setSealDelayMs(3_600_000)
            .setLongestRecordMs(86_400_000)
            .setLatestRecordMs(35L * 86_400_000)
            .setClockBoundMs(Scenario.CLOCK_BOUND_MS)
            .setWaitingLimitMs(1_800_000)
            .setActiveTimeoutMs(options.scenario().activeTimeoutMs())
            .addAllMeteringPoints(sightings.settings());
    for (Pool pool : Geography.POOLS) {
      settings.addPrefixes(
          MeteredPrefix.newBuilder()
              .setAddress(ByteString.copyFrom(pool.base().bytes()))
              .setPrefixLength(pool.length())
              .setUnitLength(pool.unitLength()));
    }
    return settings.build();
  }

  /** Flows in the gateways' caches now. */
  public int openFlows() {
    return gateways.openFlows();
  }

  /** Datagrams that wait at the exporters. */
  public int waitingDatagrams() {
    return gateways.waitingDatagrams();
  }

  private void endFlows(long nowMs) {
    if (!flowsEnded) {
      flowsEnded = true;
      gateways.endFlows(nowMs);
    }
  }

  private void tick() {
    journal.tick(tickMs);
    gateways.tick(tickMs);
    tickMs += TICK_MS;
  }
}
