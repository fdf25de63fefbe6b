package io.eipmeter.jobs.billing;

import io.eipmeter.jobs.billing.domain.BillingPolicy;
import io.eipmeter.jobs.billing.domain.FlatPrices;
import io.eipmeter.jobs.rating.io.PriceBooks;
import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.schemas.files.BadFileException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What `billing` can be told. */
public final class BillingOptions {
  public static final ConfigOption<String> PRICES =
      ConfigOptions.key("prices")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Price book with all its versions: the name of a shipped one, files, or folders of them, "
                  + "separated by commas.");

  public static final ConfigOption<Duration> SEAL_DELAY =
      ConfigOptions.key("seal.delay")
          .durationType()
          .defaultValue(Duration.ofHours(1))
          .withDescription("Log time after the end of a quarter at which it is sealed.");

  public static final ConfigOption<Duration> MOVABLE_FOR =
      ConfigOptions.key("movable.for")
          .durationType()
          .defaultValue(Duration.ofHours(2))
          .withDescription(
              "How long after its seal a late statement of ownership still moves a quarter; "
                  + "minutes are kept for so long.");

  public static final ConfigOption<Integer> GENERATION =
      ConfigOptions.key("generation")
          .intType()
          .defaultValue(0)
          .withDescription("Generation of the minutes read and of the charges written.");

  private BillingOptions() {}

  /**
   * @throws BadConfigException if there is no such book, or they are not versions of one
   */
  static BillingRules rules(JobConfig config) {
    try {
      List<String> books = Arrays.stream(config.get(PRICES).split(",")).map(String::strip).toList();
      return new BillingRules(policy(config), FlatPrices.of(PriceBooks.read(books).timeline()));
    } catch (BadFileException e) {
      throw new BadConfigException("prices: " + e.getMessage());
    }
  }

  static BillingPolicy policy(JobConfig config) {
    try {
      return new BillingPolicy(config.get(SEAL_DELAY), config.get(MOVABLE_FOR));
    } catch (IllegalArgumentException e) {
      throw new BadConfigException(String.valueOf(e.getMessage()));
    }
  }
}
