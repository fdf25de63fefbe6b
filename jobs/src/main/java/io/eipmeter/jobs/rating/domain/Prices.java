package io.eipmeter.jobs.rating.domain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** The arithmetic of money: every rounding of the rater is here (design, "Money"; R15). */
public final class Prices {
  /** Decimals of a quantity, and the most a price may have. */
  public static final int DECIMALS = 12;

  private Prices() {}

  /**
   * @throws IllegalArgumentException if a price is negative or has more than 12 decimals
   */
  static void check(BigDecimal price) {
    if (price.signum() < 0) {
      throw new IllegalArgumentException("a price must not be negative, was " + price);
    }
    if (price.stripTrailingZeros().scale() > DECIMALS) {
      throw new IllegalArgumentException("a price has at most 12 decimals, was " + price);
    }
  }

  /** A quantity, rounded once: HALF_UP to 12 decimals. */
  public static BigDecimal quantity(BigInteger amount, BigInteger unit) {
    return new BigDecimal(amount).divide(new BigDecimal(unit), DECIMALS, RoundingMode.HALF_UP);
  }

  /** A total as it is paid. */
  public static BigDecimal rounded(BigDecimal exact, int digits) {
    return exact.setScale(digits, RoundingMode.HALF_UP);
  }

  /**
   * A part of an amount, such as a minimum charge for some of a month's days; exact to 12 decimals.
   */
  public static BigDecimal share(BigDecimal amount, long part, long whole) {
    return amount
        .multiply(BigDecimal.valueOf(part))
        .divide(BigDecimal.valueOf(whole), DECIMALS, RoundingMode.HALF_UP);
  }
}
