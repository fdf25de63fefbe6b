package io.eipmeter.jobs.idle.domain;

import io.eipmeter.jobs.log.ownership.Statement;
import java.io.Serializable;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What it costs to hold an EIP, whether it is used or not. */
@FunctionalInterface
public interface HoldingPrices extends Serializable {
  /** No price book was given. */
  HoldingPrices NONE = (statement, atMs) -> null;

  /**
   * A price that is known.
   *
   * @param perDay exact, in {@code currency}
   * @param version of the price book
   */
  record Cost(BigDecimal perDay, String currency, String version) {
    private static final BigDecimal DAYS_A_MONTH = BigDecimal.valueOf(30);

    BigDecimal perMonth() {
      return perDay.multiply(DAYS_A_MONTH);
    }
  }

  /**
   * @param atMs the moment whose price counts, milliseconds since the epoch
   * @return null: the book does not say
   */
  @Nullable Cost of(Statement statement, long atMs);
}
