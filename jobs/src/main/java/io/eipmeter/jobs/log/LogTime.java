package io.eipmeter.jobs.log;

import io.eipmeter.jobs.runtime.JobOptions;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Log time as Flink sees it: the watermark of a partition is just below the highest timestamp seen
 * in it, because a record of the same millisecond may follow. No idleness: a partition in silence
 * holds the time until its heartbeat comes (design, "Time").
 */
public final class LogTime {
  private LogTime() {}

  /**
   * Per partition, inside the source: partitions that have told nothing yet hold the time back, and
   * none is read far ahead of another, for catching up must not pile up open minutes.
   *
   * @param environment says how far
   */
  public static WatermarkStrategy<LoggedRecord> perPartition(ReadableConfig environment) {
    return WatermarkStrategy.<LoggedRecord>forGenerator(context -> new RunningMaximum())
        .withTimestampAssigner((record, kafkaMs) -> record.logMs())
        .withWatermarkAlignment("log-time", environment.get(JobOptions.DRIFT));
  }

  private static final class RunningMaximum implements WatermarkGenerator<LoggedRecord> {
    private long maximumMs = Long.MIN_VALUE;

    @Override
    public void onEvent(LoggedRecord record, long timestampMs, WatermarkOutput output) {
      maximumMs = Math.max(maximumMs, timestampMs);
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      if (maximumMs != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(maximumMs - 1));
      }
    }
  }
}
