package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.BandwidthPrice;
import io.eipmeter.jobs.rating.prices.PriceBook.ConfigurationFee;
import io.eipmeter.jobs.rating.prices.PriceBook.DataTransfer;
import io.eipmeter.jobs.rating.prices.PriceBook.Fee;
import io.eipmeter.jobs.rating.prices.PriceBook.Metered;
import io.eipmeter.jobs.rating.prices.PriceBook.MonthlyLimits;
import io.eipmeter.jobs.rating.prices.PriceBook.Price;
import io.eipmeter.jobs.rating.prices.PriceBook.TierScope;
import io.eipmeter.jobs.rating.prices.PriceBook.UncertainRules;
import io.eipmeter.jobs.rating.prices.PriceBook.UncertainUsage;
import io.eipmeter.jobs.rating.prices.PriceBook.Usual;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.prices.Tariff;
import io.eipmeter.jobs.rating.prices.Tariff.Kind;
import io.eipmeter.jobs.rating.prices.Tariff.Tier;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.HourRule;
import io.eipmeter.jobs.rating.time.Interval;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Price books for tests: one GB is one byte, so that a reader can add up. */
final class Books {
  static final Instant ALWAYS_FROM = Instant.parse("2000-01-01T00:00:00Z");
  static final Instant ALWAYS_TO = Instant.parse("2100-01-01T00:00:00Z");

  private Books() {}

  static BigDecimal money(String amount) {
    return new BigDecimal(amount);
  }

  static Tier tier(@Nullable String upTo, String unitPrice, String flatPrice) {
    return new Tier(upTo == null ? null : money(upTo), money(unitPrice), money(flatPrice));
  }

  static PriceBook of(Tariff tariff) {
    return of(tariff, ZoneId.of("UTC"), TierScope.REGION, null, null);
  }

  static PriceBook flat(String perGigabyte, ZoneId zone) {
    return of(Tariff.flat(money(perGigabyte)), zone, TierScope.REGION, null, null);
  }

  static PriceBook graduated() {
    return of(
        new Tariff(
            Kind.GRADUATED,
            List.of(tier("10", "3", "0"), tier("100", "2", "0"), tier(null, "1", "0"))));
  }

  static PriceBook of(
      Tariff tariff,
      ZoneId zone,
      TierScope scope,
      @Nullable String minimum,
      @Nullable String maximum) {
    return book(
        new Price(
            Set.of("*"),
            "BGP",
            new DataTransfer(Metered.OUT, scope, tariff),
            new ConfigurationFee(money("0.01"), money("0.24"), Set.of("EcsInstance"), 2_000, true),
            new BandwidthPrice(money("0.14"), 5, money("0.5"))),
        zone,
        BigInteger.ONE,
        minimum,
        maximum);
  }

  static PriceBook book(
      Price price,
      ZoneId zone,
      BigInteger bytesPerGigabyte,
      @Nullable String minimum,
      @Nullable String maximum) {
    return new PriceBook(
        "test",
        1,
        "USD",
        2,
        zone,
        new Interval(ALWAYS_FROM, ALWAYS_TO),
        bytesPerGigabyte,
        HourRule.CLOCK_HOURS,
        HourRule.DURATION,
        0,
        new UncertainRules(
            UncertainUsage.PARK, UncertainUsage.BILL, UncertainUsage.BILL, BigDecimal.ONE),
        new MonthlyLimits(
            minimum == null ? null : money(minimum), maximum == null ? null : money(maximum)),
        EnumSet.allOf(Fee.class),
        Usual.NONE,
        List.of(price));
  }

  static UsageHour hour(String eip, String start, long bytesOut) {
    return UsageHour.whole(
        "acme", "r", "BGP", eip, Instant.parse(start), 0, bytesOut, UsageHour.Quality.EXACT);
  }

  static Rated rate(PriceBook book, List<UsageHour> usage) {
    return rate(book, List.of(), Map.of(), usage);
  }

  static Rated rate(
      PriceBook book, List<EipHistory> eips, Map<String, Long> quotas, List<UsageHour> usage) {
    return Rated.of(
        PriceTimeline.of(book),
        BillingPeriod.of(Instant.parse("2026-10-15T00:00:00Z"), book.zone()),
        eips,
        quotas,
        usage);
  }

  static Bill bill(Rated rated, String account) {
    return Objects.requireNonNull(rated.bills().get(account), account + " has no bill");
  }

  /** What acme pays. */
  static BigDecimal total(Rated rated) {
    Bill bill = rated.bills().get("acme");
    return bill == null ? BigDecimal.ZERO : bill.total();
  }
}
