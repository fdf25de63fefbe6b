package io.eipmeter.sim.world.traffic;

import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.EventJournal;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.Usage;
import io.eipmeter.sim.world.control.Association;
import io.eipmeter.sim.world.control.ControlPlane;
import io.eipmeter.sim.world.control.Eip;
import io.eipmeter.sim.world.control.Tenancy;
import org.jspecify.annotations.Nullable;

/**
 * A world's traffic by the minute, without its packets: for months, in which the packets of {@link
 * Traffic} would take days. EIPs, owners and their changes are those of {@link Tenancy}; how
 * willing an EIP is at a minute is {@link Rhythm}'s day, weekend and spells. The sessions of a
 * minute are its part by Zipf's law times that willingness; their bytes are Pareto's, most of them
 * on the heavier side, and the other side acknowledges every second packet. To every address, be it
 * quiet or nobody's, strangers send some single packets. The same seed gives the same minutes.
 */
public final class MinuteTraffic {
  private static final long MINUTE_MS = 60_000;
  private static final double LEAST_BYTES = 4_000;
  private static final double MOST_BYTES = 2e9;
  private static final double SERVERS = 0.85;
  private static final int PACKETS_A_FLOW = 2_000;
  private static final int MOST_FLOWS = 3;

  private final SimulationOptions options;
  private final Dice dice;
  private final Rhythm rhythm;
  private final Tenancy tenancy;
  private final Eip[] first;
  private final double zipfSum;

  /** Takes what an address used in a minute. */
  @FunctionalInterface
  public interface Sink {
    /**
     * @param unit whose address it is; its owner may have changed
     * @param home where the address is attached now; null: nowhere, or it is nobody's
     */
    void used(Eip unit, @Nullable Association home, long minuteMs, Usage usage);
  }

  /**
   * @param events hears who holds what, at once for the beginning
   */
  public MinuteTraffic(SimulationOptions options, EventJournal events) {
    this.options = options;
    dice = new Dice(options.seed(), "minutes");
    rhythm =
        new Rhythm(
            options.seed(), options.scenario().load().weekly(), options.scenario().load().spells());
    tenancy =
        new Tenancy(
            options,
            new Dice(options.seed(), "tenancy"),
            new ControlPlane(new Dice(options.seed(), "control plane"), events, Ledger.ofOwners()));
    first = new Eip[options.eips()];
    for (int rank = 0; rank < first.length; rank++) {
      Eip eip = tenancy.at(rank);
      if (eip == null) {
        throw new IllegalStateException("every rank has an EIP at the beginning");
      }
      first[rank] = eip;
    }
    zipfSum = Popularity.weights(options.eips());
  }

  /** One minute after the other: what changes before it, then what each address uses in it. */
  public void minute(long minuteMs, Sink sink) {
    while (tenancy.nextMs() <= minuteMs) {
      tenancy.step(tenancy.nextMs());
    }
    for (int rank = 0; rank < first.length; rank++) {
      Eip now = tenancy.at(rank);
      Association home = now == null ? null : now.association();
      sink.used(first[rank], home, minuteMs, usage(rank, home, minuteMs));
    }
  }

  private Usage usage(int rank, @Nullable Association home, long minuteMs) {
    int header =
        first[rank].pool().isIpv4() ? Traffic.IPV4_HEADER_BYTES : Traffic.IPV6_HEADER_BYTES;
    long probes = 1 + dice.below(3);
    Usage noise = new Usage(0, probes * (header + 1), 0, probes, 0, 1);
    double willing = rhythm.willingness(rank, first[rank].pool().region(), minuteMs);
    double mean =
        options.eips()
            * options.scenario().load().sessionsPerEipSecond()
            * (MINUTE_MS / 1_000.0)
            / ((rank + 1) * zipfSum);
    long sessions = (long) (mean * willing + dice.fraction());
    if (home == null || sessions == 0) {
      return noise;
    }
    long payload = (long) Math.min(MOST_BYTES, sessions * dice.pareto(LEAST_BYTES, 1.3));
    long packets = (payload + Traffic.SEGMENT_BYTES - 1) / Traffic.SEGMENT_BYTES;
    long acks = (packets + 1) / 2;
    long heavy = payload + packets * header;
    long light = acks * header + sessions * 80;
    boolean client = home.kind() == Association.Kind.NAT_GATEWAY;
    return !client && dice.chance(SERVERS)
        ? noise.plus(new Usage(heavy, light, packets, acks, flows(packets), flows(acks)))
        : noise.plus(new Usage(light, heavy, acks, packets, flows(acks), flows(packets)));
  }

  private static long flows(long packets) {
    return Math.min(MOST_FLOWS, 1 + packets / PACKETS_A_FLOW);
  }
}
