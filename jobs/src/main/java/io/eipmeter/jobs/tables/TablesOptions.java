package io.eipmeter.jobs.tables;

import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.tables.clickhouse.BatchLimits;
import io.eipmeter.schemas.clickhouse.ClickHouseEnvironment;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** What `tables` can be told. */
public final class TablesOptions {
  public static final ConfigOption<String> URL =
      ConfigOptions.key("clickhouse.url")
          .stringType()
          .defaultValue("")
          .withDescription(
              "ClickHouse's HTTP interface, http://host:port or https://host:port; needed."
                  + " Default: what the environment variable EIPMETER_CLICKHOUSE_URL says.");

  public static final ConfigOption<String> DATABASE =
      ConfigOptions.key("clickhouse.database")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Database of the tables. Default: EIPMETER_CLICKHOUSE_DATABASE, or eipmeter.");

  public static final ConfigOption<String> USER =
      ConfigOptions.key("clickhouse.user")
          .stringType()
          .defaultValue("")
          .withDescription(
              "ClickHouse user; needs INSERT on the tables. Default: EIPMETER_CLICKHOUSE_USER, or"
                  + " default.");

  public static final ConfigOption<String> PASSWORD =
      ConfigOptions.key("clickhouse.password")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Password of the user. Default: EIPMETER_CLICKHOUSE_PASSWORD, or what the file holds.");

  public static final ConfigOption<String> PASSWORD_FILE =
      ConfigOptions.key("clickhouse.password.file")
          .stringType()
          .defaultValue("")
          .withDescription(
              "A file that holds the password, where the job is started. Default:"
                  + " EIPMETER_CLICKHOUSE_PASSWORD_FILE.");

  public static final ConfigOption<String> CA =
      ConfigOptions.key("clickhouse.ca")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Certificates (PEM) that an https address is checked against: a file, on every machine"
                  + " that runs the job. Default: EIPMETER_CLICKHOUSE_CA, or what Java trusts.");

  public static final ConfigOption<Boolean> FLOWS =
      ConfigOptions.key("tables.flows")
          .booleanType()
          .defaultValue(true)
          .withDescription("Whether flow-samples are written into the table flows.");

  public static final ConfigOption<Integer> BATCH_ROWS =
      ConfigOptions.key("tables.batch.rows")
          .intType()
          .defaultValue(100_000)
          .withDescription("Rows after which a batch is inserted.");

  public static final ConfigOption<MemorySize> BATCH_BYTES =
      ConfigOptions.key("tables.batch.bytes")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(16))
          .withDescription("Size after which a batch is inserted, per table and subtask.");

  public static final ConfigOption<Duration> BATCH_DELAY =
      ConfigOptions.key("tables.batch.delay")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription("Time after which a batch is inserted however small it is.");

  public static final ConfigOption<Duration> LIVE_DELAY =
      ConfigOptions.key("tables.batch.live.delay")
          .durationType()
          .defaultValue(Duration.ofMillis(100))
          .withDescription("The same for early sums, which a dashboard waits for.");

  public static final ConfigOption<Duration> INSERT_LIMIT =
      ConfigOptions.key("tables.insert.limit")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription("Time after which an insert without an answer is sent again.");

  private TablesOptions() {}

  static ClickHouseTarget target(JobConfig config) {
    return target(config, ClickHouseEnvironment.ofProcess());
  }

  static ClickHouseTarget target(JobConfig config, ClickHouseEnvironment environment) {
    String url =
        environment
            .value(config.given(URL), ClickHouseEnvironment.URL)
            .orElseThrow(
                () ->
                    new BadConfigException(
                        "--clickhouse.url is needed, or the environment variable "
                            + ClickHouseEnvironment.URL
                            + ": ClickHouse's HTTP interface"));
    try {
      return environment.target(
          url,
          config.given(DATABASE),
          config.given(USER),
          config.given(PASSWORD),
          config.given(PASSWORD_FILE),
          config.given(CA));
    } catch (IllegalArgumentException e) {
      throw new BadConfigException(e.getMessage() + " (clickhouse.*)");
    }
  }

  static BatchLimits limits(JobConfig config) {
    try {
      return new BatchLimits(
          config.get(BATCH_ROWS),
          config.get(BATCH_BYTES).getBytes(),
          config.get(BATCH_DELAY),
          config.get(LIVE_DELAY),
          config.get(INSERT_LIMIT));
    } catch (IllegalArgumentException e) {
      throw new BadConfigException(e.getMessage() + " (tables.batch.*, tables.insert.limit)");
    }
  }
}
