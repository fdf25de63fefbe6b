package io.eipmeter.jobs.rating.prices;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * How much of a unit is charged, as an exact fraction: bytes over the bytes of a gigabyte, hours
 * over the hours of a day. Rounding it before it is priced would lose half cents (20 hours of 24 at
 * 0.774 a day are 0.645 exactly).
 *
 * @param amount negative where a line is taken back
 * @param per positive
 */
public record Quantity(BigInteger amount, BigInteger per) {
  /** Decimals of a cost. Of a million lines the errors stay below half a unit of the 18th. */
  public static final int COST_DECIMALS = 24;

  /**
   * @throws IllegalArgumentException if the denominator is not positive
   */
  public Quantity {
    if (per.signum() <= 0) {
      throw new IllegalArgumentException("a quantity is over a positive number, was " + per);
    }
  }

  public static Quantity of(long whole) {
    return new Quantity(BigInteger.valueOf(whole), BigInteger.ONE);
  }

  public static Quantity of(BigInteger amount, BigInteger per) {
    return new Quantity(amount, per);
  }

  /** As it is shown: HALF_UP to 12 decimals. */
  public BigDecimal shown() {
    return Prices.quantity(amount, per);
  }

  /** What it costs: exact, or HALF_UP at the 24th decimal. */
  public BigDecimal at(BigDecimal unitPrice) {
    BigDecimal exact = unitPrice.multiply(new BigDecimal(amount));
    return per.equals(BigInteger.ONE)
        ? exact
        : exact.divide(new BigDecimal(per), COST_DECIMALS, RoundingMode.HALF_UP);
  }

  public Quantity negate() {
    return new Quantity(amount.negate(), per);
  }

  public int signum() {
    return amount.signum();
  }
}
