package io.eipmeter.jobs.alerts;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What `alerts` can be told. */
public final class AlertsOptions {
  public static final ConfigOption<Start> FROM =
      ConfigOptions.key("from")
          .enumType(Start.class)
          .defaultValue(Start.LATEST)
          .withDescription(
              "Where a start without a savepoint begins to look at minutes: latest (old alerts are "
                  + "nobody's), or earliest. Owners and rules are always read whole.");

  /** Where to begin. */
  public enum Start {
    EARLIEST,
    LATEST
  }

  private AlertsOptions() {}
}
