package io.eipmeter.jobs.rating.domain;

import static io.eipmeter.jobs.rating.domain.Books.total;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import io.eipmeter.jobs.rating.domain.EipHistory.Association;
import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.domain.EipHistory.Membership;
import io.eipmeter.jobs.rating.io.PriceBookFile;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.HourRule;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.jobs.rating.time.Since;
import io.eipmeter.jobs.rating.time.Timeline;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configuration fee and bandwidth; the provider's own worked bills by the shipped price book. */
class HoldingTest {
  private static final PriceBook PROVIDER = PriceBookFile.read("alibaba-cloud");
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final long GIB = 1L << 30;

  private static Instant at(String time) {
    return OffsetDateTime.parse(time).toInstant();
  }

  private static Instant shanghai(String time) {
    return at("2026-10-01T" + time + ":00+08:00");
  }

  static EipHistory eip(
      String region,
      ChargeMethod method,
      Instant from,
      Instant to,
      String kind,
      List<Since<Integer>> bandwidths) {
    return new EipHistory(
        "eip-1",
        "acme",
        region,
        "BGP",
        new Interval(from, to),
        "",
        new Timeline<>(List.of(new Since<>(from, method))),
        new Timeline<>(bandwidths),
        kind.isEmpty() ? List.of() : List.of(new Association(new Interval(from, to), kind)),
        List.of());
  }

  /** Held for as long as books are valid, attached to nothing. */
  static EipHistory alwaysHeld(ChargeMethod method, List<Since<Integer>> bandwidths) {
    return eip("r", method, Books.ALWAYS_FROM, Books.ALWAYS_TO, "", bandwidths);
  }

  private static Rated rate(PriceBook book, List<EipHistory> eips, List<UsageHour> usage) {
    return Books.rate(book, eips, Map.of("acme", 500L), usage);
  }

  private static BigDecimal exact(Rated rated) {
    return Books.bill(rated, "acme").exact();
  }

  static BigDecimal quantity(Rated rated, Item item) {
    Bill bill = rated.bills().get("acme");
    return bill == null
        ? BigDecimal.ZERO
        : bill.lines().stream()
            .filter(l -> l.item() == item)
            .map(line -> line.quantity().shown())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** 09:30 to midnight; 10 Mbit/s, from 17:00 on 20, from 23:00 on 15. */
  private static EipHistory worked(String region, ChargeMethod method) {
    return eip(
        region,
        method,
        shanghai("09:30"),
        at("2026-10-02T00:00:00+08:00"),
        "Nat",
        List.of(
            new Since<>(shanghai("09:30"), 10),
            new Since<>(shanghai("17:00"), 20),
            new Since<>(shanghai("23:00"), 15)));
  }

  private static UsageHour sixtyGb(String region) {
    return UsageHour.whole(
        "acme", region, "BGP", "eip-1", shanghai("20:00"), 0, 60 * GIB, UsageHour.Quality.EXACT);
  }

  @ParameterizedTest
  @CsvSource({
    "T1, ap-southeast-1, DATA_TRANSFER, 4.95",
    "T2, ap-southeast-1, BANDWIDTH, 5.219375",
    "T3 and E17, cn-hangzhou, DATA_TRANSFER, 7.425",
    "T4 and E18, cn-hangzhou, BANDWIDTH, 5.17125"
  })
  void theProvidersWorkedBillsComeOut(
      String number, String region, ChargeMethod method, String cost) {
    assertThat(exact(rate(PROVIDER, List.of(worked(region, method)), List.of(sixtyGb(region)))))
        .as(number)
        .isEqualByComparingTo(cost);
  }

  @Test
  void t2IsShownAs522() {
    assertThat(
            total(
                rate(
                    PROVIDER,
                    List.of(worked("ap-southeast-1", ChargeMethod.BANDWIDTH)),
                    List.of())))
        .isEqualTo("5.22");
  }

  private static Rated t5(long quota) {
    List<EipHistory> eips = new ArrayList<>();
    for (int i = 0; i < 450; i++) {
      EipHistory one =
          eip(
              "cn-beijing",
              ChargeMethod.DATA_TRANSFER,
              shanghai("09:00"),
              shanghai("10:00"),
              i < 400 ? "SlbInstance" : "EcsInstance",
              List.of(new Since<>(shanghai("09:00"), 5)));
      eips.add(
          new EipHistory(
              "eip-" + i,
              one.account(),
              one.region(),
              one.lineType(),
              one.life(),
              one.pool(),
              one.methods(),
              one.bandwidths(),
              one.associations(),
              one.shared()));
    }
    return Books.rate(PROVIDER, eips, Map.of("acme", quota), List.of());
  }

  @Test
  void t5FourHundredPayAndFiftyAreWaivedUnlessTheQuotaIsAboveTheLimit() {
    assertThat(total(t5(500))).isEqualByComparingTo("1.2");
    assertThat(total(t5(2_000))).isEqualByComparingTo("1.2");
    assertThat(total(t5(2_001))).as("450 at 0.003").isEqualByComparingTo("1.35");
  }

  @Test
  void e20ReleasedAtHalfPastTenPaysTheHourToEleven() {
    EipHistory eip =
        eip(
            "cn-hangzhou",
            ChargeMethod.DATA_TRANSFER,
            shanghai("10:00"),
            shanghai("10:30"),
            "",
            List.of(new Since<>(shanghai("10:00"), 5)));
    UsageHour usage =
        UsageHour.whole(
            "acme",
            "cn-hangzhou",
            "BGP",
            "eip-1",
            shanghai("10:00"),
            0,
            GIB,
            UsageHour.Quality.EXACT);
    assertThat(exact(rate(PROVIDER, List.of(eip), List.of(usage)))).isEqualByComparingTo("0.126");
  }

  @Test
  void clockHoursCountTouchedHoursAndDurationsAreRoundedUp() {
    List<Interval> fortyFive = List.of(new Interval(shanghai("09:30"), shanghai("10:15")));
    assertThat(HourRule.CLOCK_HOURS.hours(List.of(), fortyFive, SHANGHAI)).isEqualTo(2);
    assertThat(HourRule.DURATION.hours(List.of(), fortyFive, SHANGHAI)).isEqualTo(1);
    List<Interval> twice =
        List.of(
            new Interval(shanghai("09:10"), shanghai("09:20")),
            new Interval(shanghai("09:40"), shanghai("10:00")));
    assertThat(HourRule.CLOCK_HOURS.hours(List.of(), twice, SHANGHAI))
        .as("one clock hour, touched twice")
        .isEqualTo(1);
    assertThat(HourRule.DURATION.hours(List.of(), twice, SHANGHAI)).isEqualTo(1);
    assertThat(HourRule.DURATION.hours(List.of(), List.of(), SHANGHAI)).isZero();
    assertThat(
            HourRule.CLOCK_HOURS.hours(
                List.of(), List.of(new Interval(shanghai("09:00"), shanghai("10:00"))), SHANGHAI))
        .isEqualTo(1);
    assertThat(
            HourRule.DURATION.hours(
                List.of(), List.of(new Interval(shanghai("09:00"), shanghai("10:00"))), SHANGHAI))
        .isEqualTo(1);
  }

  @Test
  void addressesOfAPoolAndTimesAttachedToAServerAreWaived() {
    PriceBook book = Books.flat("1", SHANGHAI);
    EipHistory attached =
        new EipHistory(
            "eip-1",
            "acme",
            "r",
            "BGP",
            new Interval(shanghai("09:00"), shanghai("15:00")),
            "",
            Timeline.always(ChargeMethod.DATA_TRANSFER),
            Timeline.always(5),
            List.of(
                new Association(new Interval(shanghai("10:00"), shanghai("11:00")), "Nat"),
                new Association(new Interval(shanghai("11:00"), shanghai("13:30")), "EcsInstance")),
            List.of());
    // Charged from 09:00 to 11:00 and from 13:30 to 15:00: clock hours 9, 10, 13, 14.
    assertThat(quantity(rate(book, List.of(attached), List.of()), Item.CONFIGURATION_FEE))
        .isEqualByComparingTo("4");
    EipHistory pooled =
        new EipHistory(
            "eip-1",
            "acme",
            "r",
            "BGP",
            attached.life(),
            "pool-1",
            attached.methods(),
            attached.bandwidths(),
            List.of(),
            List.of());
    assertThat(exact(rate(book, List.of(pooled), List.of()))).isEqualByComparingTo("0");
  }

  @Test
  void subscriptionsPayNothingAndSharedBandwidthPaysForTraffic() {
    PriceBook book = Books.flat("1", SHANGHAI);
    EipHistory paid =
        eip(
            "r",
            ChargeMethod.SUBSCRIPTION,
            shanghai("09:00"),
            shanghai("15:00"),
            "",
            List.of(new Since<>(shanghai("09:00"), 5)));
    UsageHour usage =
        UsageHour.whole(
            "acme", "r", "BGP", "eip-1", shanghai("10:00"), 2, 5, UsageHour.Quality.EXACT);
    Rated rated = rate(book, List.of(paid), List.of(usage));
    assertThat(exact(rated)).isEqualByComparingTo("0");
    assertThat(Books.bill(rated, "acme").lines())
        .singleElement()
        .satisfies(line -> assertThat(line.unit()).isEqualTo("subscription eip-1"));
    assertThat(rated.bytes().covered()).isEqualTo(7);
    EipHistory shared =
        new EipHistory(
            "eip-1",
            "acme",
            "r",
            "BGP",
            paid.life(),
            "",
            Timeline.always(ChargeMethod.DATA_TRANSFER),
            paid.bandwidths(),
            List.of(),
            List.of(new Membership(new Interval(shanghai("10:00"), shanghai("11:00")), "cbwp-1")));
    UsageHour later =
        UsageHour.whole(
            "acme", "r", "BGP", "eip-1", shanghai("11:00"), 2, 9, UsageHour.Quality.EXACT);
    assertThat(exact(rate(book, List.of(shared), List.of(usage, later))))
        .as("9 GB at 11:00, six hours of configuration")
        .isEqualByComparingTo("9.06");
  }

  @Test
  void aChangeOfMethodHoldsFromItsTime() {
    PriceBook book = Books.flat("1", SHANGHAI);
    Instant midnight = at("2026-10-02T00:00:00+08:00");
    EipHistory eip =
        new EipHistory(
            "eip-1",
            "acme",
            "r",
            "BGP",
            new Interval(shanghai("00:00"), at("2026-10-03T00:00:00+08:00")),
            "",
            new Timeline<>(
                List.of(
                    new Since<>(shanghai("00:00"), ChargeMethod.DATA_TRANSFER),
                    new Since<>(midnight, ChargeMethod.BANDWIDTH))),
            Timeline.always(5),
            List.of(),
            List.of());
    UsageHour before =
        UsageHour.whole(
            "acme",
            "r",
            "BGP",
            "eip-1",
            at("2026-10-01T23:00:00+08:00"),
            0,
            5,
            UsageHour.Quality.EXACT);
    UsageHour after =
        UsageHour.whole("acme", "r", "BGP", "eip-1", midnight, 0, 7, UsageHour.Quality.EXACT);
    // 5 GB, 24 hours at 0.01, a day of 5 Mbit/s at 0.14 each, a day of configuration at 0.24
    Rated rated = rate(book, List.of(eip), List.of(before, after));
    assertThat(exact(rated)).isEqualByComparingTo("6.18");
    assertThat(rated.bytes().covered()).isEqualTo(7);
  }

  @Test
  void anAddressOutsideTheValidityOfTheBookIsParked() {
    PriceBook book = Books.flat("1", SHANGHAI);
    EipHistory early =
        eip(
            "r",
            ChargeMethod.DATA_TRANSFER,
            Instant.parse("1999-01-01T00:00:00Z"),
            Instant.parse("2001-01-01T00:00:00Z"),
            "",
            List.of(new Since<>(Books.ALWAYS_FROM, 5)));
    Rated rated =
        Rated.of(
            PriceTimeline.of(book),
            new BillingPeriod(YearMonth.of(1999, 12), SHANGHAI),
            List.of(early),
            Map.of(),
            List.of());
    assertThat(Books.bill(rated, "acme").problems())
        .containsExactly(
            "eip-1 was held when no version of the book is valid: 1999-11-30T16:00:00Z");
  }
}
