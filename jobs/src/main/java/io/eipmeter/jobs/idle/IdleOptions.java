package io.eipmeter.jobs.idle;

import io.eipmeter.jobs.idle.domain.BookPrices;
import io.eipmeter.jobs.idle.domain.HoldingPrices;
import io.eipmeter.jobs.idle.domain.IdlePolicy;
import io.eipmeter.jobs.log.TopicReader;
import io.eipmeter.jobs.rating.io.PriceBooks;
import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** What `idle` can be told. */
public final class IdleOptions {
  private static final String EARLIEST = "earliest";

  public static final ConfigOption<Duration> UNASSOCIATED_FOR =
      ConfigOptions.key("unassociated.for")
          .durationType()
          .defaultValue(Duration.ofDays(7))
          .withDescription(
              "An EIP that was attached to nothing for so long is a finding; usual are 3 d, 7 d, 14 d.");

  public static final ConfigOption<Duration> UNUSED_FOR =
      ConfigOptions.key("unused.for")
          .durationType()
          .defaultValue(Duration.ofDays(7))
          .withDescription("An EIP that was attached without use for so long is a finding.");

  public static final ConfigOption<Duration> NOTICE_EVERY =
      ConfigOptions.key("notice.every")
          .durationType()
          .defaultValue(Duration.ofDays(7))
          .withDescription("Time between notices of a finding that stands.");

  public static final ConfigOption<MemorySize> NOISE_FLOOR =
      ConfigOptions.key("noise.floor")
          .memoryType()
          .defaultValue(MemorySize.parse("64kb"))
          .withDescription(
              "Outbound bytes of an hour up to which they are answers to scans and the like, not use.");

  public static final ConfigOption<Duration> SETTLE_DELAY =
      ConfigOptions.key("settle.delay")
          .durationType()
          .defaultValue(Duration.ofSeconds(90))
          .withDescription("Settle delay of the minutes; not less than that of the settings.");

  public static final ConfigOption<String> PRICES =
      ConfigOptions.key("prices")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Price book with all its versions, for what an idle EIP costs: the name of a shipped one, "
                  + "files, or folders of them, separated by commas; empty: none.");

  public static final ConfigOption<Integer> GENERATION =
      ConfigOptions.key("generation")
          .intType()
          .defaultValue(0)
          .withDescription("Generation of the minutes read and of the findings written.");

  public static final ConfigOption<String> FROM =
      ConfigOptions.key("from")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Moment before which nothing is known of use, ISO 8601: no EIP is unused for longer; "
                  + "'earliest' if eip-minutes holds all there was.");

  private IdleOptions() {}

  static IdleRules rules(JobConfig config) {
    Duration settleDelay = config.get(SETTLE_DELAY);
    for (Settings version :
        TopicReader.readAll(config.kafka(), Topic.SETTINGS, Settings.parser())) {
      if (version.getSettleDelayMs() > settleDelay.toMillis()) {
        throw new BadConfigException(
            "settle.delay is "
                + settleDelay.toMillis()
                + " ms, but version "
                + version.getVersion()
                + " of the settings says "
                + version.getSettleDelayMs()
                + " ms: it must be at least that");
      }
    }
    return new IdleRules(policy(config), prices(config.get(PRICES)));
  }

  private static HoldingPrices prices(String books) {
    try {
      return books.isEmpty()
          ? HoldingPrices.NONE
          : new BookPrices(
              PriceBooks.read(Arrays.stream(books.split(",")).map(String::strip).toList())
                  .timeline());
    } catch (BadFileException e) {
      throw new BadConfigException("prices: " + e.getMessage());
    }
  }

  static IdlePolicy policy(JobConfig config) {
    try {
      return new IdlePolicy(
          config.get(UNASSOCIATED_FOR),
          config.get(UNUSED_FOR),
          config.get(NOTICE_EVERY),
          config.get(NOISE_FLOOR).getBytes(),
          config.get(SETTLE_DELAY),
          from(config.get(FROM)));
    } catch (IllegalArgumentException e) {
      throw new BadConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static long from(String text) {
    try {
      return text.equals(EARLIEST) ? Long.MIN_VALUE : Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new BadConfigException(
          "from must be a time such as 2026-10-01T00:00:00Z, or 'earliest'; was '" + text + "'");
    }
  }
}
