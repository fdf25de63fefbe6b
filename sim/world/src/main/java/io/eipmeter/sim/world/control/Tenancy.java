package io.eipmeter.sim.world.control;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Course;
import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who lives in the world: for each rank of popularity the EIP that has it now, and the changes over
 * time. EIPs are detached and attached again, moved at once, or released; then the address rests
 * and another account gets it.
 */
public final class Tenancy implements Course, Residents {
  private static final long THIRTY_DAYS_MS = 30L * 86_400_000;

  /** Of an EIP in a minute: less than one change a day is meant as it is said. */
  private static final double SELDOM = 1.0 / 1_440;

  private final Dice dice;
  private final ControlPlane plane;
  private final List<Account> accounts = new ArrayList<>();
  private final @Nullable Eip[] byRank;
  private final int[] among = new int[Geography.POOLS.size()];
  private final double ipv6Part;
  private final double meanChangeGapMs;
  private final Agenda changes = new Agenda();
  private final NatGateways nats;

  public Tenancy(SimulationOptions options, Dice dice, ControlPlane plane) {
    this.dice = dice;
    this.plane = plane;
    Scenario scenario = options.scenario();
    nats =
        new NatGateways(scenario.control().nats(), new Dice(options.seed(), "nat gateways"), plane);
    ipv6Part = scenario.plan().format().hasIpv6() ? scenario.control().ipv6Part() : 0;
    byRank = new Eip[options.eips()];
    for (int i = 0; i < Math.max(3, options.eips() / 10); i++) {
      accounts.add(new Account(String.format(Locale.ROOT, "acct-%05d", i + 1)));
    }
    for (int rank = 0; rank < byRank.length; rank++) {
      among[Geography.POOLS.indexOf(Geography.poolOf(rank, ipv6Part))]++;
    }
    double perEipMinute = scenario.control().changesPerEipMinute();
    double perMinute = options.eips() * perEipMinute;
    if (perEipMinute >= SELDOM) {
      perMinute = Math.max(1, perMinute); // a short run of few EIPs shall see some
    }
    meanChangeGapMs = 60_000 / perMinute;
    for (int rank = 0; rank < byRank.length; rank++) {
      settle(rank, options.startMs());
    }
    if (perEipMinute > 0) {
      scheduleNext(options.startMs());
    }
  }

  @Override
  public long nextMs() {
    return changes.nextMs();
  }

  @Override
  public void step(long nowMs) {
    changes.step(nowMs);
  }

  @Override
  public NatTables nats() {
    return nats;
  }

  @Override
  public int ranks() {
    return byRank.length;
  }

  /** Null while its address rests. */
  @Override
  public @Nullable Eip at(int rank) {
    return byRank[rank];
  }

  private void settle(int rank, long startMs) {
    Pool pool = Geography.poolOf(rank, ipv6Part);
    int window = among[Geography.POOLS.indexOf(pool)] * 5 / 4 + 8;
    long fromMs = startMs - dice.between(1, THIRTY_DAYS_MS);
    Eip eip = plane.allocate(anyAccount(), pool, window, fromMs, startMs);
    byRank[rank] = eip;
    if (!dice.chance(0.05)) {
      long attachedMs = startMs - dice.between(0, startMs - fromMs - 1);
      attach(eip, rank, attachedMs, startMs);
    }
  }

  private void attach(Eip eip, int rank, long atMs, long saidMs) {
    Association home = newHome(eip, rank);
    NatGateway nat = nats.of(home);
    plane.associate(eip, home, nat == null ? null : nat.shared(), atMs, saidMs);
  }

  /** Whether it must stay in its shared bandwidth: that of the SNAT entry it is in. */
  boolean isBound(Eip eip) {
    Association home = eip.association();
    return home != null && nats.of(home) != null;
  }

  private Association newHome(Eip eip, int rank) {
    Association.Kind kind = Association.Kind.ECS_INSTANCE;
    if (eip.pool().isIpv4()) {
      double share = dice.fraction();
      kind =
          share < 0.60
              ? Association.Kind.ECS_INSTANCE
              : share < 0.88 ? Association.Kind.NAT_GATEWAY : Association.Kind.NETWORK_INTERFACE;
    }
    int host = 10 << 24 | (rank & 0xffff) << 8 | dice.below(200) + 4;
    return nats.home(eip, plane.newAssociation(kind, Address.ipv4(host)));
  }

  private void scheduleNext(long nowMs) {
    long dueMs = nowMs + 1 + (long) dice.exponential(meanChangeGapMs);
    changes.at(dueMs, () -> change(dueMs));
  }

  private void change(long nowMs) {
    scheduleNext(nowMs);
    int rank = dice.below(byRank.length);
    Eip eip = byRank[rank];
    if (eip == null) {
      return;
    }
    int what = dice.below(10);
    if (eip.association() == null) {
      attach(eip, rank, nowMs, nowMs);
    } else if (what < 5) {
      plane.release(eip, nowMs);
      byRank[rank] = null;
      // Some rest for less than a minute, so that a minute has two owners.
      long backMs =
          nowMs + (dice.chance(0.5) ? dice.between(1, 20_000) : dice.between(60_000, 180_000));
      changes.at(backMs, () -> reuse(rank, eip, backMs));
    } else if (what < 8) {
      plane.disassociate(eip, nowMs);
      long backMs = nowMs + dice.between(2_000, 90_000);
      changes.at(backMs, () -> attachAgain(rank, eip, backMs));
    } else {
      attach(eip, rank, nowMs, nowMs);
    }
  }

  private void reuse(int rank, Eip before, long nowMs) {
    Account account = anyAccount();
    while (account.equals(before.account())) {
      account = anyAccount();
    }
    Eip eip = plane.allocate(account, before.pool(), before.address(), nowMs, nowMs);
    byRank[rank] = eip;
    long attachedMs = nowMs + dice.between(1, 5_000);
    changes.at(attachedMs, () -> attachAgain(rank, eip, attachedMs));
  }

  private void attachAgain(int rank, Eip eip, long nowMs) {
    if (!eip.released() && eip.association() == null) {
      attach(eip, rank, nowMs, nowMs);
    }
  }

  private Account anyAccount() {
    return accounts.get(dice.below(accounts.size()));
  }
}
