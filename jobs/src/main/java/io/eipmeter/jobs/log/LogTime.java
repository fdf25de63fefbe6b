package io.eipmeter.jobs.log;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Log time as Flink sees it: the watermark of a partition is just below the highest timestamp seen
 * in it, because a record of the same millisecond may follow. No idleness: a partition in silence
 * holds the time until its heartbeat comes (design, "Time").
 */
public final class LogTime {
  /**
   * How far one partition may be read ahead of another: catching up must not pile up open minutes.
   */
  private static final Duration LARGEST_DRIFT = Duration.ofMinutes(5);

  private LogTime() {}

  /** Per partition, inside the source: partitions that have told nothing yet hold the time back. */
  public static WatermarkStrategy<LoggedRecord> perPartition() {
    return WatermarkStrategy.<LoggedRecord>forGenerator(context -> new RunningMaximum())
        .withTimestampAssigner((record, kafkaMs) -> record.logMs())
        .withWatermarkAlignment("log-time", LARGEST_DRIFT);
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
