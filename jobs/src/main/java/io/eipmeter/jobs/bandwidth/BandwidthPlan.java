package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.runtime.JobConfig;

/**
 * What shapes the topology beside the settings.
 *
 * @param samplesWanted whether each flow is also written to `flow-samples`
 * @param liveIntervalMs log time between early sums, milliseconds; 0: none
 */
public record BandwidthPlan(
    FlowInput input, boolean samplesWanted, long liveIntervalMs, int generation) {

  static BandwidthPlan of(JobConfig config) {
    return new BandwidthPlan(
        config.get(BandwidthOptions.INPUT),
        config.get(BandwidthOptions.SAMPLES),
        config.get(BandwidthOptions.LIVE_INTERVAL).toMillis(),
        config.get(BandwidthOptions.GENERATION));
  }
}
