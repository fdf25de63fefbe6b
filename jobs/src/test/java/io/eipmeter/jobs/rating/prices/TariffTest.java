package io.eipmeter.jobs.rating.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.jobs.rating.prices.Tariff.Kind;
import io.eipmeter.jobs.rating.prices.Tariff.Tier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked examples of other rating engines, by their numbers in the facts of this project. */
class TariffTest {
  private static final Tariff E1 =
      new Tariff(
          Kind.GRADUATED,
          List.of(
              tier("5", "0", "100"),
              tier("10", "0", "50"),
              tier("15", "5", "0"),
              tier(null, "1", "0")));

  private static BigDecimal money(String amount) {
    return new BigDecimal(amount);
  }

  private static Tier tier(@Nullable String upTo, String unitPrice, String flatPrice) {
    return new Tier(upTo == null ? null : money(upTo), money(unitPrice), money(flatPrice));
  }

  private static void costs(Tariff tariff, String quantity, String cost) {
    assertThat(tariff.cost(money(quantity))).isEqualByComparingTo(cost);
  }

  @Test
  void e1GraduatedTiersWithFlatAndUnitPrices() {
    costs(E1, "22", "182"); // 100 + 50 + 5 * 5 + 7 * 1
  }

  @ParameterizedTest
  @CsvSource({"0,100", "5,100", "10,150", "14,140", "15,150", "16,80", "100,500"})
  void e5VolumeTiersPriceEverythingByTheTierThatIsReached(String quantity, String cost) {
    costs(
        new Tariff(
            Kind.VOLUME,
            List.of(
                tier("5", "0", "100"),
                tier("10", "0", "150"),
                tier("15", "10", "0"),
                tier(null, "5", "0"))),
        quantity,
        cost);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "5,15", "10,15", "10.000000000001,30", "17,30", "22,45"})
  void e6PackagesAreBegunAsAWhole(String quantity, String cost) {
    // 17 before and 5 now: 30 before, 45 after, so 15 for the second part.
    costs(new Tariff(Kind.PACKAGE, List.of(tier("10", "0", "15"))), quantity, cost);
  }

  @ParameterizedTest
  @CsvSource({"0,2", "1,12", "10,102", "11,110", "12,115", "21,163"})
  void e7RangesWithGapsAreTiersThatTouch(String quantity, String cost) {
    costs(
        new Tariff(
            Kind.GRADUATED,
            List.of(tier("10", "10", "2"), tier("20", "5", "3"), tier(null, "5", "3"))),
        quantity,
        cost);
  }

  @Test
  void e8AMonthlyFeeBesideTwoPrices() {
    Tariff graduated =
        new Tariff(Kind.GRADUATED, List.of(tier("1000", "1.5", "30"), tier(null, "2.0", "0")));
    costs(graduated, "400", "630");
    costs(graduated, "1200", "1930");
    costs(
        new Tariff(Kind.VOLUME, List.of(tier("1000", "1.5", "30"), tier(null, "2.0", "30"))),
        "1200",
        "2430");
  }

  @Test
  void e8bSlabs() {
    costs(
        new Tariff(
            Kind.GRADUATED,
            List.of(tier("10", "50", "0"), tier("20", "40", "0"), tier(null, "30", "0"))),
        "25",
        "1050");
  }

  @Test
  void partsAreNumberedAndSumToTheQuantity() {
    List<Tariff.Part> parts = E1.parts(money("22"));
    assertThat(parts.stream().map(Tariff.Part::tier)).containsExactly(1, 2, 3, 4);
    assertThat(parts.stream().map(Tariff.Part::quantity).reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo("22");
    assertThat(E1.tierOf(money("5"))).as("an end belongs to its tier").isEqualTo(1);
    assertThat(E1.tierOf(money("5.000000000001"))).isEqualTo(2);
    assertThat(E1.parts(money("5"))).hasSize(1);
  }

  @Test
  void onlyOneOpenTierWithoutAFeeIsFlat() {
    assertThat(Tariff.flat(money("1")).isFlat()).isTrue();
    assertThat(E1.isFlat()).isFalse();
    assertThat(new Tariff(Kind.GRADUATED, List.of(tier(null, "1", "2"))).isFlat()).isFalse();
    assertThat(new Tariff(Kind.VOLUME, List.of(tier(null, "1", "0"))).isFlat()).isFalse();
  }

  @Test
  void tiersThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Tariff(Kind.GRADUATED, List.of()))
        .hasMessageContaining("needs a tier");
    assertThatThrownBy(
            () ->
                new Tariff(
                    Kind.GRADUATED,
                    List.of(tier("5", "1", "0"), tier("5", "1", "0"), tier(null, "1", "0"))))
        .hasMessageContaining("tier 2 must end above");
    assertThatThrownBy(() -> new Tariff(Kind.GRADUATED, List.of(tier("5", "1", "0"))))
        .hasMessageContaining("must be open");
    assertThatThrownBy(
            () -> new Tariff(Kind.VOLUME, List.of(tier(null, "1", "0"), tier(null, "1", "0"))))
        .hasMessageContaining("must be open");
    assertThatThrownBy(
            () -> new Tariff(Kind.VOLUME, List.of(tier("0", "1", "0"), tier(null, "1", "0"))))
        .hasMessageContaining("tier 1 must end above");
    assertThatThrownBy(() -> new Tariff(Kind.PACKAGE, List.of(tier(null, "0", "1"))))
        .hasMessageContaining("package");
    assertThatThrownBy(() -> new Tariff(Kind.PACKAGE, List.of(tier("0", "0", "1"))))
        .hasMessageContaining("package");
    assertThatThrownBy(
            () -> new Tariff(Kind.PACKAGE, List.of(tier("1", "0", "1"), tier("2", "0", "1"))))
        .hasMessageContaining("package");
    assertThatThrownBy(() -> Tariff.flat(money("-0.1"))).hasMessageContaining("negative");
    assertThatThrownBy(() -> Tariff.flat(money("0.0000000000001")))
        .hasMessageContaining("12 decimals");
    assertThatThrownBy(() -> new Tariff(Kind.GRADUATED, List.of(tier(null, "1", "-1"))))
        .hasMessageContaining("negative");
    assertThat(Tariff.flat(money("0.1230000000000000")).isFlat()).isTrue();
    assertThat(Tariff.flat(money("0")).isFlat()).as("for nothing is a price").isTrue();
  }

  private static BigDecimal part(BigDecimal amount, long of, long whole) {
    return Quantity.of(BigInteger.valueOf(of), BigInteger.valueOf(whole)).at(amount);
  }

  @Test
  void e28AMinimumForPartOfAMonth() {
    BigDecimal due = part(money("10.00"), 25, 28);
    assertThat(due).isEqualByComparingTo("8.928571428571428571428571");
    assertThat(Prices.rounded(due.subtract(money("8.00")), 2)).isEqualByComparingTo("0.93");
  }

  @Test
  void e29RoundingOnceAtTheTotalNotForEachItem() {
    BigDecimal first = part(money("200.00"), 29, 30);
    assertThat(Prices.rounded(first.add(part(first, 25, 100)), 2)).isEqualByComparingTo("241.67");
    BigDecimal second = part(money("160.00"), 29, 30);
    assertThat(Prices.rounded(second.add(part(second, 25, 100)), 2)).isEqualByComparingTo("193.33");
  }

  @Test
  void e30HalfIsRoundedAwayFromZero() {
    assertThat(Prices.rounded(money("1.235"), 2)).isEqualByComparingTo("1.24");
    assertThat(Prices.rounded(money("1.2345678"), 6)).isEqualByComparingTo("1.234568");
    assertThat(Prices.rounded(money("-1.235"), 2)).isEqualByComparingTo("-1.24");
  }
}
