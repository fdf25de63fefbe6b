package io.eipmeter.jobs.rating.domain;

import static io.eipmeter.jobs.rating.domain.Books.money;
import static io.eipmeter.jobs.rating.domain.Books.tier;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.domain.EipHistory.Association;
import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.domain.EipHistory.Membership;
import io.eipmeter.jobs.rating.io.PriceBookFile;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.TierScope;
import io.eipmeter.jobs.rating.prices.PriceBook.Usual;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.prices.Tariff;
import io.eipmeter.jobs.rating.prices.Tariff.Kind;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.jobs.rating.time.Since;
import io.eipmeter.jobs.rating.time.Timeline;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What is due without usage, what has no price, and what was assumed: nothing is free in silence.
 */
class NeverFreeTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant FIRST = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant NEXT = Instant.parse("2026-11-01T00:00:00Z");

  private static EipHistory held(
      String region, String line, String pool, ChargeMethod method, Membership... shared) {
    return new EipHistory(
        "eip-1",
        "acme",
        region,
        line,
        new Interval(FIRST, NEXT),
        pool,
        Timeline.always(method),
        Timeline.unknown(),
        List.of(),
        List.of(shared));
  }

  private static PriceBook with(PriceBook book, Set<PriceBook.Fee> paidElsewhere, Usual usual) {
    return new PriceBook(
        book.name(),
        book.version(),
        book.currency(),
        book.moneyDigits(),
        book.zone(),
        book.valid(),
        book.bytesPerGigabyte(),
        book.configurationHours(),
        book.bandwidthHours(),
        book.overheadBytesPerPacket(),
        book.uncertain(),
        book.monthly(),
        paidElsewhere,
        usual,
        book.prices());
  }

  private static Bill rate(PriceBook book, EipHistory... eips) {
    return Books.bill(Books.rate(book, List.of(eips), Map.of("acme", 20L), List.of()), "acme");
  }

  private static PriceBook free(Tariff tariff, String minimum) {
    PriceBook book = Books.of(tariff, UTC, TierScope.REGION, minimum, null);
    return Books.book(
        new PriceBook.Price(Set.of("*"), "BGP", book.prices().get(0).dataTransfer(), null, null),
        UTC,
        book.bytesPerGigabyte(),
        minimum,
        null);
  }

  @Test
  void aMinimumIsDueWithoutUsage() {
    assertThat(
            rate(
                    free(Tariff.flat(money("1")), "10"),
                    held("r", "BGP", "", ChargeMethod.DATA_TRANSFER))
                .total())
        .isEqualByComparingTo("10");
  }

  @Test
  void theFirstTiersFlatPriceIsDueWithoutUsage() {
    for (Kind kind : List.of(Kind.VOLUME, Kind.GRADUATED)) {
      Tariff tariff = new Tariff(kind, List.of(tier("10", "1", "50"), tier(null, "2", "70")));
      Bill bill = rate(free(tariff, "0"), held("r", "BGP", "", ChargeMethod.DATA_TRANSFER));
      assertThat(bill.total()).as(kind.name()).isEqualByComparingTo("50");
    }
  }

  @Test
  void whoHeldNothingInTheMonthOwesNothing() {
    Rated rated =
        Rated.of(
            PriceTimeline.of(free(Tariff.flat(money("1")), "10")),
            new BillingPeriod(YearMonth.of(2026, 11), UTC),
            List.of(held("r", "BGP", "", ChargeMethod.DATA_TRANSFER)),
            Map.of(),
            List.of());
    assertThat(rated.bills()).isEmpty();
  }

  @Test
  void whatTheBookHasNoPriceForParksAndSaysWhatIsMissing() {
    PriceBook book = with(Books.flat("1", UTC), Set.of(), Usual.NONE);
    assertThat(rate(book, held("r", "BGP", "", ChargeMethod.BANDWIDTH)).problems())
        .containsExactly(
            "eip-1 is paid by bandwidth, and its bandwidth is not told for 2026-10-01T00:00:00Z",
            "eip-1 is paid by bandwidth, and its bandwidth is not told for 2026-10-02T00:00:00Z",
            "eip-1 is paid by bandwidth, and its bandwidth is not told for 2026-10-03T00:00:00Z",
            "eip-1 is paid by bandwidth, and its bandwidth is not told for 2026-10-04T00:00:00Z",
            "eip-1 is paid by bandwidth, and its bandwidth is not told for 2026-10-05T00:00:00Z",
            "and 26 more of such");
    assertThat(rate(book, held("r", "BGP", "", ChargeMethod.SUBSCRIPTION)).problems())
        .containsExactly(
            "eip-1 is paid by subscription, and test@1 has no price for that, nor says that it is"
                + " paid elsewhere (paidElsewhere: [subscription])");
    assertThat(rate(book, held("r", "BGP", "pool-7", ChargeMethod.DATA_TRANSFER)).problems())
        .singleElement()
        .asString()
        .startsWith("eip-1 is of the address pool pool-7, and test@1 has no price");
    assertThat(
            rate(
                    book,
                    held(
                        "r",
                        "BGP",
                        "",
                        ChargeMethod.DATA_TRANSFER,
                        new Membership(new Interval(FIRST, NEXT), "cbwp-1")))
                .problems())
        .singleElement()
        .asString()
        .startsWith("eip-1 is in the shared bandwidth cbwp-1, and test@1 has no price");
  }

  @Test
  void aPlaceThatIsNotToldIsTheBooksUsualOneAndThatIsSaidOrItIsParked() {
    EipHistory nowhere = held("", "", "", ChargeMethod.DATA_TRANSFER);
    assertThat(rate(Books.flat("1", UTC), nowhere).problems())
        .containsExactly(
            "test@1 has no prices for an EIP without region and line; give it one, or the book a"
                + " usual one");
    Bill bill = rate(with(Books.flat("1", UTC), Set.of(), new Usual("r", "BGP")), nowhere);
    assertThat(bill.problems()).isEmpty();
    assertThat(bill.notes())
        .containsExactly(
            "eip-1 has no region: priced as one of r", "eip-1 has no line: priced as one of BGP");
  }

  @Test
  void aQuotaHasAHistoryAndWaivesByWhatItWasThen() {
    EipHistory attached =
        new EipHistory(
            "eip-1",
            "acme",
            "r",
            "BGP",
            new Interval(FIRST, NEXT),
            "",
            Timeline.always(ChargeMethod.DATA_TRANSFER),
            Timeline.unknown(),
            List.of(new Association(new Interval(FIRST, NEXT), "EcsInstance")),
            List.of());
    Instant tenth = Instant.parse("2026-10-10T00:00:00Z");
    Holdings holdings =
        new Holdings(
            "acme",
            List.of(attached),
            new Timeline<>(List.of(new Since<>(FIRST, 20L), new Since<>(tenth, 3_000L))),
            List.of(),
            Set.of());
    PriceBook book = Books.flat("1", UTC);
    Bill bill =
        new Rater(PriceTimeline.of(book)).rate(BillingPeriod.of(FIRST, UTC), holdings, List.of());
    assertThat(bill.total()).as("22 days of 24 hours at 0.01").isEqualByComparingTo("5.28");
    Bill unknown =
        new Rater(PriceTimeline.of(book))
            .rate(
                BillingPeriod.of(FIRST, UTC),
                new Holdings("acme", List.of(attached), Timeline.unknown(), List.of(), Set.of()),
                List.of());
    assertThat(unknown.total()).isEqualByComparingTo("0");
    assertThat(unknown.notes())
        .containsExactly(
            "the EIP quota of acme is not told: fees are waived as for one of at most 2000");
  }

  @Test
  void theFreeVolumeOfTheHosterIsTheAccountsAndNotEachRegions() {
    PriceBook hoster = PriceBookFile.read("hoster");
    long terabyte = 1_000_000_000_000L;
    List<UsageHour> usage =
        List.of(
            UsageHour.whole(
                "acme", "a", "BGP", "eip-1", FIRST, 0, terabyte, UsageHour.Quality.EXACT),
            UsageHour.whole(
                "acme", "b", "BGP", "eip-2", FIRST, 0, terabyte, UsageHour.Quality.EXACT));
    assertThat(Books.total(Books.rate(hoster, usage))).isEqualByComparingTo("10.00");
  }

  @Test
  void whatIsIncompleteIsBilledAsSeenAndSaysHowMuchIsMissingUpToTheShareOfTheBook() {
    PriceBook hoster = PriceBookFile.read("alibaba-cloud");
    EipHistory eip =
        HoldingTest.eip("cn-beijing", ChargeMethod.DATA_TRANSFER, FIRST, NEXT, "Nat", List.of());
    UsageHour some =
        new UsageHour(
            "acme",
            "cn-beijing",
            "BGP",
            "eip-1",
            FIRST,
            0,
            60,
            0,
            1L << 30,
            0,
            0,
            UsageHour.Quality.INCOMPLETE,
            Missing.ofMinutes(31));
    Bill bill =
        Books.bill(Books.rate(hoster, List.of(eip), Map.of("acme", 20L), List.of(some)), "acme");
    assertThat(bill.problems()).isEmpty();
    assertThat(bill.notes())
        .containsExactly(
            "exports are missing in 31 of 44160 EIP-minutes: the traffic was at least what is"
                + " charged");
    assertThat(bill.lines().get(0).proof().missing().minutes()).isEqualTo(31);
    List<UsageHour> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(
          new UsageHour(
              "acme",
              "cn-beijing",
              "BGP",
              "eip-1",
              FIRST.plusSeconds(3_600L * i),
              0,
              60,
              0,
              1,
              0,
              0,
              UsageHour.Quality.INCOMPLETE,
              Missing.ofMinutes(60)));
    }
    assertThat(
            Books.bill(Books.rate(hoster, List.of(eip), Map.of("acme", 20L), many), "acme")
                .problems())
        .containsExactly(
            "exports are missing in 5.4 % of the time, more than the 5 % that alibaba-cloud"
                + " allows");
  }
}
