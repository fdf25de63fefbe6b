package io.eipmeter.jobs.alerts;

import io.eipmeter.jobs.alerts.domain.Observation;

/**
 * The key of the watches.
 *
 * @param high the first eight bytes of the address
 * @param low the last eight bytes
 */
public record ResourceKey(boolean exporter, long high, long low) {
  static ResourceKey of(Observation seen) {
    return new ResourceKey(seen.exporter(), seen.address().high(), seen.address().low());
  }
}
