package io.eipmeter.sim.world.gateway;

import io.eipmeter.sim.world.export.Exporter;
import io.eipmeter.sim.world.export.FlowRecord;
import io.eipmeter.sim.world.export.SflowExporter.InterfaceTotals;

/** Sampling as in sFlow: each sampled packet goes to the exporter, nothing is held. */
final class PacketSampler implements Metering {
  private final BurstSampler sampler;
  private final InterfaceTotals totals;
  private final Exporter exporter;

  PacketSampler(BurstSampler sampler, InterfaceTotals totals, Exporter exporter) {
    this.sampler = sampler;
    this.totals = totals;
    this.exporter = exporter;
  }

  @Override
  public void passed(MeteredFlow flow, long atMs, long bytes, long packets, int tcpFlags) {
    totals.add(flow.path.egress(), bytes, packets);
    sampler.sample(
        bytes,
        packets,
        packetBytes ->
            exporter.export(
                FlowRecord.of(flow.path, packetBytes, 1, atMs, atMs, tcpFlags, 0, sampler.rate()),
                atMs));
  }

  @Override
  public void dropped(MeteredFlow flow, long atMs, long bytes, long packets) {}

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
