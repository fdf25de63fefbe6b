package io.eipmeter.jobs.rating.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.jobs.rating.time.Since;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Months, days and hours where clocks are changed, leap days, and zones half an hour beside. */
class MonthTimeTest {
  @ParameterizedTest
  @CsvSource({
    "America/New_York, 2026-11, 721", // the hour from 01:00 comes twice
    "America/New_York, 2026-03, 743", // the hour from 02:00 does not come
    "Asia/Shanghai, 2024-02, 696", // leap day
    "Asia/Shanghai, 2026-02, 672",
    "Asia/Kolkata, 2026-10, 744", // half an hour beside UTC
    "Australia/Lord_Howe, 2026-06, 720",
    "Asia/Kathmandu, 2026-10, 744"
  })
  void aWholeMonthHasAllItsHours(String zone, String month, int hours) {
    PriceBook book = Books.flat("1", ZoneId.of(zone));
    EipHistory eip =
        HoldingTest.alwaysHeld(
            ChargeMethod.DATA_TRANSFER, List.of(new Since<>(Books.ALWAYS_FROM, 5)));
    Rated rated =
        Rated.of(
            PriceTimeline.of(book),
            new BillingPeriod(YearMonth.parse(month), book.zone()),
            List.of(eip),
            Map.of(),
            List.of());
    assertThat(HoldingTest.quantity(rated, Item.CONFIGURATION_FEE))
        .isEqualByComparingTo(BigDecimal.valueOf(hours));
  }

  @ParameterizedTest
  @CsvSource({
    "America/New_York, 2026-11, 30",
    "America/New_York, 2026-03, 31",
    "Asia/Shanghai, 2024-02, 29",
    "Asia/Kolkata, 2026-10, 31"
  })
  void aWholeMonthByBandwidthIsAsManyDaysWhateverTheClocksDo(String zone, String month, int days) {
    PriceBook book = Books.flat("1", ZoneId.of(zone));
    EipHistory eip =
        HoldingTest.alwaysHeld(ChargeMethod.BANDWIDTH, List.of(new Since<>(Books.ALWAYS_FROM, 5)));
    Rated rated =
        Rated.of(
            PriceTimeline.of(book),
            new BillingPeriod(YearMonth.parse(month), book.zone()),
            List.of(eip),
            Map.of(),
            List.of());
    assertThat(HoldingTest.quantity(rated, Item.BANDWIDTH))
        .isEqualByComparingTo(BigDecimal.valueOf(days));
    assertThat(HoldingTest.quantity(rated, Item.CONFIGURATION_FEE))
        .isEqualByComparingTo(BigDecimal.valueOf(days));
  }

  @Test
  void monthsOfAZoneTouchWithoutGapOrOverlap() {
    for (String zone :
        List.of("Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Pacific/Apia")) {
      Instant end = Instant.MIN;
      for (YearMonth month = YearMonth.of(2011, 10);
          month.getYear() < 2013;
          month = month.plusMonths(1)) {
        BillingPeriod period = new BillingPeriod(month, ZoneId.of(zone));
        assertThat(end == Instant.MIN || end.equals(period.time().from()))
            .as(zone + " " + month)
            .isTrue();
        end = period.time().to();
        List<Interval> days = period.days();
        assertThat(days.get(0).from()).isEqualTo(period.time().from());
        assertThat(days.get(days.size() - 1).to()).isEqualTo(end);
        for (int i = 1; i < days.size(); i++) {
          assertThat(days.get(i).from()).isEqualTo(days.get(i - 1).to());
        }
      }
    }
  }
}
