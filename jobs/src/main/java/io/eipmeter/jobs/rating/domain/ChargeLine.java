package io.eipmeter.jobs.rating.domain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;

/**
 * A line of a bill (I8). Cost is quantity times unit price, exactly.
 *
 * @param eip empty where the line is the account's
 * @param tier from 1; 0 where there are none
 * @param time what it is charged for
 * @param unit of the quantity
 * @param bytes the bytes behind it; 0 where it is not about traffic
 * @param inputRows how many rows of usage are behind it
 * @param inputHash SHA-256 over those rows, sorted, in hexadecimal digits
 * @param book name and version of the price book
 */
public record ChargeLine(
    String account,
    String region,
    String lineType,
    String eip,
    Item item,
    int tier,
    Interval time,
    BigDecimal quantity,
    String unit,
    BigDecimal unitPrice,
    BigInteger bytes,
    int inputRows,
    String inputHash,
    String book) {

  /** What is charged. */
  public enum Item {
    DATA_TRANSFER("data-transfer"),
    /** A tariff's flat amount, or its packages. */
    DATA_TRANSFER_FLAT("data-transfer-flat"),
    CONFIGURATION_FEE("configuration-fee"),
    BANDWIDTH("bandwidth"),
    /** What is missing to the least an account pays. */
    MINIMUM("minimum-charge"),
    /** What is above the most an account pays; negative. */
    MAXIMUM("maximum-charge"),
    /** The difference between the exact sum and what is paid. */
    ROUNDING("rounding");

    private final String text;

    Item(String text) {
      this.text = text;
    }

    /** As bills print it. */
    public String text() {
      return text;
    }
  }

  public static final Comparator<ChargeLine> ORDER =
      Comparator.comparing(ChargeLine::account)
          .thenComparing(ChargeLine::item)
          .thenComparing(ChargeLine::region)
          .thenComparing(ChargeLine::lineType)
          .thenComparing(ChargeLine::eip)
          .thenComparing(line -> line.time().from())
          .thenComparing(ChargeLine::tier)
          .thenComparing(ChargeLine::unitPrice);

  /** Exact. */
  public BigDecimal cost() {
    return quantity.multiply(unitPrice);
  }

  /** The same line, taken back. */
  public ChargeLine reversed() {
    return new ChargeLine(
        account,
        region,
        lineType,
        eip,
        item,
        tier,
        time,
        quantity.negate(),
        unit,
        unitPrice,
        bytes.negate(),
        inputRows,
        inputHash,
        book);
  }
}
