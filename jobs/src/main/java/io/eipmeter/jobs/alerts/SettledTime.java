package io.eipmeter.jobs.alerts;

import io.eipmeter.jobs.alerts.domain.Observation;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Log time here is how far the settled rows are: a watermark t says that what closed by t is in.
 */
final class SettledTime {
  private SettledTime() {}

  /** Of a settled topic, by the heartbeats of each partition. */
  static WatermarkStrategy<Observation> told() {
    return WatermarkStrategy.forGenerator(context -> new Furthest());
  }

  /** Of a topic that does not tell it: never the one that others wait for. */
  static <T> WatermarkStrategy<T> notTold() {
    return WatermarkStrategy.forGenerator(context -> new NeverBehind<T>());
  }

  private static final class Furthest implements WatermarkGenerator<Observation> {
    private long settledMs = Long.MIN_VALUE;

    @Override
    public void onEvent(Observation seen, long timestampMs, WatermarkOutput output) {
      if (seen.kind() == Observation.Kind.PROGRESS) {
        settledMs = Math.max(settledMs, seen.logMs());
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      if (settledMs != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(settledMs - 1));
      }
    }
  }

  private static final class NeverBehind<T> implements WatermarkGenerator<T> {
    @Override
    public void onEvent(T seen, long timestampMs, WatermarkOutput output) {}

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.emitWatermark(new Watermark(Long.MAX_VALUE - 1)); // the maximum would end the input
    }
  }
}
