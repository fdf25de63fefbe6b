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
  /** Records cut at minute edges. */
  static final List<CachePolicy> CUT_AT_MINUTES = List.of(CachePolicy.cutAtMinutes(60_000, 15_000));

  public ExportPlan {
    caches = List.copyOf(caches);
  }
}
