package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * What an account's month costs.
 *
 * @param lines in order, without rounding; also of an account with problems, as far as they go
 * @param exact the sum of the lines
 * @param total rounded once, as it is paid
 * @param bytes where all usage went
 * @param problems why it can't be billed as it is, each a sentence; none: it can
 * @param notes what was assumed, each a sentence
 */
public record Bill(
    String account,
    List<ChargeLine> lines,
    BigDecimal exact,
    BigDecimal total,
    BytesRated bytes,
    List<String> problems,
    List<String> notes) {

  public Bill {
    lines = List.copyOf(lines);
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /**
   * Where the bytes of both directions went: the sum is all usage of the month.
   *
   * @param charged for
   * @param covered paid by bandwidth, before, or by a shared bandwidth
   * @param parked estimated, without a price, or not clear whose
   */
  public record BytesRated(BigInteger charged, BigInteger covered, BigInteger parked) {
    public static final BytesRated NONE =
        new BytesRated(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    public BytesRated plus(BytesRated more) {
      return new BytesRated(
          charged.add(more.charged), covered.add(more.covered), parked.add(more.parked));
    }
  }

  /** Whether a person must decide something first. */
  public boolean isParked() {
    return !problems.isEmpty();
  }

  public BigDecimal rounding() {
    return total.subtract(exact);
  }

  static BigDecimal sum(List<ChargeLine> lines) {
    return lines.stream().map(ChargeLine::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Whether a line is one that all lines of a month add up to. */
  public static boolean isCharge(ChargeLine line) {
    return line.item() != Item.ROUNDING;
  }
}
