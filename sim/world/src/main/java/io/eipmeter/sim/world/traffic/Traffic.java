package io.eipmeter.sim.world.traffic;

import io.eipmeter.sim.world.Course;
import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.control.Eip;
import io.eipmeter.sim.world.control.Residents;
import io.eipmeter.sim.world.export.NatSession;
import io.eipmeter.sim.world.gateway.Gateway;
import io.eipmeter.sim.world.gateway.MeteredFlow;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** All packets of the world, in the order of time. */
public final class Traffic implements Course {
  static final int TCP_DATA = 0x18; // PSH, ACK
  private static final int TCP_SYN = 0x02;
  private static final int TCP_FIN = 0x01;
  static final int IPV4_HEADER_BYTES = 52; // with TCP and its timestamps
  static final int IPV6_HEADER_BYTES = 72;
  static final int SEGMENT_BYTES = 1_428;
  private static final double SCANS_PER_EIP_SECOND = 0.002;

  private static final long FIRST_OCCASION = 1L << 40;

  private final Dice dice;
  private final Dice peerDice;
  private final double betweenOurs;
  private final double betweenRegions;
  private final long startMs;
  private final Scenario.Window silence;
  private final Occasions occasions;
  private final Residents residents;
  private final Popularity popularity;
  private final Rhythm rhythm;
  private final Introductions introductions;
  private final PriorityQueue<Conversation> ongoing = new PriorityQueue<>();
  private final @Nullable Gateway border;
  private final boolean natEvents;
  private final double meanArrivalGapMs;
  private final double meanScanGapMs;
  private double arrivalAtMs;
  private double scanAtMs;

  /**
   * @param gateways by the index of their region
   * @param border where traffic of strangers passes too, if there is one
   */
  public Traffic(
      SimulationOptions options,
      Dice dice,
      Residents residents,
      List<Gateway> gateways,
      @Nullable Gateway border) {
    this.dice = dice;
    peerDice = new Dice(options.seed(), "peers");
    Scenario.Load load = options.scenario().load();
    betweenOurs = load.betweenOurs();
    betweenRegions = load.betweenRegions();
    startMs = options.startMs();
    silence = load.silence();
    this.residents = residents;
    popularity = new Popularity(options.eips());
    rhythm = new Rhythm(options.seed(), load.weekly(), load.spells());
    this.border = border;
    natEvents = options.scenario().plan().natEvents();
    introductions = new Introductions(dice, gateways, residents.nats(), options.scenario(), 0);
    Dice occasionDice = new Dice(options.seed(), "occasions");
    occasions =
        new Occasions(
            options,
            residents,
            occasionDice,
            new Introductions(
                occasionDice, gateways, residents.nats(), options.scenario(), FIRST_OCCASION));
    meanArrivalGapMs = 1_000 / (options.eips() * load.sessionsPerEipSecond());
    meanScanGapMs = 1_000 / (options.eips() * SCANS_PER_EIP_SECOND);
    arrivalAtMs = options.startMs() + dice.exponential(meanArrivalGapMs);
    scanAtMs = options.startMs() + dice.exponential(meanScanGapMs);
    for (int i = 0; i < Math.max(2, options.eips() / 50); i++) {
      Eip eip = residents.at(dice.below(residents.ranks()));
      if (eip != null) {
        ongoing.add(introductions.stubbornSender(eip, options.startMs() + dice.between(0, 5_000)));
      }
    }
  }

  @Override
  public long nextMs() {
    long next = Math.min(occasions.nextMs(), (long) Math.min(arrivalAtMs, scanAtMs));
    Conversation head = ongoing.peek();
    return head == null ? next : Math.min(next, head.dueMs);
  }

  @Override
  public void step(long nowMs) {
    Conversation head = ongoing.peek();
    if (head != null && head.dueMs <= nowMs) {
      talk(ongoing.remove(), nowMs);
    } else if ((long) arrivalAtMs <= nowMs) {
      arrivalAtMs += dice.exponential(meanArrivalGapMs);
      arrive(nowMs);
    } else if (occasions.nextMs() <= nowMs) {
      ongoing.addAll(occasions.begin(nowMs, isSilent(nowMs)));
    } else {
      scanAtMs += dice.exponential(meanScanGapMs);
      Eip near = residents.at(dice.below(residents.ranks()));
      if (isSilent(nowMs)) {
        return;
      }
      introductions.scan(near, nowMs).forEach(ongoing::add);
      if (border != null) {
        ongoing.add(introductions.transit(border, nowMs));
      }
    }
  }

  private boolean isSilent(long nowMs) {
    return silence.contains(nowMs - startMs);
  }

  private void arrive(long nowMs) {
    if (isSilent(nowMs)) {
      return;
    }
    int rank = popularity.draw(dice);
    Eip eip = residents.at(rank);
    if (eip == null || eip.association() == null) {
      return;
    }
    if (!dice.chance(rhythm.willingness(rank, eip.pool().region(), nowMs))) {
      return;
    }
    Eip other = dice.chance(betweenOurs) ? residents.at(popularity.draw(dice)) : null;
    if (betweenRegions > 0 && peerDice.chance(betweenRegions)) {
      other = residents.at(popularity.draw(peerDice));
    }
    Conversation conversation = introductions.session(eip, other, nowMs);
    if (conversation != null) {
      tellSession(conversation, true, nowMs);
      talk(conversation, nowMs);
    }
  }

  private void talk(Conversation conversation, long nowMs) {
    if (isSilent(nowMs)) {
      // Goes on afterwards, in the order of before.
      conversation.dueMs = nowMs + silence.toMs() - silence.fromMs();
      ongoing.add(conversation);
      return;
    }
    Dice its = conversation.dice;
    if (conversation.cutOff()) {
      end(conversation, nowMs);
      return;
    }
    Conversation.Shape shape = conversation.shape;
    boolean first = conversation.burstsLeft == shape.bursts();
    boolean last = conversation.burstsLeft == 1;
    int flags = 0;
    if (shape.tcp()) {
      flags = TCP_DATA | (first ? TCP_SYN : 0) | (last ? TCP_FIN : 0);
    }
    long payload = 1 + (long) its.exponential(shape.meanBurstBytes());
    long packets = (payload + SEGMENT_BYTES - 1) / SEGMENT_BYTES;
    int header = conversation.heavy.isIpv4() ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES;
    long bytes = payload + packets * header;
    conversation.heavy.gateway().pass(conversation.heavy, nowMs, bytes, packets, flags);
    if (conversation.light != null) {
      long acks = (packets + 1) / 2;
      long request = first ? 80 + its.below(1_000) : 0;
      conversation
          .light
          .gateway()
          .pass(conversation.light, nowMs, acks * header + request, acks, flags);
    }
    if (last) {
      if (shape.tcp()) {
        end(conversation, nowMs);
      } else {
        giveBackPort(conversation, nowMs); // UDP has no end: the cache's inactive timeout finds it
      }
      return;
    }
    if (conversation.burstsLeft != Integer.MAX_VALUE) {
      conversation.burstsLeft--;
    }
    conversation.dueMs = nowMs + 1 + (long) its.exponential(shape.meanGapMs());
    ongoing.add(conversation);
  }

  private void end(Conversation conversation, long nowMs) {
    conversation.heavy.gateway().ended(conversation.heavy, nowMs);
    @Nullable MeteredFlow light = conversation.light;
    if (light != null) {
      light.gateway().ended(light, nowMs);
    }
    giveBackPort(conversation, nowMs);
  }

  private void giveBackPort(Conversation conversation, long nowMs) {
    if (conversation.translatedPath != null && conversation.eip != null) {
      conversation.gateway.giveBackPort(conversation.translatedPath);
      tellSession(conversation, false, nowMs);
    }
  }

  private void tellSession(Conversation conversation, boolean created, long nowMs) {
    if (natEvents && conversation.translatedPath != null) {
      conversation.gateway.session(new NatSession(conversation.translatedPath, created), nowMs);
    }
  }

  public int ongoing() {
    return ongoing.size();
  }
}
