package io.eipmeter.sim.world.gateway;

import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.export.Exporter;
import io.eipmeter.sim.world.export.FlowRecord;
import io.eipmeter.sim.world.export.SflowExporter.InterfaceTotals;

/**
 * Random sampling of 1 in N packets, as sFlow wants it: the packets to skip are drawn, with N as
 * their mean. The packets of a burst are taken to be equally long.
 */
final class PacketSampler implements Metering {
  private final int rate;
  private final Dice dice;
  private final InterfaceTotals totals;
  private final Exporter exporter;
  private long skip;

  PacketSampler(int rate, Dice dice, InterfaceTotals totals, Exporter exporter) {
    this.rate = rate;
    this.dice = dice;
    this.totals = totals;
    this.exporter = exporter;
    skip = nextSkip();
  }

  @Override
  public void passed(MeteredFlow flow, long atMs, long bytes, long packets, int tcpFlags) {
    totals.add(flow.path.egress(), bytes, packets);
    long left = packets;
    while (skip < left) {
      left -= skip + 1;
      skip = nextSkip();
      // The bytes that do not divide evenly are in the burst's last packets, one in each.
      long packetBytes = bytes / packets + (left < bytes % packets ? 1 : 0);
      exporter.export(
          new FlowRecord(flow.path, packetBytes * rate, rate, atMs, atMs, tcpFlags, 0), atMs);
    }
    skip -= left;
  }

  private long nextSkip() {
    return rate == 1 ? 0 : dice.between(0, 2L * (rate - 1));
  }

  @Override
  public void ended(MeteredFlow flow, long atMs) {}

  @Override
  public void scan(long nowMs) {}

  @Override
  public void exportAll(long nowMs) {}

  @Override
  public int openFlows() {
    return 0;
  }
}
