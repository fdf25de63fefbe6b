package io.eipmeter.jobs.rating.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.prices.PriceBook.BandwidthPrice;
import io.eipmeter.jobs.rating.prices.PriceBook.DataTransfer;
import io.eipmeter.jobs.rating.prices.PriceBook.Fee;
import io.eipmeter.jobs.rating.prices.PriceBook.Metered;
import io.eipmeter.jobs.rating.prices.PriceBook.MonthlyLimits;
import io.eipmeter.jobs.rating.prices.PriceBook.Price;
import io.eipmeter.jobs.rating.prices.PriceBook.TierScope;
import io.eipmeter.jobs.rating.prices.PriceBook.UncertainRules;
import io.eipmeter.jobs.rating.prices.PriceBook.UncertainUsage;
import io.eipmeter.jobs.rating.prices.PriceBook.Usual;
import io.eipmeter.jobs.rating.time.HourRule;
import io.eipmeter.jobs.rating.time.Interval;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a reader is told before a new version of the prices holds. */
class PriceBookDiffTest {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2027-01-01T00:00:00Z");

  private static BigDecimal money(String amount) {
    return new BigDecimal(amount);
  }

  private static Price price(String line, String perGigabyte, String perMbps) {
    return new Price(
        Set.of("r"),
        line,
        new DataTransfer(Metered.OUT, TierScope.REGION, Tariff.flat(money(perGigabyte))),
        null,
        new BandwidthPrice(money(perMbps), 5, money("1")));
  }

  private static UncertainRules rules(UncertainUsage rule) {
    return new UncertainRules(rule, rule, rule, money("0.05"));
  }

  private static PriceBook version(int version, Instant to, Price... prices) {
    return new PriceBook(
        "hoster",
        version,
        "EUR",
        2,
        ZoneId.of("UTC"),
        new Interval(FROM, to),
        BigInteger.TEN,
        HourRule.CLOCK_HOURS,
        HourRule.DURATION,
        0,
        rules(UncertainUsage.PARK),
        new MonthlyLimits(null, null),
        Set.of(),
        Usual.NONE,
        List.of(prices));
  }

  @Test
  void aBookDoesNotDifferFromItself() {
    PriceBook book = version(1, TO, price("BGP", "1", "2"));
    assertThat(PriceBookDiff.of(book, book))
        .isEqualTo(new PriceBookDiff(List.of(), Optional.empty()));
  }

  @Test
  void everyFieldThatDiffersIsNamedWithBothValues() {
    PriceBook old = version(1, TO);
    PriceBook other =
        new PriceBook(
            "cloud",
            2,
            "USD",
            3,
            ZoneId.of("Asia/Shanghai"),
            new Interval(FROM.plusSeconds(1), TO.plusSeconds(1)),
            BigInteger.ONE,
            HourRule.DURATION,
            HourRule.CLOCK_HOURS,
            38,
            rules(UncertainUsage.BILL),
            new MonthlyLimits(money("5"), null),
            Set.of(Fee.SUBSCRIPTION),
            new Usual("r", "BGP"),
            List.of());
    assertThat(PriceBookDiff.of(old, other).changes())
        .containsExactly(
            "~ name: hoster -> cloud",
            "~ version: 1 -> 2",
            "~ currency: EUR -> USD",
            "~ moneyDigits: 2 -> 3",
            "~ zone: UTC -> Asia/Shanghai",
            "~ validFrom: 2026-01-01T00:00:00Z -> 2026-01-01T00:00:01Z",
            "~ validTo: 2027-01-01T00:00:00Z -> 2027-01-01T00:00:01Z",
            "~ bytesPerGigabyte: 10 -> 1",
            "~ hours.configurationFee: CLOCK_HOURS -> DURATION",
            "~ hours.bandwidth: DURATION -> CLOCK_HOURS",
            "~ overheadBytesPerPacket: 0 -> 38",
            "~ uncertainUsage: " + old.uncertain() + " -> " + other.uncertain(),
            "~ monthly: MonthlyLimits[minimum=null, maximum=null]"
                + " -> MonthlyLimits[minimum=5, maximum=null]",
            "~ paidElsewhere: [] -> [SUBSCRIPTION]",
            "~ usual: Usual[region=, line=] -> Usual[region=r, line=BGP]");
  }

  @Test
  void pricesAreComparedByRegionAndLineType() {
    PriceBook old = version(1, TO, price("BGP", "1", "2"), price("BGP_PRO", "1", "2"));
    Price dearer =
        new Price(
            Set.of("r"),
            "BGP",
            new DataTransfer(Metered.OUT, TierScope.REGION, Tariff.flat(money("3"))),
            new PriceBook.ConfigurationFee(money("0.01"), null, Set.of(), 20, false),
            new BandwidthPrice(money("4"), 5, money("1")));
    PriceBook replacement = version(2, TO, dearer, price("MULTI", "1", "2"));
    List<String> changes = PriceBookDiff.of(old, replacement).changes();
    assertThat(changes).hasSize(6);
    assertThat(changes.get(0)).isEqualTo("~ version: 1 -> 2");
    assertThat(changes.get(1)).startsWith("~ r BGP dataTransfer: ").contains("unitPrice=3");
    assertThat(changes.get(2)).startsWith("~ r BGP configurationFee: null -> ").contains("0.01");
    assertThat(changes.get(3)).startsWith("~ r BGP bandwidth: ").contains("first=4");
    assertThat(changes.subList(4, 6)).containsExactly("- r BGP_PRO", "+ r MULTI");
  }

  @Test
  void aVersionThatHasBegunMayOnlyGetAnEnd() {
    PriceBook old = version(1, TO, price("BGP", "1", "2"));
    assertThat(
            PriceBookDiff.of(old, version(1, TO.minusSeconds(1), price("BGP", "1", "2")))
                .objection())
        .isEmpty();
    assertThat(PriceBookDiff.of(old, version(1, TO, price("BGP", "9", "2"))).objection())
        .hasValueSatisfying(why -> assertThat(why).startsWith("hoster@1 is immutable"));
    assertThat(PriceBookDiff.of(old, version(2, TO, price("BGP", "9", "2"))).objection()).isEmpty();
  }

  @Test
  void anOlderVersionReplacesNoNewerOne() {
    assertThat(PriceBookDiff.of(version(3, TO), version(2, TO)).objection())
        .contains("hoster@2 is older than hoster@3");
  }
}
