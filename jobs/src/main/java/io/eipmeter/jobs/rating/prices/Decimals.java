package io.eipmeter.jobs.rating.prices;

import java.math.BigDecimal;

/** Decimal numbers as texts. */
public final class Decimals {
  private Decimals() {}

  /** All digits that say something, without an exponent: {@code 0.5}, {@code 1200}. */
  public static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
