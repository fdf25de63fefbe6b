package io.eipmeter.jobs.billing.domain;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of an hour add up to.
 *
 * @param rate null: there is no flat price, or somebody else pays
 * @param bytes as the price meters them
 * @param quantity gigabytes as they are shown
 * @param cost exact, or HALF_UP at the 24th decimal
 */
record Charged(@Nullable Rate rate, long bytes, BigDecimal quantity, BigDecimal cost) {
  static final Charged NOTHING = new Charged(null, 0, BigDecimal.ZERO, BigDecimal.ZERO);

  /** What is to be added to another one to get this one; of one rate. */
  Charged minus(Charged other) {
    return new Charged(
        rate,
        Math.subtractExact(bytes, other.bytes),
        quantity.subtract(other.quantity),
        cost.subtract(other.cost));
  }

  Charged negated() {
    return new Charged(rate, Math.negateExact(bytes), quantity.negate(), cost.negate());
  }

  /** Whether a row would say nothing. */
  boolean isNothing() {
    return bytes == 0 && cost.signum() == 0;
  }

  /** Whether a run that did not note its prices may have charged by this one. */
  boolean mayBe(Charged notNoted) {
    Rate its = notNoted.rate;
    return bytes == notNoted.bytes
        && (bytes == 0
            || (rate != null && its != null && rate.perGigabyte().equals(its.perGigabyte())));
  }

  /** The same money, said to be by a rate. */
  Charged by(@Nullable Rate noted) {
    return new Charged(noted, bytes, quantity, cost);
  }
}
