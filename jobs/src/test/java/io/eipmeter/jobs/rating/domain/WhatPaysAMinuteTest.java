package io.eipmeter.jobs.rating.domain;

import static io.eipmeter.jobs.rating.domain.Books.total;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.domain.EipHistory.Membership;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.prices.Tariff;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.jobs.rating.time.Timeline;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Traffic goes by the minute to what held then; what is not clear is parked, never chosen. */
class WhatPaysAMinuteTest {
  private static final PriceBook BOOK = Books.flat("1", ZoneId.of("UTC"));
  private static final Instant TEN = Instant.parse("2026-10-01T10:00:00Z");
  private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");

  private static EipHistory eip(
      String account, String region, Instant from, Instant to, Membership... shared) {
    return new EipHistory(
        "eip-1",
        account,
        region,
        "BGP",
        new Interval(from, to),
        "",
        Timeline.always(ChargeMethod.DATA_TRANSFER),
        Timeline.unknown(),
        List.of(),
        List.of(shared));
  }

  private static Membership in(Instant from, Instant to) {
    return new Membership(new Interval(from, to), "cbwp-1");
  }

  private static UsageHour part(String account, Instant hour, int from, int to, long bytesOut) {
    return new UsageHour(
        account,
        "r",
        "BGP",
        "eip-1",
        hour,
        from,
        to,
        0,
        bytesOut,
        0,
        0,
        UsageHour.Quality.EXACT,
        Missing.NONE);
  }

  private static Rated rate(List<EipHistory> eips, UsageHour... usage) {
    return Books.rate(BOOK, eips, Map.of("acme", 20L), List.of(usage));
  }

  @Test
  void createdWithinAnHourInsideASharedBandwidthNothingOfTheHourIsCharged() {
    Instant created = TEN.plusSeconds(1_820); // 10:30:20: its minute begins before it
    Instant released = TEN.plusSeconds(4 * 3_600);
    Rated rated =
        rate(
            List.of(eip("acme", "r", created, released, in(created, released))),
            part("acme", TEN, 0, 60, 100));
    assertThat(total(rated)).as("clock hours 10, 11, 12, 13 at 0.01").isEqualByComparingTo("0.04");
    assertThat(rated.bytes().covered()).isEqualTo(100);
  }

  @Test
  void joinedAtTwentyPastEachPartIsPaidByWhatHeldThen() {
    Instant joined = NOON.plusSeconds(1_230); // 12:20:30: the minute is still the EIP's own
    EipHistory eip = eip("acme", "r", NOON, NOON.plusSeconds(3_600), in(joined, Instant.MAX));
    Rated rated = rate(List.of(eip), part("acme", NOON, 0, 21, 1), part("acme", NOON, 21, 60, 7));
    assertThat(total(rated)).as("1 GB, and an hour at 0.01").isEqualByComparingTo("1.01");
    assertThat(rated.bytes().covered()).isEqualTo(7);
  }

  @Test
  void anHourThatIsNotDividedWhereItsPayerChangesIsParkedAndSaysWhatToDo() {
    EipHistory eip =
        eip("acme", "r", NOON, NOON.plusSeconds(3_600), in(NOON.plusSeconds(1_200), Instant.MAX));
    Rated rated = rate(List.of(eip), part("acme", NOON, 0, 60, 8));
    assertThat(Books.bill(rated, "acme").problems())
        .containsExactly(
            "eip-1 was paid in two ways within the hour of 2026-10-01T12:00:00Z: its usage must"
                + " come in parts of the hour");
    assertThat(rated.bytes().parked()).isEqualTo(8);
  }

  @Test
  void partsOfAnHourAreOneHourForADirectionThatIsChosenByTheHour() {
    PriceBook dominant =
        Books.book(
            new PriceBook.Price(
                Set.of("*"),
                "BGP",
                new PriceBook.DataTransfer(
                    PriceBook.Metered.DOMINANT,
                    PriceBook.TierScope.REGION,
                    Tariff.flat(Books.money("1"))),
                null,
                null),
            ZoneId.of("UTC"),
            BigInteger.ONE,
            null,
            null);
    List<UsageHour> parts =
        List.of(
            new UsageHour(
                "acme",
                "r",
                "BGP",
                "eip-1",
                NOON,
                0,
                30,
                9,
                0,
                0,
                0,
                UsageHour.Quality.EXACT,
                Missing.NONE),
            new UsageHour(
                "acme",
                "r",
                "BGP",
                "eip-1",
                NOON,
                30,
                60,
                0,
                8,
                0,
                0,
                UsageHour.Quality.EXACT,
                Missing.NONE));
    assertThat(total(Books.rate(dominant, parts)))
        .as("9 in and 8 out: the larger of the hour, not of its parts")
        .isEqualByComparingTo("9");
  }

  @Test
  void usageAfterTheLifeOrInAnotherRegionOrByAnotherAccountIsParked() {
    EipHistory held = eip("acme", "r", TEN, NOON);
    assertThat(Books.bill(rate(List.of(held), part("acme", NOON, 0, 60, 5)), "acme").problems())
        .containsExactly("eip-1 was used when the account did not hold it: 2026-10-01T12:00:00Z");
    EipHistory elsewhere = eip("acme", "q", TEN, NOON);
    assertThat(Books.bill(rate(List.of(elsewhere), part("acme", TEN, 0, 60, 5)), "acme").problems())
        .containsExactly(
            "eip-1 was used in r over BGP at 2026-10-01T10:00:00Z, and held in q over BGP");
    AccountMonth other =
        new Rater(PriceTimeline.of(BOOK))
            .begin(
                BillingPeriod.of(TEN, BOOK.zone()),
                new Holdings("beta", List.of(), Timeline.unknown(), List.of(), Set.of("eip-1")));
    other.use(part("beta", TEN, 0, 60, 5));
    assertThat(other.bill().problems())
        .containsExactly("eip-1 was used by this account, and is another's: 2026-10-01T10:00:00Z");
  }

  @Test
  void twoWhoHoldOneEipAtOnceAreBothParkedAndSayWhenAndWithWhom() {
    Instant first = Instant.parse("2026-10-01T00:00:00Z");
    Instant fifteenth = Instant.parse("2026-10-15T00:00:00Z");
    Rated rated =
        rate(
            List.of(
                eip("acme", "r", first, Instant.MAX), eip("beta", "r", fifteenth, Instant.MAX)));
    assertThat(Books.bill(rated, "acme").problems())
        .containsExactly(
            "eip-1 is contested: beta held it, too, from 2026-10-15T00:00:00Z to"
                + " 2026-11-01T00:00:00Z");
    assertThat(Books.bill(rated, "beta").problems())
        .containsExactly(
            "eip-1 is contested: acme held it, too, from 2026-10-15T00:00:00Z to"
                + " 2026-11-01T00:00:00Z");
  }

  @Test
  void whoFollowsInTheSameMillisecondHoldsNothingAtOnce() {
    Rated rated =
        rate(List.of(eip("acme", "r", TEN, NOON), eip("beta", "r", NOON, NOON.plusSeconds(60))));
    assertThat(Books.bill(rated, "acme").isParked()).isFalse();
    assertThat(Books.bill(rated, "beta").isParked()).isFalse();
  }
}
