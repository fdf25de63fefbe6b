package io.eipmeter.sim.world;

import io.eipmeter.sim.world.export.ExportFormat;
import io.eipmeter.sim.world.gateway.CachePolicy;
import java.util.List;

/**
 * How the gateways meter and export.
 *
 * @param samplingRate 1 in N packets is metered; 1: all
 * @param caches when gateways export: gateway i has policy i modulo their number
 * @param manySightings every flow is exported at ingress and at egress, and by a border router
 *     behind the gateways once more; metering points say what counts
 * @param natEvents sessions of source translation are exported as events, too
 */
public record ExportPlan(
    ExportFormat format,
    int samplingRate,
    List<CachePolicy> caches,
    boolean manySightings,
    boolean natEvents) {
  private static final List<CachePolicy> MINUTES =
      List.of(CachePolicy.cutAtMinutes(60_000, 15_000));
  private static final List<CachePolicy> LONG =
      List.of(
          CachePolicy.timeouts(1_800_000, 60_000),
          CachePolicy.timeouts(60_000, 15_000),
          CachePolicy.timeouts(1_800_000, 60_000));

  public ExportPlan {
    caches = List.copyOf(caches);
    if (samplingRate < 1) {
      throw new IllegalArgumentException("samplingRate must be at least 1, was " + samplingRate);
    }
  }

  /** Records cut at minute edges. */
  static ExportPlan minutes(ExportFormat format) {
    return new ExportPlan(format, 1, MINUTES, false, false);
  }

  /** Records of up to half an hour. */
  static ExportPlan longRecords(ExportFormat format) {
    return new ExportPlan(format, 1, LONG, false, false);
  }

  ExportPlan sampled(int rate) {
    return new ExportPlan(format, rate, caches, manySightings, natEvents);
  }

  ExportPlan withManySightings() {
    return new ExportPlan(format, samplingRate, caches, true, natEvents);
  }

  ExportPlan withNatEvents() {
    return new ExportPlan(format, samplingRate, caches, manySightings, true);
  }
}
