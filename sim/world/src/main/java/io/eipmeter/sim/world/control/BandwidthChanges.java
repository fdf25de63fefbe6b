package io.eipmeter.sim.world.control;

import io.eipmeter.sim.world.Course;
import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * EIPs of one account and region in a shared bandwidth, and changes of maximum bandwidths: of an
 * EIP, of a shared one, or because an EIP joins or leaves one.
 */
public final class BandwidthChanges implements Course {
  private static final long MEGA = 1_000_000;
  private static final int[] SHARED_MBPS = {2, 4, 6, 10};
  private static final int[] OWN_MBPS = {1, 2, 5, 10, 20};

  private final Dice dice;
  private final Tenancy tenancy;
  private final ControlPlane plane;
  private final double meanGapMs;
  private final Map<String, SharedBandwidth> byHolder = new TreeMap<>();
  private final List<SharedBandwidth> all = new ArrayList<>();
  private double nextMs;

  public BandwidthChanges(
      Scenario.Bandwidths plan, long startMs, Dice dice, Tenancy tenancy, ControlPlane plane) {
    this.dice = dice;
    this.tenancy = tenancy;
    this.plane = plane;
    meanGapMs = 60_000 / plan.changesPerMinute();
    for (int rank = 0; rank < tenancy.ranks(); rank++) {
      Eip eip = tenancy.at(rank);
      if (eip != null && dice.chance(plan.sharedPart()) && !tenancy.isBound(eip)) {
        plane.join(eip, sharedBy(eip), startMs);
      }
    }
    nextMs = plan.changesPerMinute() == 0 ? Long.MAX_VALUE : startMs + dice.exponential(meanGapMs);
  }

  @Override
  public long nextMs() {
    return (long) nextMs;
  }

  @Override
  public void step(long nowMs) {
    nextMs += 1 + dice.exponential(meanGapMs);
    int what = dice.below(3);
    Eip eip = tenancy.at(dice.below(tenancy.ranks()));
    if (what == 0 && !all.isEmpty()) {
      plane.resize(all.get(dice.below(all.size())), mbps(SHARED_MBPS), nowMs);
    } else if (eip != null && what == 1) {
      plane.changeMaximum(eip, mbps(OWN_MBPS), nowMs);
    } else if (eip != null && eip.shared() == null) {
      plane.join(eip, sharedBy(eip), nowMs);
    } else if (eip != null && !tenancy.isBound(eip)) {
      plane.leave(eip, nowMs);
    }
  }

  private SharedBandwidth sharedBy(Eip eip) {
    return byHolder.computeIfAbsent(
        eip.account().id() + " " + eip.pool().region().id(),
        holder -> {
          SharedBandwidth made = plane.newSharedBandwidth(mbps(SHARED_MBPS));
          all.add(made);
          return made;
        });
  }

  private long mbps(int[] choice) {
    return MEGA * choice[dice.below(choice.length)];
  }
}
