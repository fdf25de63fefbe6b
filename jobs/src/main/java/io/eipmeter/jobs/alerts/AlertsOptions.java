package io.eipmeter.jobs.alerts;

import io.eipmeter.jobs.alerts.domain.RuleMessages;
import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.jobs.runtime.JobConfig;
import java.time.ZoneId;
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

  public static final ConfigOption<String> BUDGET_ZONE =
      ConfigOptions.key("budget.zone")
          .stringType()
          .defaultValue("UTC")
          .withDescription(
              "IANA name of the time zone in whose months the metric cost is added up: the price "
                  + "book's.");

  /**
   * The zone of months.
   *
   * @throws BadConfigException if there is none of that name
   */
  static ZoneId budgetZone(JobConfig config) {
    try {
      return RuleMessages.zone(config.get(BUDGET_ZONE));
    } catch (IllegalArgumentException e) {
      throw new BadConfigException("budget.zone: " + e.getMessage());
    }
  }

  /** Where to begin. */
  public enum Start {
    EARLIEST,
    LATEST
  }

  private AlertsOptions() {}
}
