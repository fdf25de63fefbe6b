package io.eipmeter.jobs.rating.domain;

import static io.eipmeter.jobs.rating.domain.Books.hour;
import static io.eipmeter.jobs.rating.domain.Books.money;
import static io.eipmeter.jobs.rating.domain.Books.rate;
import static io.eipmeter.jobs.rating.domain.Books.tier;
import static io.eipmeter.jobs.rating.domain.Books.total;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.DataTransfer;
import io.eipmeter.jobs.rating.prices.PriceBook.Metered;
import io.eipmeter.jobs.rating.prices.PriceBook.Price;
import io.eipmeter.jobs.rating.prices.PriceBook.TierScope;
import io.eipmeter.jobs.rating.prices.Tariff;
import io.eipmeter.jobs.rating.prices.Tariff.Kind;
import io.eipmeter.jobs.rating.time.Interval;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rater by worked examples; numbers as in the facts of this project. One GB is one byte here.
 */
class RaterTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final String TEN = "2026-10-01T10:00:00Z";
  private static final String ELEVEN = "2026-10-01T11:00:00Z";

  private static List<String> lines(Rated rated) {
    Bill bill = rated.bills().get("acme");
    return bill == null
        ? List.of()
        : bill.lines().stream()
            .map(
                l ->
                    l.eip()
                        + " "
                        + l.item().text()
                        + "/"
                        + l.tier()
                        + " "
                        + l.quantity().shown().stripTrailingZeros().toPlainString()
                        + " x "
                        + l.unitPrice().stripTrailingZeros().toPlainString())
            .toList();
  }

  @Test
  void bytesFillTiersInTheOrderOfTimeThenOfTheAddress() {
    Rated rated =
        rate(
            Books.graduated(),
            List.of(hour("b", ELEVEN, 95), hour("b", TEN, 4), hour("a", TEN, 8)));
    // 10:00 a takes 8 of the first 10, b 2 of it and 2 of the second; 11:00 b takes 88 and 7 of the
    // third.
    assertThat(lines(rated))
        .containsExactly(
            "a data-transfer/1 8 x 3",
            "b data-transfer/1 2 x 3",
            "b data-transfer/2 90 x 2",
            "b data-transfer/3 7 x 1");
    assertThat(total(rated)).isEqualByComparingTo("217");
    ChargeLine last = Books.bill(rated, "acme").lines().get(3);
    assertThat(last.bytes()).isEqualTo(7);
    assertThat(last.proof().inputRows()).isEqualTo(1);
    assertThat(last.time())
        .isEqualTo(new Interval(Instant.parse(ELEVEN), Instant.parse("2026-10-01T12:00:00Z")));
    assertThat(last.book()).isEqualTo("test@1");
  }

  @Test
  void atTheEdgeOfATierNothingOfItIsLeftForTheNextHour() {
    assertThat(lines(rate(Books.graduated(), List.of(hour("a", TEN, 10), hour("b", ELEVEN, 1)))))
        .containsExactly("a data-transfer/1 10 x 3", "b data-transfer/2 1 x 2");
  }

  @Test
  void aTierMayEndWithinAByte() {
    PriceBook book =
        Books.of(new Tariff(Kind.GRADUATED, List.of(tier("2.5", "3", "0"), tier(null, "1", "0"))));
    assertThat(lines(rate(book, List.of(hour("a", TEN, 4)))))
        .containsExactly("a data-transfer/1 2 x 3", "a data-transfer/2 2 x 1");
  }

  @Test
  void tiersMayCountForEachAddress() {
    PriceBook book =
        Books.of(
            new Tariff(Kind.GRADUATED, List.of(tier("10", "3", "1"), tier(null, "1", "0"))),
            UTC,
            TierScope.EIP,
            null,
            null);
    assertThat(lines(rate(book, List.of(hour("a", TEN, 10), hour("b", TEN, 11)))))
        .containsExactlyInAnyOrder(
            "a data-transfer/1 10 x 3",
            "b data-transfer/1 10 x 3",
            "b data-transfer/2 1 x 1",
            "a data-transfer-flat/1 1 x 1",
            "b data-transfer-flat/1 1 x 1");
  }

  @Test
  void e3AMaximumIsALineOfItsOwn() {
    PriceBook book =
        Books.of(
            new Tariff(
                Kind.GRADUATED,
                List.of(
                    tier("5", "0", "100"),
                    tier("10", "0", "50"),
                    tier("15", "5", "0"),
                    tier(null, "1", "0"))),
            UTC,
            TierScope.REGION,
            null,
            "170");
    assertThat(lines(rate(book, List.of(hour("a", TEN, 22)))))
        .contains(" maximum-charge/0 1 x -12");
    assertThat(total(rate(book, List.of(hour("a", TEN, 22))))).isEqualByComparingTo("170");
    assertThat(total(rate(book, List.of(hour("a", TEN, 12)))))
        .as("below it")
        .isEqualByComparingTo("160");
  }

  @Test
  void e4AMinimumIsToppedUpOnce() {
    PriceBook book = Books.of(Tariff.flat(money("1")), UTC, TierScope.REGION, "1000", null);
    Rated rated = rate(book, List.of(hour("a", TEN, 60), hour("b", ELEVEN, 40)));
    assertThat(lines(rated)).contains(" minimum-charge/0 1 x 900");
    assertThat(total(rated)).isEqualByComparingTo("1000");
    assertThat(lines(rate(book, List.of(hour("a", TEN, 1000)))))
        .containsExactly("a data-transfer/0 1000 x 1");
  }

  @Test
  void volumeAndPackagesTakeTheMonthsSum() {
    Tariff volume = new Tariff(Kind.VOLUME, List.of(tier("15", "10", "0"), tier(null, "5", "7")));
    assertThat(lines(rate(Books.of(volume), List.of(hour("a", TEN, 10), hour("b", ELEVEN, 6)))))
        .containsExactly(
            "a data-transfer/2 10 x 5", "b data-transfer/2 6 x 5", " data-transfer-flat/2 1 x 7");
    Tariff packages = new Tariff(Kind.PACKAGE, List.of(tier("10", "0", "15")));
    Rated rated = rate(Books.of(packages), List.of(hour("a", TEN, 17), hour("b", ELEVEN, 5)));
    assertThat(lines(rated)).containsExactly(" data-transfer-flat/1 3 x 15");
    assertThat(Books.bill(rated, "acme").lines().get(0).bytes()).isEqualTo(22);
    assertThat(rate(Books.of(packages), List.of(hour("a", TEN, 0))).bills()).isEmpty();
  }

  @Test
  void e21AGigabyteIsWhatThePriceBookSays() {
    long fiveTb = 5L << 40;
    Price price =
        new Price(
            Set.of("*"),
            "BGP",
            new DataTransfer(Metered.OUT, TierScope.REGION, Tariff.flat(BigDecimal.ONE)),
            null,
            null);
    assertThat(
            total(
                rate(
                    Books.book(price, UTC, BigInteger.ONE.shiftLeft(30), null, null),
                    List.of(hour("a", TEN, fiveTb)))))
        .isEqualByComparingTo("5120");
    assertThat(
            total(
                rate(
                    Books.book(price, UTC, BigInteger.valueOf(1_000_000_000), null, null),
                    List.of(hour("a", TEN, 5_000_000_000_000L)))))
        .isEqualByComparingTo("5000");
  }

  @ParameterizedTest
  @CsvSource({"OUT,5", "IN,7", "BOTH,12", "DOMINANT,7"})
  void theBookSaysWhichDirectionIsCharged(Metered metered, String cost) {
    Price price =
        new Price(
            Set.of("*"),
            "BGP",
            new DataTransfer(metered, TierScope.REGION, Tariff.flat(BigDecimal.ONE)),
            null,
            null);
    UsageHour hour =
        UsageHour.whole("acme", "r", "BGP", "a", Instant.parse(TEN), 7, 5, UsageHour.Quality.EXACT);
    assertThat(total(rate(Books.book(price, UTC, BigInteger.ONE, null, null), List.of(hour))))
        .isEqualByComparingTo(cost);
  }

  @Test
  void e24MoreUsageIsAReversalAndANewLine() {
    PriceBook book = Books.flat("10", UTC);
    List<ChargeLine> issued = Books.bill(rate(book, List.of(hour("a", TEN, 5))), "acme").lines();
    List<ChargeLine> rated =
        Books.bill(rate(book, List.of(hour("a", TEN, 5), hour("a", ELEVEN, 2))), "acme").lines();
    List<ChargeLine> correction = Correction.between(issued, rated);
    assertThat(correction.stream().map(l -> l.cost().stripTrailingZeros().toPlainString()))
        .containsExactly("-50", "70");
    assertThat(Bill.sum(correction)).isEqualByComparingTo("20");
  }

  @Test
  void e25PastTheEdgeOfAVolumeTierMoreUsageIsACredit() {
    PriceBook book =
        Books.of(new Tariff(Kind.VOLUME, List.of(tier("15", "10", "0"), tier(null, "5", "0"))));
    List<ChargeLine> correction =
        Correction.between(
            Books.bill(rate(book, List.of(hour("a", TEN, 15))), "acme").lines(),
            Books.bill(rate(book, List.of(hour("a", TEN, 15), hour("a", ELEVEN, 1))), "acme")
                .lines());
    assertThat(correction.stream().map(l -> l.cost().stripTrailingZeros().toPlainString()))
        .containsExactly("-150", "80");
  }

  @Test
  void e33AndE34ARepeatIsTheSameRowAndADisagreementIsRefused() {
    List<UsageHour> once = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      once.add(hour("eip-" + i, TEN, i));
    }
    List<UsageHour> thrice = new ArrayList<>(once);
    thrice.addAll(once);
    thrice.addAll(once);
    PriceBook book = Books.graduated();
    assertThat(rate(book, thrice)).isEqualTo(rate(book, once));
    assertThatThrownBy(() -> rate(book, List.of(hour("a", TEN, 1), hour("a", TEN, 2))))
        .hasMessageContaining("two rows speak differently of a");
  }

  @Test
  void usageThatIsNotExactIsParkedIfTheBookSaysSo() {
    UsageHour sampled =
        UsageHour.whole(
            "acme", "r", "BGP", "a", Instant.parse(TEN), 1, 5, UsageHour.Quality.SAMPLED);
    UsageHour partial =
        UsageHour.whole(
            "acme", "r", "BGP", "a", Instant.parse(ELEVEN), 1, 7, UsageHour.Quality.BEST_EFFORT);
    Rated rated = rate(Books.flat("1", UTC), List.of(sampled, partial));
    assertThat(total(rated)).as("the test book bills best effort").isEqualByComparingTo("7");
    assertThat(rated.bytes())
        .isEqualTo(
            new Bill.BytesRated(BigInteger.valueOf(8), BigInteger.ZERO, BigInteger.valueOf(6)));
  }

  @Test
  void whatHasNoPriceIsRefusedWithItsName() {
    PriceBook book = Books.flat("1", UTC);
    UsageHour elsewhere =
        UsageHour.whole(
            "acme", "r", "BGP_PRO", "a", Instant.parse(TEN), 1, 5, UsageHour.Quality.EXACT);
    assertThat(Books.bill(rate(book, List.of(elsewhere)), "acme").problems())
        .containsExactly("test@1 has no prices in region r over line BGP_PRO");
    PriceBook silent =
        Books.book(
            new Price(Set.of("*"), "BGP", null, null, null), UTC, BigInteger.ONE, null, null);
    assertThat(Books.bill(rate(silent, List.of(hour("a", TEN, 1))), "acme").problems())
        .containsExactly("test@1 has no price of data transfer in region r over line BGP");
  }

  @Test
  void usageOfOtherMonthsIsLeft() {
    PriceBook book = Books.flat("1", ZoneId.of("Asia/Shanghai"));
    Rated rated =
        rate(
            book,
            List.of(
                hour("a", "2026-09-30T15:00:00Z", 1), // 23:00 on 30 September in Shanghai
                hour("a", "2026-09-30T16:00:00Z", 10), // midnight of 1 October
                hour("a", "2026-10-31T15:00:00Z", 100),
                hour("a", "2026-10-31T16:00:00Z", 1000)));
    assertThat(total(rated)).isEqualByComparingTo("110");
  }

  @Test
  void theRoundingIsWhatTheTotalIsBesideTheLines() {
    Rated rated = rate(Books.flat("0.005", UTC), List.of(hour("a", TEN, 1)));
    assertThat(lines(rated)).containsExactly("a data-transfer/0 1 x 0.005");
    assertThat(Books.bill(rated, "acme").rounding()).isEqualByComparingTo("0.005");
    assertThat(total(rated)).isEqualByComparingTo("0.01");
  }

  @Test
  void accountsHaveBillsAndTiersOfTheirOwn() {
    UsageHour other =
        UsageHour.whole(
            "beta", "r", "BGP", "z", Instant.parse(TEN), 0, 10, UsageHour.Quality.EXACT);
    Rated rated = rate(Books.graduated(), List.of(hour("a", TEN, 10), other));
    assertThat(rated.bills().keySet()).containsExactly("acme", "beta");
    assertThat(Books.bill(rated, "beta").total()).isEqualByComparingTo("30");
  }

  @Test
  void anOverheadPerPacketIsChargedToo() {
    PriceBook plain = Books.flat("1", UTC);
    PriceBook book =
        new PriceBook(
            plain.name(),
            1,
            "USD",
            2,
            UTC,
            plain.valid(),
            plain.bytesPerGigabyte(),
            plain.configurationHours(),
            plain.bandwidthHours(),
            18,
            plain.uncertain(),
            plain.monthly(),
            plain.paidElsewhere(),
            plain.usual(),
            plain.prices());
    UsageHour hour =
        new UsageHour(
            "acme",
            "r",
            "BGP",
            "a",
            Instant.parse(TEN),
            0,
            60,
            900,
            100,
            7,
            3,
            UsageHour.Quality.EXACT,
            Missing.NONE);
    assertThat(total(rate(book, List.of(hour))))
        .as("100 + 3 * 18: the packets of the metered direction only")
        .isEqualByComparingTo("154");
  }
}
