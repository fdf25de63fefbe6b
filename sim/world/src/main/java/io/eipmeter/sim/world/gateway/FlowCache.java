package io.eipmeter.sim.world.gateway;

import io.eipmeter.sim.world.export.Exporter;
import io.eipmeter.sim.world.export.FlowRecord;
import java.util.ArrayList;
import java.util.List;

/** A metering process: sums packets into records and gives them out by its policy. */
final class FlowCache implements Metering {
  private final CachePolicy policy;
  private final Exporter exporter;
  private final List<MeteredFlow> cached = new ArrayList<>();

  private final BurstSampler sampler;
  private final boolean bothWays;

  /**
   * @param bothWays each flow is exported twice: as metered at ingress, and at egress
   */
  FlowCache(CachePolicy policy, BurstSampler sampler, boolean bothWays, Exporter exporter) {
    this.policy = policy;
    this.sampler = sampler;
    this.bothWays = bothWays;
    this.exporter = exporter;
  }

  @Override
  public void passed(MeteredFlow flow, long atMs, long bytes, long packets, int tcpFlags) {
    if (sampler.rate() == 1) {
      add(flow, atMs, bytes, packets, tcpFlags);
    } else {
      sampler.sample(bytes, packets, packetBytes -> add(flow, atMs, packetBytes, 1, tcpFlags));
    }
  }

  @Override
  public void dropped(MeteredFlow flow, long atMs, long bytes, long packets) {
    cache(flow);
    flow.addDropped(atMs, bytes, packets);
  }

  private void cache(MeteredFlow flow) {
    if (flow.cachedAt == MeteredFlow.NOT_CACHED) {
      flow.cachedAt = cached.size();
      cached.add(flow);
    }
  }

  private void add(MeteredFlow flow, long atMs, long bytes, long packets, int tcpFlags) {
    cache(flow);
    flow.add(atMs, bytes, packets, tcpFlags);
  }

  /** Looks over all flows, as a router's cache does each second. */
  @Override
  public void scan(long nowMs) {
    boolean cut = policy.minuteCut() && nowMs % 60_000 == 0;
    for (int i = cached.size() - 1; i >= 0; i--) {
      MeteredFlow flow = cached.get(i);
      if (nowMs - flow.endMs() >= policy.inactiveTimeoutMs()) {
        export(flow, nowMs, FlowRecord.IDLE_TIMEOUT);
      } else if (cut || nowMs - flow.startMs() >= policy.activeTimeoutMs()) {
        export(flow, nowMs, FlowRecord.ACTIVE_TIMEOUT);
      }
    }
  }

  @Override
  public void ended(MeteredFlow flow, long nowMs) {
    if (flow.cachedAt != MeteredFlow.NOT_CACHED) {
      export(flow, nowMs, FlowRecord.END_DETECTED);
    }
  }

  @Override
  public void exportAll(long nowMs) {
    while (!cached.isEmpty()) {
      export(cached.get(cached.size() - 1), nowMs, FlowRecord.FORCED_END);
    }
  }

  @Override
  public int openFlows() {
    return cached.size();
  }

  private void export(MeteredFlow flow, long nowMs, int reason) {
    MeteredFlow last = cached.remove(cached.size() - 1);
    if (last != flow) {
      cached.set(flow.cachedAt, last);
      last.cachedAt = flow.cachedAt;
    }
    flow.cachedAt = MeteredFlow.NOT_CACHED;
    FlowRecord record = flow.take(reason, sampler.rate());
    if (bothWays) {
      exporter.export(record.withPath(flow.path.meteredAt(false)), nowMs);
      exporter.export(record.withPath(flow.path.meteredAt(true)), nowMs);
    } else {
      exporter.export(record, nowMs);
    }
  }
}
