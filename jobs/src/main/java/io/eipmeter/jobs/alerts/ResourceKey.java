package io.eipmeter.jobs.alerts;

import io.eipmeter.jobs.alerts.domain.Observation;

/**
 * The key of the watches.
 *
 * @param kind number of {@link io.eipmeter.schemas.v1.ResourceKind}
 * @param high the first eight bytes of the address
 * @param low the last eight bytes
 */
public record ResourceKey(int kind, long high, long low) {
  static ResourceKey of(Observation seen) {
    return new ResourceKey(
        seen.resource().getNumber(), seen.address().high(), seen.address().low());
  }
}
