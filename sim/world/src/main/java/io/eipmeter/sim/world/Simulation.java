package io.eipmeter.sim.world;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.MeteredPrefix;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.sim.world.cloud.Change;
import io.eipmeter.sim.world.cloud.Cloud;
import io.eipmeter.sim.world.cloud.FoundingPools;
import io.eipmeter.sim.world.cloud.State;
import io.eipmeter.sim.world.control.BandwidthChanges;
import io.eipmeter.sim.world.control.ControlPlane;
import io.eipmeter.sim.world.control.Customers;
import io.eipmeter.sim.world.control.FollowedEips;
import io.eipmeter.sim.world.control.Follower;
import io.eipmeter.sim.world.control.Geography;
import io.eipmeter.sim.world.control.Pool;
import io.eipmeter.sim.world.control.Residents;
import io.eipmeter.sim.world.control.Tenancy;
import io.eipmeter.sim.world.gateway.BandwidthLimits;
import io.eipmeter.sim.world.script.Acts;
import io.eipmeter.sim.world.script.Role;
import io.eipmeter.sim.world.script.Streams;
import io.eipmeter.sim.world.script.WholeMission;
import io.eipmeter.sim.world.traffic.Traffic;
import java.util.ArrayList;
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
  private final SimulationOptions options;
  private final Sightings sightings;
  private final Ledger ledger;
  private final LateJournal journal;
  private final GatewayPark gateways;
  private final WorldRun run;
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
    ledger =
        new Ledger(
            Geography.POOLS,
            sightings,
            keepDatagrams ? Ledger.Keeping.DATAGRAMS : Ledger.Keeping.MINUTES);
    journal =
        new LateJournal(events, options.scenario().control().statementsLateMs(), options.startMs());
    BandwidthLimits limits = new BandwidthLimits();
    gateways = new GatewayPark(options, Geography.REGIONS, ledger, limits, exports);
    Parts parts = parts(limits);
    run =
        new WorldRun(
            options.startMs(), endMs(), parts.changes(), parts.traffic(), journal::tick, gateways);
  }

  private record Parts(Course changes, Course traffic) {}

  private Parts parts(BandwidthLimits limits) {
    if (options.scenario().control().customers()) {
      return customers(limits);
    }
    ControlPlane plane =
        new ControlPlane(new Dice(options.seed(), "control plane"), journal, ledger, limits);
    if (WholeMission.isMeantBy(options.scenario())) {
      List<Role> roles = WholeMission.roles(options);
      return new Parts(
          new Acts(roles, options.startMs(), plane),
          new Streams(roles, options.startMs(), gateways.gateways()));
    }
    Tenancy tenancy = new Tenancy(options, new Dice(options.seed(), "tenancy"), plane);
    BandwidthChanges bandwidths =
        new BandwidthChanges(
            options.scenario().control().bandwidths(),
            options.startMs(),
            new Dice(options.seed(), "bandwidths"),
            tenancy,
            plane);
    return new Parts(new Courses(List.of(tenancy, bandwidths)), traffic(tenancy));
  }

  /** The real control plane, by its API. */
  private Parts customers(BandwidthLimits limits) {
    FollowedEips eips =
        new FollowedEips(
            options.eips(), Geography.REGIONS, new ArrayList<>(Geography.POOLS), limits);
    Follower follower = new Follower(eips, ledger, journal);
    Cloud cloud =
        new Cloud(
            new State(),
            (changes, statements, operation) ->
                follower.follow(changes, statements, Change.timeOf(changes)),
            Customers.RULES,
            options.seed());
    cloud.foundPools(FoundingPools.all(), 0);
    Customers customers = new Customers(options, new Dice(options.seed(), "customers"), cloud);
    return new Parts(customers, traffic(eips));
  }

  private Traffic traffic(Residents residents) {
    return new Traffic(
        options,
        new Dice(options.seed(), "traffic"),
        residents,
        gateways.gateways(),
        gateways.border());
  }

  /** Does all that is due up to and including {@code virtualMs}, in the order of time. */
  public void runTo(long virtualMs) {
    if (!finished) {
      run.runTo(virtualMs);
    }
  }

  /** Runs to the end, ends all flows and sends what is left; the last datagrams are templates. */
  public void finish() {
    if (finished) {
      return;
    }
    runTo(endMs());
    finished = true;
    journal.close(run.tickMs());
    gateways.close(run.tickMs());
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
}
