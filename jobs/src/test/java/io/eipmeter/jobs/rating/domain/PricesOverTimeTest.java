package io.eipmeter.jobs.rating.domain;

import static io.eipmeter.jobs.rating.domain.Books.hour;
import static io.eipmeter.jobs.rating.domain.Books.tier;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.prices.Tariff;
import io.eipmeter.jobs.rating.prices.Tariff.Kind;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.jobs.rating.time.Since;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** R10: an hour has the price of the version valid when it begins; counters go on (design). */
class PricesOverTimeTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant FIRST = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant FIFTEENTH = Instant.parse("2026-10-15T00:00:00Z");
  private static final String BEFORE = "2026-10-14T23:00:00Z";
  private static final String AFTER = "2026-10-15T00:00:00Z";

  private static PriceBook version(PriceBook book, int version, Instant from, Instant to) {
    return new PriceBook(
        book.name(),
        version,
        book.currency(),
        book.moneyDigits(),
        book.zone(),
        new Interval(from, to),
        book.bytesPerGigabyte(),
        book.configurationHours(),
        book.bandwidthHours(),
        book.overheadBytesPerPacket(),
        book.uncertain(),
        book.monthly(),
        book.paidElsewhere(),
        book.usual(),
        book.prices());
  }

  private static PriceTimeline changed(PriceBook before, PriceBook after) {
    return PriceTimeline.of(
        List.of(
            version(after, 2, FIFTEENTH, Instant.MAX),
            version(before, 1, Books.ALWAYS_FROM, Instant.MAX)));
  }

  private static Bill rate(PriceTimeline prices, List<EipHistory> eips, UsageHour... usage) {
    return Books.bill(
        Rated.of(prices, BillingPeriod.of(FIRST, UTC), eips, Map.of("acme", 20L), List.of(usage)),
        "acme");
  }

  private static List<String> costs(Bill bill) {
    return bill.lines().stream()
        .map(
            line ->
                line.book()
                    + " "
                    + line.item().text()
                    + "/"
                    + line.tier()
                    + " "
                    + line.quantity().shown().stripTrailingZeros().toPlainString()
                    + " x "
                    + line.unitPrice().stripTrailingZeros().toPlainString())
        .toList();
  }

  @Test
  void tenGigabytesBeforeTheFifteenthAndTenAfterHaveTheirOwnPrice() {
    Bill bill =
        rate(
            changed(Books.flat("0.1", UTC), Books.flat("0.2", UTC)),
            List.of(),
            hour("a", BEFORE, 10),
            hour("a", AFTER, 10));
    assertThat(costs(bill))
        .containsExactly("test@1 data-transfer/0 10 x 0.1", "test@2 data-transfer/0 10 x 0.2");
    assertThat(bill.total()).isEqualByComparingTo("3.00");
  }

  @Test
  void graduatedTiersCountOnOverVersions() {
    PriceBook before =
        Books.of(new Tariff(Kind.GRADUATED, List.of(tier("10", "3", "0"), tier(null, "1", "0"))));
    PriceBook after =
        Books.of(new Tariff(Kind.GRADUATED, List.of(tier("12", "6", "5"), tier(null, "2", "7"))));
    Bill bill = rate(changed(before, after), List.of(), hour("a", BEFORE, 8), hour("a", AFTER, 10));
    // 8 of the first tier; of the ten after them 4 are in what the new version calls the first.
    assertThat(costs(bill))
        .containsExactly(
            "test@1 data-transfer/1 8 x 3",
            "test@2 data-transfer/1 4 x 6",
            "test@2 data-transfer/2 6 x 2",
            "test@2 data-transfer-flat/2 1 x 7");
  }

  @Test
  void aVolumeTierIsThatOfTheWholeMonthInEachVersion() {
    PriceBook before =
        Books.of(new Tariff(Kind.VOLUME, List.of(tier("10", "3", "0"), tier(null, "1", "0"))));
    PriceBook after =
        Books.of(new Tariff(Kind.VOLUME, List.of(tier("100", "6", "0"), tier(null, "2", "0"))));
    assertThat(
            costs(
                rate(changed(before, after), List.of(), hour("a", BEFORE, 8), hour("a", AFTER, 9))))
        .containsExactly("test@1 data-transfer/2 8 x 1", "test@2 data-transfer/1 9 x 6");
  }

  @Test
  void whatIsLeftOfAPackageIsUsedBeforeTheNextIsBegunAtTheNewPrice() {
    PriceBook before = Books.of(new Tariff(Kind.PACKAGE, List.of(tier("10", "0", "15"))));
    PriceBook after = Books.of(new Tariff(Kind.PACKAGE, List.of(tier("10", "0", "20"))));
    assertThat(
            costs(
                rate(
                    changed(before, after), List.of(), hour("a", BEFORE, 14), hour("a", AFTER, 8))))
        .containsExactly(
            "test@1 data-transfer-flat/1 2 x 15", "test@2 data-transfer-flat/1 1 x 20");
  }

  @Test
  void holdingHasThePriceOfEachHour() {
    EipHistory byTransfer = HoldingTest.alwaysHeld(ChargeMethod.DATA_TRANSFER, List.of());
    PriceTimeline prices = changed(Books.flat("1", UTC), Books.flat("2", UTC));
    assertThat(costs(rate(prices, List.of(byTransfer))))
        .as("14 days and 17 days of 24 hours")
        .containsExactly(
            "test@1 configuration-fee/0 336 x 0.01", "test@2 configuration-fee/0 408 x 0.01");
  }

  @Test
  void anHourOfADurationBelongsToTheVersionInWhichItBegins() {
    Instant noon = Instant.parse("2026-10-15T12:00:00Z");
    PriceBook book = Books.flat("1", UTC);
    PriceTimeline prices =
        PriceTimeline.of(
            List.of(
                version(book, 1, Books.ALWAYS_FROM, Instant.MAX),
                version(book, 2, noon, Instant.MAX)));
    EipHistory eip =
        HoldingTest.eip(
            "r",
            ChargeMethod.BANDWIDTH,
            noon.minusSeconds(1_800), // 11:30 to 13:00: hours from 11:30 and from 12:30
            noon.plusSeconds(3_600),
            "",
            List.of(new Since<>(FIRST, 1)));
    assertThat(costs(rate(prices, List.of(eip))))
        .filteredOn(line -> line.contains("bandwidth"))
        .containsExactly(
            "test@1 bandwidth/0 0.041666666667 x 0.14", "test@2 bandwidth/0 0.041666666667 x 0.14");
  }

  @Test
  void aVersionWithTheSameStartReplacesOneAndAGapHasNoPrice() {
    PriceBook wrong = version(Books.flat("9", UTC), 1, FIRST, Instant.MAX);
    PriceBook right = version(Books.flat("1", UTC), 2, FIRST, Instant.MAX);
    assertThat(costs(rate(PriceTimeline.of(List.of(wrong, right)), List.of(), hour("a", AFTER, 3))))
        .containsExactly("test@2 data-transfer/0 3 x 1");
    PriceTimeline gap =
        PriceTimeline.of(
            List.of(
                version(Books.flat("1", UTC), 1, FIRST, FIFTEENTH.minusSeconds(3_600)),
                version(Books.flat("1", UTC), 2, FIFTEENTH, Instant.MAX)));
    assertThat(rate(gap, List.of(), hour("a", BEFORE, 3)).problems())
        .containsExactly("a was used when no version of the book is valid: 2026-10-14T23:00:00Z");
  }

  @Test
  void aCorrectionWithAnEndStandsInForWhatItCorrectsAndNoLonger() {
    PriceTimeline prices =
        PriceTimeline.of(
            List.of(
                version(Books.flat("9", UTC), 1, Books.ALWAYS_FROM, Instant.MAX),
                version(Books.flat("2", UTC), 2, FIFTEENTH, Instant.MAX),
                version(Books.flat("1", UTC), 3, FIRST, FIFTEENTH)));
    assertThat(costs(rate(prices, List.of(), hour("a", BEFORE, 10), hour("a", AFTER, 10))))
        .containsExactly("test@3 data-transfer/0 10 x 1", "test@2 data-transfer/0 10 x 2");
  }

  @Test
  void versionsThatContradictAreRefused() {
    PriceBook one = version(Books.flat("1", UTC), 1, FIRST, FIFTEENTH.plusSeconds(3_600));
    assertThatThrownBy(
            () ->
                PriceTimeline.of(
                    List.of(one, version(Books.flat("1", UTC), 2, FIFTEENTH, Instant.MAX))))
        .hasMessage(
            "test@2 does not follow test@1: it is valid from 2026-10-15T00:00:00Z, before the"
                + " other's validTo 2026-10-15T01:00:00Z");
    assertThatThrownBy(
            () ->
                PriceTimeline.of(
                    List.of(one, version(Books.flat("1", UTC), 1, FIFTEENTH, Instant.MAX))))
        .hasMessageContaining("two have this number");
    assertThatThrownBy(
            () ->
                PriceTimeline.of(
                    List.of(
                        one,
                        version(
                            Books.flat("1", ZoneId.of("Asia/Shanghai")),
                            2,
                            FIFTEENTH.plusSeconds(7_200),
                            Instant.MAX))))
        .hasMessageContaining("its zone is Asia/Shanghai, not UTC");
  }

  @Test
  void aVersionThatOnlyPricesWhatHadNoPriceRestatesNothing() {
    PriceBook book = Books.flat("1", UTC);
    PriceTimeline before = PriceTimeline.of(book);
    Interval month = BillingPeriod.of(FIRST, UTC).time();
    assertThat(changed(book, book).restates(before, month)).isFalse();
    assertThat(changed(book, Books.flat("2", UTC)).restates(before, month)).isTrue();
    assertThat(changed(book, Books.flat("2", UTC)).restates(before, new Interval(FIRST, FIFTEENTH)))
        .isFalse();
  }
}
