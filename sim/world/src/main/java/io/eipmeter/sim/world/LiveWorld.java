package io.eipmeter.sim.world;

import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.world.cloud.Change;
import io.eipmeter.sim.world.cloud.Journal;
import io.eipmeter.sim.world.cloud.Kind;
import io.eipmeter.sim.world.cloud.Rows;
import io.eipmeter.sim.world.cloud.State;
import io.eipmeter.sim.world.control.FollowedEips;
import io.eipmeter.sim.world.control.Follower;
import io.eipmeter.sim.world.control.Geography;
import io.eipmeter.sim.world.control.Pool;
import io.eipmeter.sim.world.gateway.BandwidthLimits;
import io.eipmeter.sim.world.traffic.Traffic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Traffic of the EIPs of a control plane that others call: what its API changes, the traffic
 * follows. The control plane commits in its own threads; all else is for one.
 */
public final class LiveWorld implements Journal {
  private static final List<Kind<?>> FOLLOWED =
      List.of(Kind.POOL, Kind.PACKAGE, Kind.EIP, Kind.SNAT, Kind.FORWARD);

  private final Journal journal;
  private final Queue<Commit> committed = new ConcurrentLinkedQueue<>();
  private final Commits commits;
  private final Ledger ledger;
  private final GatewayPark gateways;
  private final WorldRun run;
  private long nowMs;

  private record Commit(List<Change> changes, List<EipEvent> statements, long atMs) {}

  /** What the control plane did, at its time or, if that is over, now. */
  private static final class Commits implements Course {
    private final Follower follower;
    private final ArrayDeque<Commit> waiting = new ArrayDeque<>();
    private long notBeforeMs;

    Commits(Follower follower) {
      this.follower = follower;
    }

    void take(Queue<Commit> committed, long nowMs) {
      notBeforeMs = nowMs;
      for (Commit next = committed.poll(); next != null; next = committed.poll()) {
        waiting.add(next);
      }
    }

    @Override
    public long nextMs() {
      return waiting.isEmpty() ? Long.MAX_VALUE : Math.max(notBeforeMs, waiting.element().atMs());
    }

    @Override
    public void step(long nowMs) {
      Commit next = waiting.remove();
      follower.follow(next.changes(), next.statements(), nowMs);
    }
  }

  /**
   * @param options how many EIPs have traffic at a time, from when, and how gateways and traffic
   *     behave; how the control plane behaves is not taken from the scenario
   * @param state of the control plane at that time
   * @param journal where its changes go first
   * @param keepLedger whether the truth is kept, about 200 bytes for an EIP's minute
   * @throws IllegalArgumentException if the scenario needs metering points
   */
  public LiveWorld(
      SimulationOptions options,
      State state,
      Journal journal,
      ExportTransport exports,
      boolean keepLedger) {
    Scenario scenario = options.scenario();
    if (scenario.plan().manySightings() || scenario.load().betweenRegions() > 0) {
      throw new IllegalArgumentException(
          "scenario " + scenario.name() + " needs metering points: take another");
    }
    this.journal = journal;
    nowMs = options.startMs();
    List<Pool> pools = new ArrayList<>();
    ledger =
        new Ledger(
            pools, Sightings.ALL, keepLedger ? Ledger.Keeping.MINUTES : Ledger.Keeping.NOTHING);
    BandwidthLimits limits = new BandwidthLimits();
    gateways = new GatewayPark(options, Geography.ALL_REGIONS, ledger, limits, exports);
    FollowedEips eips = new FollowedEips(options.eips(), Geography.ALL_REGIONS, pools, limits);
    for (Kind<?> kind : FOLLOWED) {
      state.rows(kind).forEach(row -> eips.apply(row, nowMs));
    }
    state.rows(Kind.SPAN).forEach(this::enterOpen);
    commits = new Commits(new Follower(eips, ledger, (statement, atMs) -> {}));
    Traffic traffic =
        new Traffic(options, new Dice(options.seed(), "traffic"), eips, gateways.gateways(), null);
    run = new WorldRun(options.startMs(), Long.MAX_VALUE, commits, traffic, atMs -> {}, gateways);
  }

  private void enterOpen(Change change) {
    if (change.row() instanceof Rows.Span span && span.toMs == 0) {
      ledger.owns(
          new OwnerInterval(
              Address.parse(span.address),
              span.prefixLength,
              span.ownershipId,
              span.account,
              span.eipId,
              span.fromMs,
              Long.MAX_VALUE,
              span.associationKind,
              span.associationId));
    }
  }

  @Override
  public void commit(
      List<Change> changes, List<EipEvent> statements, Rows.@Nullable Operation operation) {
    journal.commit(changes, statements, operation);
    committed.add(new Commit(changes, statements, Change.timeOf(changes)));
  }

  /**
   * Does all that is due up to and including a time; changes that came too late take effect now.
   */
  public void runTo(long untilMs) {
    if (untilMs > nowMs) {
      commits.take(committed, nowMs);
      run.runTo(untilMs);
      nowMs = untilMs;
    }
  }

  /** Ends all flows and sends what is left. */
  public void finish() {
    run.endFlows();
    gateways.close(run.tickMs());
  }

  public Ledger ledger() {
    return ledger;
  }
}
