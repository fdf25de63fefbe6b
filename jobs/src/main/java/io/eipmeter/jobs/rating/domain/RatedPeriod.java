package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import io.eipmeter.jobs.rating.domain.PriceBook.MonthlyLimits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A month, rated.
 *
 * @param bills by account
 */
public record RatedPeriod(
    BillingPeriod period, String currency, Map<String, Bill> bills, BytesRated bytes) {

  /** Where the bytes of both directions went: their sum is all usage of the month. */
  public record BytesRated(BigInteger charged, BigInteger covered, BigInteger parked) {}

  /**
   * What an account pays.
   *
   * @param lines in order; the last may be the rounding, so that their costs sum to the total
   * @param total rounded once
   */
  public record Bill(String account, List<ChargeLine> lines, BigDecimal total) {}

  static RatedPeriod of(
      PriceBook book, BillingPeriod period, List<ChargeLine> lines, BytesRated bytes) {
    Map<String, List<ChargeLine>> byAccount = new TreeMap<>();
    for (ChargeLine line : lines) {
      byAccount.computeIfAbsent(line.account(), account -> new ArrayList<>()).add(line);
    }
    Map<String, Bill> bills = new TreeMap<>();
    byAccount.forEach((account, own) -> bills.put(account, bill(book, period, account, own)));
    return new RatedPeriod(period, book.currency(), bills, bytes);
  }

  /** R13: minimum, then maximum, once a month; then the rounding (R15). */
  private static Bill bill(
      PriceBook book, BillingPeriod period, String account, List<ChargeLine> own) {
    List<ChargeLine> lines = new ArrayList<>(own);
    lines.sort(ChargeLine.ORDER);
    MonthlyLimits limits = book.monthly();
    BigDecimal minimum = limits.minimum();
    if (minimum != null && sum(lines).compareTo(minimum) < 0) {
      lines.add(adjustment(book, period, account, Item.MINIMUM, minimum.subtract(sum(lines))));
    }
    BigDecimal maximum = limits.maximum();
    if (maximum != null && sum(lines).compareTo(maximum) > 0) {
      lines.add(adjustment(book, period, account, Item.MAXIMUM, maximum.subtract(sum(lines))));
    }
    BigDecimal exact = sum(lines);
    BigDecimal total = Prices.rounded(exact, book.moneyDigits());
    if (total.compareTo(exact) != 0) {
      lines.add(adjustment(book, period, account, Item.ROUNDING, total.subtract(exact)));
    }
    return new Bill(account, List.copyOf(lines), total);
  }

  static BigDecimal sum(List<ChargeLine> lines) {
    return lines.stream().map(ChargeLine::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static ChargeLine adjustment(
      PriceBook book, BillingPeriod period, String account, Item item, BigDecimal amount) {
    return new ChargeLine(
        account,
        "",
        "",
        "",
        item,
        0,
        period.time(),
        BigDecimal.ONE,
        book.currency(),
        amount,
        BigInteger.ZERO,
        0,
        InputHash.NONE,
        book.id());
  }
}
