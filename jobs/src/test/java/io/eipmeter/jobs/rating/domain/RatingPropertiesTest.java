package io.eipmeter.jobs.rating.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.Tariff;
import io.eipmeter.jobs.rating.time.HourRule;
import io.eipmeter.jobs.rating.time.Interval;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every bill. One GB is one byte. */
class RatingPropertiesTest {
  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
  private static final PriceBook GRADUATED = Books.graduated();

  @Provide
  Arbitrary<List<UsageHour>> usage() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 743),
            Arbitraries.longs().between(0, 120))
        .as((eip, hour, bytes) -> hour("eip-" + eip, hour, bytes))
        .list()
        .ofMaxSize(40)
        .uniqueElements(h -> h.eip() + h.hourStart());
  }

  @Provide
  Arbitrary<PriceBook> books() {
    return Arbitraries.of(
        GRADUATED,
        Books.flat("0.123456789012", ZoneId.of("UTC")),
        Books.of(
            new Tariff(
                Tariff.Kind.VOLUME,
                List.of(Books.tier("50", "3", "1"), Books.tier(null, "2", "2")))),
        Books.of(new Tariff(Tariff.Kind.PACKAGE, List.of(Books.tier("10", "0", "1.005")))));
  }

  private static UsageHour hour(String eip, long hour, long bytes) {
    return UsageHour.whole(
        "acme",
        "r",
        "BGP",
        eip,
        START.plusSeconds(3_600 * hour),
        0,
        bytes,
        UsageHour.Quality.EXACT);
  }

  private static List<ChargeLine> lines(PriceBook book, List<UsageHour> usage) {
    return Books.rate(book, usage).bills().values().stream()
        .flatMap(b -> b.lines().stream())
        .toList();
  }

  private static BigDecimal exact(PriceBook book, List<UsageHour> usage) {
    return Bill.sum(lines(book, usage));
  }

  @Property
  void linesSumToTheTotal(@ForAll("usage") List<UsageHour> usage, @ForAll("books") PriceBook book) {
    Books.rate(book, usage)
        .bills()
        .values()
        .forEach(
            bill ->
                assertThat(Bill.sum(bill.lines()).add(bill.rounding()))
                    .isEqualByComparingTo(bill.total()));
  }

  @Property
  void everyByteIsOnOneLine(
      @ForAll("usage") List<UsageHour> usage, @ForAll("books") PriceBook book) {
    BigInteger all = BigInteger.valueOf(usage.stream().mapToLong(UsageHour::bytesOut).sum());
    assertThat(
            lines(book, usage).stream()
                .map(ChargeLine::bytes)
                .reduce(BigInteger.ZERO, BigInteger::add))
        .isEqualTo(all);
    assertThat(Books.rate(book, usage).bytes().charged()).isEqualTo(all);
  }

  @Property
  void neitherOrderNorRepetitionMatters(
      @ForAll("usage") List<UsageHour> usage,
      @ForAll("books") PriceBook book,
      @ForAll Random random) {
    List<UsageHour> shuffled = new ArrayList<>(usage);
    shuffled.addAll(usage.subList(0, usage.size() / 2));
    Collections.shuffle(shuffled, random);
    assertThat(Books.rate(book, shuffled)).isEqualTo(Books.rate(book, usage));
    assertThat(Books.rate(book, shuffled).toString()).isEqualTo(Books.rate(book, usage).toString());
  }

  /** Which address used it, and when, changes the lines but never the sum of tiers. */
  @Property
  void anySplitOverHoursAndAddressesCostsTheSame(@ForAll("usage") List<UsageHour> usage) {
    long all = usage.stream().mapToLong(UsageHour::bytesOut).sum();
    assertThat(exact(GRADUATED, usage))
        .isEqualByComparingTo(exact(GRADUATED, List.of(hour("one", 5, all))));
  }

  @Property
  void moreUsageNeverCostsLess(@ForAll("usage") List<UsageHour> usage) {
    List<UsageHour> more = new ArrayList<>(usage);
    more.add(hour("more", 12, 1));
    assertThat(exact(GRADUATED, more)).isGreaterThan(exact(GRADUATED, usage));
  }

  @Property
  void aFlatPriceCostsTheSameHourByHour(@ForAll("usage") List<UsageHour> usage) {
    PriceBook flat = Books.flat("0.123456789012", ZoneId.of("UTC"));
    BigDecimal byHour =
        usage.stream().map(h -> exact(flat, List.of(h))).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(exact(flat, usage)).isEqualByComparingTo(byHour);
  }

  @Property
  void aCorrectionAndItsOppositeAreNothing(
      @ForAll("usage") List<UsageHour> usage, @ForAll("books") PriceBook book) {
    List<UsageHour> more = new ArrayList<>(usage);
    more.add(hour("late", 700, 77));
    List<ChargeLine> before = lines(book, usage);
    List<ChargeLine> there = Correction.between(before, lines(book, more));
    List<ChargeLine> both = new ArrayList<>(before);
    both.addAll(there);
    assertThat(Bill.sum(both)).isEqualByComparingTo(Bill.sum(lines(book, more)));
    assertThat(Correction.between(both, lines(book, more))).as("once is enough").isEmpty();
    List<ChargeLine> back = Correction.between(both, before);
    assertThat(Bill.sum(there).add(Bill.sum(back))).isEqualByComparingTo("0");
  }

  @Property
  void hoursOfTouchingTimesAreThoseOfTheWhole(
      @ForAll("cuts") List<Integer> cuts, @ForAll HourRule rule) {
    List<Interval> pieces = new ArrayList<>();
    Instant from = START.plusSeconds(1_234);
    for (int cut : cuts) {
      Instant to = from.plusSeconds(cut);
      pieces.add(new Interval(from, to));
      from = to;
    }
    Interval whole = new Interval(START.plusSeconds(1_234), from);
    ZoneId zone = ZoneId.of("Asia/Kolkata");
    assertThat(rule.hours(List.of(), pieces, zone))
        .isEqualTo(rule.hours(List.of(), List.of(whole), zone));
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(1, 9_000).list().ofMinSize(1).ofMaxSize(20);
  }

  @Property
  void anIntervalWithoutOthersIsTheRest(@ForAll("cuts") List<Integer> cuts) {
    Interval whole = new Interval(START, START.plusSeconds(100_000));
    List<Interval> others = new ArrayList<>();
    Instant from = START.minusSeconds(500);
    for (int i = 0; i < cuts.size(); i++) {
      Instant to = from.plusSeconds(cuts.get(i));
      if (i % 2 == 0) {
        others.add(new Interval(from, to));
      }
      from = to;
    }
    long left = whole.without(others).stream().mapToLong(i -> i.duration().toSeconds()).sum();
    long taken = others.stream().mapToLong(o -> whole.intersect(o).duration().toSeconds()).sum();
    assertThat(left + taken).isEqualTo(100_000);
    assertThat(whole.without(others))
        .allSatisfy(i -> others.forEach(o -> assertThat(i.intersect(o).isEmpty()).isTrue()));
  }

  @Property
  void theHashOfInputsNamesThem(@ForAll("usage") List<UsageHour> usage) {
    List<UsageHour> more = new ArrayList<>(usage);
    more.add(hour("late", 700, 77));
    assertThat(InputHash.of(more)).isNotEqualTo(InputHash.of(usage)).hasSize(64);
  }
}
