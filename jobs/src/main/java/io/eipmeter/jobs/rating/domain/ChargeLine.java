package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.prices.Quantity;
import io.eipmeter.jobs.rating.time.Interval;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;

/**
 * A line of a bill (I8).
 *
 * @param region empty where the line is the account's, over several regions
 * @param eip empty where the line is the account's
 * @param tier from 1; 0 where there are none
 * @param time what it is charged for
 * @param unit of the quantity
 * @param bytes the bytes behind it; 0 where it is not about traffic
 * @param book name and version of the price book
 * @param proof what it was made of
 */
public record ChargeLine(
    String account,
    String region,
    String lineType,
    String eip,
    Item item,
    int tier,
    Interval time,
    Quantity quantity,
    String unit,
    BigDecimal unitPrice,
    BigInteger bytes,
    String book,
    Proof proof) {

  /** What is charged. */
  public enum Item {
    DATA_TRANSFER("data-transfer"),
    /** A tariff's flat amount, or its packages. */
    DATA_TRANSFER_FLAT("data-transfer-flat"),
    CONFIGURATION_FEE("configuration-fee"),
    BANDWIDTH("bandwidth"),
    /** What the book says is charged by other means: of no amount here. */
    PAID_ELSEWHERE("paid-elsewhere"),
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

  /**
   * What a line was made of. Two lines that differ in nothing else charge the same.
   *
   * @param inputRows how many rows of usage
   * @param inputHash SHA-256 over those rows, sorted, in hexadecimal digits; empty: there are none
   * @param missing what was not seen of these rows: the traffic was at least this
   */
  public record Proof(int inputRows, String inputHash, Missing missing) {
    public static final Proof NONE = new Proof(0, InputHash.NONE, Missing.NONE);
  }

  public static final Comparator<ChargeLine> ORDER =
      Comparator.comparing(ChargeLine::account)
          .thenComparing(ChargeLine::item)
          .thenComparing(ChargeLine::region)
          .thenComparing(ChargeLine::lineType)
          .thenComparing(ChargeLine::eip)
          .thenComparing(line -> line.time().from())
          .thenComparing(ChargeLine::tier)
          .thenComparing(ChargeLine::unitPrice)
          .thenComparing(ChargeLine::unit);

  /** Exact, or HALF_UP at the 24th decimal. */
  public BigDecimal cost() {
    return quantity.at(unitPrice);
  }

  /** The same line, taken back. */
  public ChargeLine reversed() {
    return with(quantity.negate(), unitPrice, bytes.negate(), book, proof);
  }

  /** What decides its amount, and what it charges for: without its proof and the book's version. */
  ChargeLine charged() {
    return with(quantity, plain(unitPrice), bytes, "", Proof.NONE);
  }

  /** Whether both charge the same, whatever they were made of. */
  public boolean isSameCharge(ChargeLine other) {
    return charged().equals(other.charged());
  }

  /** Tables know no trailing zeros. */
  private static BigDecimal plain(BigDecimal number) {
    return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
  }

  private ChargeLine with(
      Quantity newQuantity,
      BigDecimal newPrice,
      BigInteger newBytes,
      String newBook,
      Proof newProof) {
    return new ChargeLine(
        account,
        region,
        lineType,
        eip,
        item,
        tier,
        time,
        newQuantity,
        unit,
        newPrice,
        newBytes,
        newBook,
        newProof);
  }
}
