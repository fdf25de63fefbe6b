package io.eipmeter.sim.world.gateway;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.Direction;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.control.Eip;
import io.eipmeter.sim.world.export.Exporter;
import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.export.NatSession;
import io.eipmeter.sim.world.export.SflowExporter.InterfaceTotals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A public NAT gateway: translates, meters each direction of each flow, exports. Or the border
 * router behind the gateways, which sees the same flows again, after translation.
 */
public final class Gateway {
  private final Ledger ledger;
  private final Metering metering;
  private final Exporter exporter;
  private final @Nullable Gateway border;
  private final PortTable ports = new PortTable();
  private final BandwidthLimits limits;

  private Gateway(
      Ledger ledger,
      BandwidthLimits limits,
      Metering metering,
      Exporter exporter,
      @Nullable Gateway border) {
    this.ledger = ledger;
    this.limits = limits;
    this.metering = metering;
    this.exporter = exporter;
    this.border = border;
  }

  /**
   * A gateway with a flow cache.
   *
   * @param limits the caps of the world's EIPs
   * @param samplingRate 1 in so many packets comes to the cache
   * @param bothWays each flow is exported as metered at ingress, and at egress
   * @param border the router behind it that exports too, if there is one
   */
  public static Gateway caching(
      Ledger ledger,
      BandwidthLimits limits,
      CachePolicy policy,
      int samplingRate,
      Dice dice,
      boolean bothWays,
      Exporter exporter,
      @Nullable Gateway border) {
    BurstSampler sampler = new BurstSampler(samplingRate, dice);
    Metering cache = new FlowCache(policy, sampler, bothWays, exporter);
    return new Gateway(ledger, limits, cache, exporter, border);
  }

  /** A gateway that samples 1 in {@code rate} packets, as sFlow does. */
  public static Gateway sampling(
      Ledger ledger,
      BandwidthLimits limits,
      int rate,
      Dice dice,
      InterfaceTotals totals,
      Exporter exporter) {
    Metering sampler = new PacketSampler(new BurstSampler(rate, dice), totals, exporter);
    return new Gateway(ledger, limits, sampler, exporter, null);
  }

  /** A direction of a conversation that will pass here. */
  public MeteredFlow flow(FlowPath path) {
    int out = ledger.unit(path.postSrc());
    int in = ledger.unit(path.dst());
    boolean turnsHere = out != Ledger.NOT_OURS && in != Ledger.NOT_OURS;
    MeteredFlow atBorder =
        border == null || turnsHere
            ? null
            : new MeteredFlow(border, path.outside(), Ledger.NOT_OURS, Ledger.NOT_OURS, null);
    return new MeteredFlow(this, path, out, in, atBorder);
  }

  /**
   * A direction of a conversation that leaves here and goes on to the gateway of another region.
   * Each of the two counts for its own EIP alone.
   *
   * @param path as it leaves: the source is translated here
   * @param arriving as it arrives there: the destination is translated there
   */
  public MeteredFlow flow(FlowPath path, Gateway there, FlowPath arriving) {
    int in = ledger.unit(arriving.dst());
    MeteredFlow end = new MeteredFlow(there, arriving, Ledger.NOT_OURS, in, null);
    return new MeteredFlow(this, path, ledger.unit(path.postSrc()), Ledger.NOT_OURS, end);
  }

  /**
   * Puts a flow under the caps of the EIPs it goes out of and into.
   *
   * @param sender null if it is not ours
   * @param receiver null if it is not ours
   */
  public void limit(MeteredFlow flow, @Nullable Eip sender, @Nullable Eip receiver, long nowMs) {
    flow.outLimit = sender == null ? null : limits.outbound(sender, nowMs);
    MeteredFlow last = flow.onward != null && flow.inUnit == Ledger.NOT_OURS ? flow.onward : flow;
    last.inLimit = receiver == null ? null : limits.inbound(receiver, nowMs);
  }

  /** Equally long packets come, all at this millisecond; those beyond a cap are dropped. */
  public void pass(MeteredFlow flow, long atMs, long bytes, long packets, int tcpFlags) {
    long admitted = packets;
    if (flow.outLimit != null) {
      admitted = flow.outLimit.admit(bytes, packets, atMs);
    }
    if (flow.inLimit != null && admitted > 0) {
      admitted = flow.inLimit.admit(bytes * admitted / packets, admitted, atMs);
    }
    long admittedBytes = bytes / packets * admitted + Math.min(bytes % packets, admitted);
    if (admitted < packets) {
      ledger.dropped(flow.outUnit, flow.inUnit, atMs, bytes - admittedBytes, packets - admitted);
      metering.dropped(flow, atMs, bytes - admittedBytes, packets - admitted);
    }
    if (admitted == 0) {
      return;
    }
    ledger.crossed(flow.outUnit, Direction.OUT, atMs, admittedBytes, admitted);
    ledger.crossed(flow.inUnit, Direction.IN, atMs, admittedBytes, admitted);
    metering.passed(flow, atMs, admittedBytes, admitted, tcpFlags);
    if (flow.onward != null) {
      flow.onward.gateway.pass(flow.onward, atMs, admittedBytes, admitted, tcpFlags);
    }
  }

  /** The gateway saw the flow end (FIN, RST, or its session torn down). */
  public void ended(MeteredFlow flow, long atMs) {
    metering.ended(flow, atMs);
    if (flow.onward != null) {
      flow.onward.gateway.ended(flow.onward, atMs);
    }
  }

  /** A session of source translation began or ended. */
  public void session(NatSession session, long atMs) {
    exporter.export(session, atMs);
  }

  /**
   * A port for source translation, or -1 if the EIP has none left towards that destination; counted
   * then.
   */
  public int takePort(Address eip, Address destination, int port, int ipProtocol) {
    return ports.take(eip, destination, port, ipProtocol);
  }

  /**
   * A port of one of several EIPs.
   *
   * @param first which is asked first, then those after it in a circle
   * @return null if none has one left; counted then
   */
  public @Nullable Translation takePort(
      List<Address> eips, int first, Address destination, int port, int ipProtocol) {
    return ports.takeAny(eips, first, destination, port, ipProtocol);
  }

  /**
   * @param outbound the translated path that a port was taken for
   */
  public void giveBackPort(FlowPath outbound) {
    ports.giveBack(outbound);
  }

  /** Called every 100 ms of virtual time, before the traffic of that millisecond. */
  public void tick(long nowMs) {
    if (nowMs % 1_000 == 0) {
      metering.scan(nowMs);
    }
    exporter.tick(nowMs);
  }

  /** Traffic is over: what the cache holds goes to the exporter. */
  public void endFlows(long nowMs) {
    metering.exportAll(nowMs);
  }

  /** The device starts anew: nothing it metered is lost, but its exporter counts from zero. */
  public void restart(long nowMs) {
    metering.exportAll(nowMs);
    exporter.restart(nowMs);
  }

  public int openFlows() {
    return metering.openFlows();
  }

  public long refusedSessions() {
    return ports.refused();
  }

  public Exporter exporter() {
    return exporter;
  }
}
