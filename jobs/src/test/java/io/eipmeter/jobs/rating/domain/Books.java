package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.domain.PriceBook.BandwidthPrice;
import io.eipmeter.jobs.rating.domain.PriceBook.ConfigurationFee;
import io.eipmeter.jobs.rating.domain.PriceBook.DataTransfer;
import io.eipmeter.jobs.rating.domain.PriceBook.Metered;
import io.eipmeter.jobs.rating.domain.PriceBook.MonthlyLimits;
import io.eipmeter.jobs.rating.domain.PriceBook.Price;
import io.eipmeter.jobs.rating.domain.PriceBook.TierScope;
import io.eipmeter.jobs.rating.domain.PriceBook.UncertainUsage;
import io.eipmeter.jobs.rating.domain.Tariff.Kind;
import io.eipmeter.jobs.rating.domain.Tariff.Tier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
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
    return of(tariff, ZoneId.of("UTC"), TierScope.ACCOUNT, null, null);
  }

  static PriceBook flat(String perGigabyte, ZoneId zone) {
    return of(Tariff.flat(money(perGigabyte)), zone, TierScope.ACCOUNT, null, null);
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
        UncertainUsage.PARK,
        UncertainUsage.BILL,
        new MonthlyLimits(
            minimum == null ? null : money(minimum), maximum == null ? null : money(maximum)),
        List.of(price));
  }

  static UsageHour hour(String eip, String start, long bytesOut) {
    return new UsageHour(
        "acme", "r", "BGP", eip, Instant.parse(start), 0, bytesOut, 0, UsageHour.Quality.EXACT);
  }

  static RatedPeriod rate(PriceBook book, List<UsageHour> usage) {
    return rate(book, RatingInput.of(usage, List.of(), Map.of()));
  }

  static RatedPeriod rate(PriceBook book, RatingInput input) {
    return new Rater(book)
        .rate(BillingPeriod.of(Instant.parse("2026-10-15T00:00:00Z"), book.zone()), input);
  }

  static RatedPeriod.Bill bill(RatedPeriod rated, String account) {
    return Objects.requireNonNull(rated.bills().get(account), account + " has no bill");
  }

  /** What acme pays. */
  static BigDecimal total(RatedPeriod rated) {
    RatedPeriod.Bill bill = rated.bills().get("acme");
    return bill == null ? BigDecimal.ZERO : bill.total();
  }
}
