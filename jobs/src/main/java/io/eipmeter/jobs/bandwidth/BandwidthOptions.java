package io.eipmeter.jobs.bandwidth;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What `bandwidth` can be told beside the settings, which are part of the log. */
public final class BandwidthOptions {
  public static final ConfigOption<Duration> LIVE_INTERVAL =
      ConfigOptions.key("live.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription("Log time between early sums of open minutes; 0 s: none.");

  public static final ConfigOption<Integer> GENERATION =
      ConfigOptions.key("generation")
          .intType()
          .defaultValue(0)
          .withDescription("Generation of the rows written; a replay after a fix has a new one.");

  public static final ConfigOption<String> FROM =
      ConfigOptions.key("from")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Log time from which rows are written, ISO 8601; needed at a start without a savepoint, "
                  + "'earliest' for the whole log.");

  public static final ConfigOption<Duration> WARM_UP =
      ConfigOptions.key("warm-up")
          .durationType()
          .defaultValue(Duration.ofHours(1))
          .withDescription(
              "How much of the log before 'from' is read for templates, rates and duplicates.");

  public static final ConfigOption<FlowInput> INPUT =
      ConfigOptions.key("input")
          .enumType(FlowInput.class)
          .defaultValue(FlowInput.DATAGRAMS)
          .withDescription("What is read: datagrams, or samples that another collector decoded.");

  public static final ConfigOption<Boolean> SAMPLES =
      ConfigOptions.key("samples")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether each flow is also written to flow-samples, for the table of flows.");

  private BandwidthOptions() {}
}
