package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.domain.Bill.BytesRated;
import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import io.eipmeter.jobs.rating.domain.ChargeLine.Proof;
import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.domain.EipHistory.Coverage;
import io.eipmeter.jobs.rating.domain.Holdings.Contest;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.DataTransfer;
import io.eipmeter.jobs.rating.prices.PriceBook.MonthlyLimits;
import io.eipmeter.jobs.rating.prices.PriceBook.Price;
import io.eipmeter.jobs.rating.prices.PriceBook.UncertainUsage;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.prices.Prices;
import io.eipmeter.jobs.rating.prices.Quantity;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rates one account's month: takes its usage hour by hour, in order, then makes the bill. It keeps
 * what grows with the EIPs, never the hours.
 */
public final class AccountMonth {
  private final PriceTimeline prices;
  private final BillingPeriod period;
  private final Holdings holdings;
  private final Findings findings = new Findings();
  private final Map<String, List<EipHistory>> byEip = new HashMap<>();
  private final Map<List<String>, TransferMeter> meters = new LinkedHashMap<>();
  private final Map<UsageHour.Quality, BigInteger> uncertain =
      new EnumMap<>(UsageHour.Quality.class);
  private final Set<String> undescribed = new TreeSet<>();
  private final Map<String, List<Interval>> contested = new HashMap<>();
  private BytesRated bytes = BytesRated.NONE;
  private long incompleteMinutes;
  private @Nullable UsageHour before;
  private @Nullable PaidHour paid;

  AccountMonth(PriceTimeline prices, BillingPeriod period, Holdings holdings) {
    this.prices = prices;
    this.period = period;
    this.holdings = holdings;
    for (EipHistory eip : holdings.eips()) {
      byEip.computeIfAbsent(eip.eip(), id -> new ArrayList<>()).add(eip);
    }
    holdings.contests().stream()
        .filter(contest -> !contest.time().intersect(period.time()).isEmpty())
        .forEach(this::contested);
    held().forEach(this::mayTransfer);
  }

  private void contested(Contest contest) {
    Interval time = contest.time().intersect(period.time());
    contested.computeIfAbsent(contest.eip(), eip -> new ArrayList<>()).add(time);
    findings.problem(
        contest.what()
            + " is contested: "
            + contest.other()
            + " held it, too, from "
            + time.from()
            + " to "
            + time.to());
  }

  private List<EipHistory> held() {
    return holdings.eips().stream()
        .filter(eip -> !eip.life().intersect(period.time()).isEmpty())
        .toList();
  }

  /** What is due of a tariff without usage is due for who holds something it is for. */
  private void mayTransfer(EipHistory eip) {
    for (Interval time : eip.paidBy(ChargeMethod.DATA_TRANSFER, period.time())) {
      for (PriceTimeline.Piece version : prices.within(time)) {
        DataTransfer transfer =
            version
                .book()
                .price(eip.region(), eip.lineType())
                .map(Price::dataTransfer)
                .orElse(null);
        if (transfer != null) {
          meter(transfer, eip.region(), eip.lineType(), eip.eip()).due(version.book(), transfer);
          return;
        }
      }
    }
  }

  private TransferMeter meter(DataTransfer transfer, String region, String line, String eip) {
    String[] scope = TransferMeter.scope(transfer.scope(), region, line, eip);
    return meters.computeIfAbsent(
        List.of(scope), key -> new TransferMeter(period, holdings.account(), scope));
  }

  /**
   * Takes an hour of the account, or a part of one.
   *
   * @param hour not before those that were taken; the same one again counts once (R2, R3)
   * @throws IllegalArgumentException if it is of another account, out of order, or speaks
   *     differently of minutes that were taken
   */
  public void use(UsageHour hour) {
    UsageHour last = before;
    if (!hour.account().equals(holdings.account())) {
      throw new IllegalArgumentException(hour.account() + " is not " + holdings.account());
    }
    if (contested.getOrDefault(hour.eip(), List.of()).stream()
        .anyMatch(time -> !time.intersect(hour.time()).isEmpty())) {
      parked(hour); // rows of two who held it may speak of one hour
      return;
    }
    if (last != null && last.compareTo(hour) >= 0 || last != null && last.overlaps(hour)) {
      if (last.equals(hour)) {
        return;
      }
      throw new IllegalArgumentException(
          last.overlaps(hour)
              ? "two rows speak differently of " + hour.eip() + " at " + hour.hourStart()
              : "hours must come in their order");
    }
    before = hour;
    if (period.time().contains(hour.hourStart())) {
      rate(hour);
    }
  }

  private void rate(UsageHour hour) {
    Optional<PriceBook> book = prices.at(hour.hourStart());
    if (book.isEmpty()) {
      findings.problem(
          hour.eip() + " was used when no version of the book is valid: " + hour.hourStart());
      parked(hour);
      return;
    }
    Coverage coverage = coverage(hour);
    if (coverage == null) {
      parked(hour);
    } else if (coverage != Coverage.BY_TRANSFER) {
      bytes = bytes.plus(new BytesRated(BigInteger.ZERO, hour.bytes(), BigInteger.ZERO));
    } else if (isParked(book.get(), hour)) {
      uncertain.merge(hour.quality(), hour.bytes(), BigInteger::add);
      parked(hour);
      incompleteMinutes += hour.missing().minutes();
    } else {
      incompleteMinutes += hour.missing().minutes();
      transferred(book.get(), hour);
    }
  }

  /**
   * @return null: it can't be said, and why was told
   */
  private @Nullable Coverage coverage(UsageHour hour) {
    List<EipHistory> lives = byEip.get(hour.eip());
    if (lives == null) {
      if (holdings.ofAnyone().contains(hour.eip())) {
        findings.problem(
            hour.eip() + " was used by this account, and is another's: " + hour.hourStart());
        return null;
      }
      if (!holdings.eips().isEmpty()) {
        undescribed.add(hour.eip());
      }
      return Coverage.BY_TRANSFER;
    }
    List<EipHistory> alive =
        lives.size() == 1 && lives.get(0).life().contains(hour.hourStart())
            ? lives
            : lives.stream().filter(eip -> !eip.life().intersect(hour.time()).isEmpty()).toList();
    if (alive.isEmpty()) {
      findings.problem(
          hour.eip() + " was used when the account did not hold it: " + hour.hourStart());
      return null;
    }
    Set<Coverage> found = new TreeSet<>();
    for (EipHistory eip : alive) {
      if (!eip.region().equals(hour.region()) || !eip.lineType().equals(hour.lineType())) {
        findings.problem(
            String.format(
                Locale.ROOT,
                "%s was used in %s over %s at %s, and held in %s over %s",
                hour.eip(),
                hour.region(),
                hour.lineType(),
                hour.hourStart(),
                eip.region(),
                eip.lineType()));
        return null;
      }
      Optional<Coverage> one = eip.coverage(hour.time());
      if (one.isEmpty()) {
        found.clear();
        break;
      }
      found.add(one.get());
    }
    if (found.size() != 1) {
      findings.problem(
          hour.eip()
              + " was paid in two ways within the hour of "
              + hour.hourStart()
              + ": its usage must come in parts of the hour");
      return null;
    }
    return found.iterator().next();
  }

  private static boolean isParked(PriceBook book, UsageHour hour) {
    UncertainUsage rule =
        switch (hour.quality()) {
          case EXACT -> UncertainUsage.BILL;
          case INCOMPLETE -> book.uncertain().incomplete();
          case SAMPLED -> book.uncertain().sampled();
          case BEST_EFFORT -> book.uncertain().bestEffort();
        };
    return rule == UncertainUsage.PARK;
  }

  private void transferred(PriceBook book, UsageHour hour) {
    Optional<Price> price = book.price(hour.region(), hour.lineType());
    DataTransfer transfer = price.map(Price::dataTransfer).orElse(null);
    if (transfer == null) {
      findings.unpriced(
          book,
          price.isEmpty() ? "prices" : "price of data transfer",
          hour.region(),
          hour.lineType());
      parked(hour);
      return;
    }
    findings.usual(book, hour.eip(), hour.region(), hour.lineType());
    bytes = bytes.plus(new BytesRated(hour.bytes(), BigInteger.ZERO, BigInteger.ZERO));
    PaidHour last = paid;
    if (last != null && last.first().sameHour(hour)) {
      last.parts().add(hour);
    } else {
      metered();
      paid = new PaidHour(book, transfer, new ArrayList<>(List.of(hour)));
    }
  }

  private void metered() {
    PaidHour last = paid;
    if (last != null) {
      UsageHour hour = last.first();
      meter(last.price(), hour.region(), hour.lineType(), hour.eip())
          .use(last.book(), last.price(), last.parts(), last.metered());
      paid = null;
    }
  }

  private void parked(UsageHour hour) {
    bytes = bytes.plus(new BytesRated(BigInteger.ZERO, BigInteger.ZERO, hour.bytes()));
  }

  /** Ends it: R13, minimum, then maximum, once a month; the rounding is the statement's (R15). */
  public Bill bill() {
    metered();
    List<ChargeLine> lines = new ArrayList<>();
    meters.values().forEach(meter -> lines.addAll(meter.lines()));
    for (EipHistory eip : held()) {
      lines.addAll(new HoldingCharges(prices, period, eip, holdings.quota(), findings).lines());
    }
    lines.sort(ChargeLine.ORDER);
    doubts();
    int digits = 2;
    Optional<PriceBook> ofMonth = prices.ofMonth(period.time());
    if (ofMonth.isPresent()) {
      digits = ofMonth.get().moneyDigits();
      if (before != null || holdings.isHeldIn(period.time())) {
        limit(ofMonth.get(), lines);
      }
    }
    BigDecimal exact = Bill.sum(lines);
    return new Bill(
        holdings.account(),
        lines,
        exact,
        Prices.rounded(exact, digits),
        bytes,
        findings.problems(),
        findings.notes());
  }

  private void doubts() {
    uncertain.forEach(
        (quality, some) ->
            findings.problem(
                "usage that is "
                    + quality.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                    + " ("
                    + some
                    + " bytes), which "
                    + prices.name()
                    + " does not bill"));
    if (!undescribed.isEmpty()) {
      findings.note(
          undescribed.size()
              + " EIPs are not described ("
              + undescribed.iterator().next()
              + "): paid by data transfer, and without fees");
    }
    if (incompleteMinutes > 0) {
      incomplete();
    }
  }

  private void incomplete() {
    long heldMinutes =
        Math.max(
            incompleteMinutes,
            held().stream()
                .mapToLong(eip -> eip.life().intersect(period.time()).duration().toMinutes())
                .sum());
    findings.note(
        "exports are missing in "
            + incompleteMinutes
            + " of "
            + heldMinutes
            + " EIP-minutes: the traffic was at least what is charged");
    BigDecimal most =
        prices
            .ofMonth(period.time())
            .map(book -> book.uncertain().parkIncompleteAbove())
            .orElse(BigDecimal.ONE);
    BigDecimal part =
        BigDecimal.valueOf(incompleteMinutes)
            .divide(BigDecimal.valueOf(heldMinutes), Prices.DECIMALS, RoundingMode.HALF_UP);
    if (part.compareTo(most) > 0) {
      findings.problem(
          "exports are missing in "
              + part.movePointRight(2).setScale(1, RoundingMode.HALF_UP)
              + " % of the time, more than the "
              + most.movePointRight(2).stripTrailingZeros().toPlainString()
              + " % that "
              + prices.name()
              + " allows");
    }
  }

  private void limit(PriceBook book, List<ChargeLine> lines) {
    MonthlyLimits limits = book.monthly();
    BigDecimal minimum = limits.minimum();
    if (minimum != null && Bill.sum(lines).compareTo(minimum) < 0) {
      lines.add(adjustment(book, Item.MINIMUM, minimum.subtract(Bill.sum(lines))));
    }
    BigDecimal maximum = limits.maximum();
    if (maximum != null && Bill.sum(lines).compareTo(maximum) > 0) {
      lines.add(adjustment(book, Item.MAXIMUM, maximum.subtract(Bill.sum(lines))));
    }
  }

  private ChargeLine adjustment(PriceBook book, Item item, BigDecimal amount) {
    return new ChargeLine(
        holdings.account(),
        "",
        "",
        "",
        item,
        0,
        period.time(),
        Quantity.of(1),
        prices.currency(),
        amount,
        BigInteger.ZERO,
        book.id(),
        Proof.NONE);
  }
}
