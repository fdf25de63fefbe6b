package io.eipmeter.sim.world.gateway;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.Direction;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.export.Exporter;
import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.export.SflowExporter.InterfaceTotals;

/** A public NAT gateway: translates, meters each direction of each flow, exports. */
public final class Gateway {
  private final Ledger ledger;
  private final Metering metering;
  private final Exporter exporter;
  private final PortTable ports = new PortTable();

  private Gateway(Ledger ledger, Metering metering, Exporter exporter) {
    this.ledger = ledger;
    this.metering = metering;
    this.exporter = exporter;
  }

  /** A gateway with a flow metering. */
  public static Gateway caching(Ledger ledger, CachePolicy policy, Exporter exporter) {
    return new Gateway(ledger, new FlowCache(policy, exporter), exporter);
  }

  /** A gateway that samples 1 in {@code rate} packets. */
  public static Gateway sampling(
      Ledger ledger, int rate, Dice dice, InterfaceTotals totals, Exporter exporter) {
    return new Gateway(ledger, new PacketSampler(rate, dice, totals, exporter), exporter);
  }

  /** A direction of a conversation that will pass here. */
  public MeteredFlow flow(FlowPath path) {
    return new MeteredFlow(path, ledger.unit(path.postSrc()), ledger.unit(path.dst()));
  }

  /** Packets pass: all at this millisecond. */
  public void pass(MeteredFlow flow, long atMs, long bytes, long packets, int tcpFlags) {
    ledger.crossed(flow.outUnit, Direction.OUT, atMs, bytes, packets);
    ledger.crossed(flow.inUnit, Direction.IN, atMs, bytes, packets);
    metering.passed(flow, atMs, bytes, packets, tcpFlags);
  }

  /** The gateway saw the flow end (FIN, RST, or its session torn down). */
  public void ended(MeteredFlow flow, long atMs) {
    metering.ended(flow, atMs);
  }

  /** A port for source translation, or -1 if the EIP has none left; counted then. */
  public int takePort(Address eip) {
    return ports.take(eip);
  }

  public void giveBackPort(Address eip) {
    ports.giveBack(eip);
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
