package io.eipmeter.jobs.rating.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.io.PriceBookFile;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.BandwidthPrice;
import io.eipmeter.jobs.rating.prices.PriceBook.ConfigurationFee;
import io.eipmeter.jobs.rating.prices.PriceBook.Price;
import io.eipmeter.jobs.rating.time.Since;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Bills by bandwidth of a part of a day, by the shipped prices, against whole numbers: thousandths
 * of a dollar times hours, over 24, rounded half up to cents by integer division. A quantity that
 * is rounded before it is priced loses the half cents among them.
 */
class OneDayBillsTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-09-30T16:00:00Z");
  private static final int MOST_MBPS = 32;

  private static long thousandths(BigDecimal price) {
    return price.movePointRight(3).longValueExact();
  }

  private static BigDecimal total(PriceBook book, String region, int mbps, int hours) {
    EipHistory eip =
        HoldingTest.eip(
            region,
            ChargeMethod.BANDWIDTH,
            MIDNIGHT,
            MIDNIGHT.plusSeconds(3_600L * hours),
            "Nat",
            List.of(new Since<>(MIDNIGHT, mbps)));
    return Books.total(Books.rate(book, List.of(eip), Map.of("acme", 500L), List.of()));
  }

  @Test
  void everyPartOfADayAtEveryBandwidthCostsTheCentThatWholeNumbersSay() {
    PriceBook book = PriceBookFile.read("alibaba-cloud");
    int bills = 0;
    for (Price price : book.prices()) {
      BandwidthPrice bandwidth = price.bandwidth();
      ConfigurationFee fee = price.configurationFee();
      if (!price.lineType().equals("BGP")
          || bandwidth == null
          || fee == null
          || fee.perDay() == null) {
        continue;
      }
      String region = price.regions().iterator().next();
      for (int mbps = 1; mbps <= MOST_MBPS; mbps++) {
        long low = Math.min(mbps, bandwidth.tierMbps());
        long aDay =
            low * thousandths(bandwidth.first())
                + (mbps - low) * thousandths(bandwidth.beyond())
                + thousandths(Objects.requireNonNull(fee.perDay()));
        for (int hours = 1; hours < 24; hours++) {
          // aDay * hours / 24 thousandths are aDay * hours / 240 cents.
          long cents = (aDay * hours * 2 + 240) / 480;
          assertThat(total(book, region, mbps, hours))
              .as("%s, %d Mbit/s, %d hours", region, mbps, hours)
              .isEqualByComparingTo(BigDecimal.valueOf(cents, 2));
          bills++;
        }
      }
    }
    assertThat(bills).isEqualTo(13 * MOST_MBPS * 23);
  }

  @Test
  void twentyHoursAt0774ADayAreAHalfCentAndRoundedUp() {
    PriceBook book =
        Books.book(
            new Price(
                Set.of("*"),
                "BGP",
                null,
                null,
                new BandwidthPrice(new BigDecimal("0.774"), 5, new BigDecimal("1"))),
            ZoneId.of("Asia/Shanghai"),
            BigInteger.ONE,
            null,
            null);
    assertThat(total(book, "r", 1, 20)).isEqualByComparingTo("0.65");
  }

  @Test
  void threePartsOfFiveGibibytesAreAHalfCentTogether() {
    List<Long> parts = List.of(1_998_597_833L, 1_918_844_964L, 1_451_266_323L);
    assertThat(parts.stream().mapToLong(Long::longValue).sum()).isEqualTo(5L << 30);
    PriceBook book = PriceBookFile.read("alibaba-cloud");
    List<UsageHour> usage =
        parts.stream()
            .map(
                bytes ->
                    UsageHour.whole(
                        "acme",
                        "cn-hangzhou",
                        "BGP",
                        "eip-" + bytes,
                        MIDNIGHT,
                        0,
                        bytes,
                        UsageHour.Quality.EXACT))
            .toList();
    assertThat(Books.total(Books.rate(book, usage))).isEqualByComparingTo("0.62");
  }
}
