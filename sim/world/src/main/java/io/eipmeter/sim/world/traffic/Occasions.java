package io.eipmeter.sim.world.traffic;

import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.control.Association;
import io.eipmeter.sim.world.control.Eip;
import io.eipmeter.sim.world.control.Residents;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What happens now and then beside the usual sessions: each kind by a Poisson process of its own,
 * with dice of its own, so that the usual sessions are the same with it and without.
 */
final class Occasions {
  static final int CROWD_SESSIONS = 60;
  static final int ATTACKERS = 20;
  static final int SCANNED_PORTS = 100;
  private static final long CROWD_MS = 60_000;
  private static final long BETWEEN_PROBES_MS = 20;
  private static final Conversation.Shape ONE_PACKET = new Conversation.Shape(1, 1, 0, true);
  private static final Conversation.Shape NOISE = new Conversation.Shape(1, 1, 0, false);

  /** 300 bursts of 30 kB at ten a second: 2.4 Mbit/s for half a minute, each source. */
  private static final Conversation.Shape FLOOD = new Conversation.Shape(300, 100, 30_000, false);

  private final Residents residents;
  private final Dice dice;
  private final Introductions introductions;
  private final List<Kind> kinds = new ArrayList<>();

  /** One kind of occasion. */
  private static final class Kind {
    final double meanGapMs;
    final Function<Eip, List<Conversation>> begin;
    double nextMs;

    Kind(double meanGapMs, double nextMs, Function<Eip, List<Conversation>> begin) {
      this.meanGapMs = meanGapMs;
      this.nextMs = nextMs;
      this.begin = begin;
    }
  }

  /**
   * @param introductions that throw the same dice
   */
  Occasions(
      SimulationOptions options, Residents residents, Dice dice, Introductions introductions) {
    this.residents = residents;
    this.dice = dice;
    this.introductions = introductions;
    Scenario.Occasions plan = options.scenario().load().occasions();
    long startMs = options.startMs();
    add(startMs, plan.flashCrowdsPerMinute(), this::crowd);
    add(startMs, plan.attacksPerMinute(), this::attack);
    add(startMs, plan.portScansPerMinute(), this::portScan);
    add(startMs, plan.noisePerEipMinute() * options.eips(), this::noise);
  }

  private void add(long startMs, double perMinute, Function<Eip, List<Conversation>> begin) {
    if (perMinute > 0) {
      double meanGapMs = 60_000 / perMinute;
      kinds.add(new Kind(meanGapMs, startMs + dice.exponential(meanGapMs), begin));
    }
  }

  long nextMs() {
    double next = Long.MAX_VALUE;
    for (Kind kind : kinds) {
      next = Math.min(next, kind.nextMs);
    }
    return (long) next;
  }

  /**
   * Begins what is due.
   *
   * @param silent whether nothing comes of it
   */
  List<Conversation> begin(long nowMs, boolean silent) {
    for (Kind kind : kinds) {
      if ((long) kind.nextMs <= nowMs) {
        kind.nextMs += dice.exponential(kind.meanGapMs);
        // Whoever is meant: quiet, popular, not attached; not one whose address rests.
        Eip eip = residents.at(dice.below(residents.ranks()));
        List<Conversation> begun = eip == null || silent ? List.of() : kind.begin.apply(eip);
        begun.forEach(each -> each.dueMs += nowMs);
        return begun;
      }
    }
    return List.of();
  }

  private List<Conversation> crowd(Eip eip) {
    List<Conversation> sessions = new ArrayList<>();
    Association home = eip.association();
    if (home == null || home.kind() == Association.Kind.NAT_GATEWAY) {
      return sessions; // nobody is served there
    }
    for (int i = 0; i < CROWD_SESSIONS; i++) {
      Conversation session = introductions.session(eip, null, 0);
      if (session != null) {
        session.dueMs = dice.between(0, CROWD_MS);
        sessions.add(session);
      }
    }
    return sessions;
  }

  private List<Conversation> attack(Eip eip) {
    List<Conversation> sources = new ArrayList<>();
    for (int i = 0; i < ATTACKERS; i++) {
      sources.add(introductions.packets(eip, 1_024 + dice.below(64_000), FLOOD));
    }
    return sources;
  }

  private List<Conversation> portScan(Eip eip) {
    List<Conversation> probes = new ArrayList<>();
    int first = 1 + dice.below(60_000);
    Conversation probe = introductions.packets(eip, first, ONE_PACKET);
    probes.add(probe);
    for (int i = 1; i < SCANNED_PORTS; i++) {
      Conversation next = introductions.again(probe, first + i, ONE_PACKET);
      next.dueMs = i * BETWEEN_PROBES_MS;
      probes.add(next);
    }
    return probes;
  }

  private List<Conversation> noise(Eip eip) {
    return List.of(introductions.packets(eip, 1 + dice.below(60_000), NOISE));
  }
}
