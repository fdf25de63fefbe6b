package io.eipmeter.jobs.rating.prices;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** The arithmetic of money (design, "Money"; R15); what a quantity costs is {@link Quantity}'s. */
public final class Prices {
  /** Decimals of a quantity as it is shown, and the most a price may have. */
  public static final int DECIMALS = 12;

  /** A sum is rounded here first, so that what 24 decimals of a line left out does not decide. */
  private static final int SUM_DECIMALS = 18;

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

  /** A total as it is paid: HALF_UP to 18 decimals, then to the currency's. */
  public static BigDecimal rounded(BigDecimal sum, int digits) {
    return sum.setScale(SUM_DECIMALS, RoundingMode.HALF_UP).setScale(digits, RoundingMode.HALF_UP);
  }
}
