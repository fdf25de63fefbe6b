package io.eipmeter.jobs.rating.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.domain.Bill;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Five accounts, calculated by hand in {@code steps.md} beside the files. */
class ByHandTest {
  private static final Path FILES = Path.of("src/test/resources/rating/by-hand");

  @ParameterizedTest
  @CsvSource({
    "hand-1, 14.532, 14.53",
    "hand-2, 6.793875, 6.79",
    "hand-3, 0.8925, 0.89",
    "hand-4, 0.144, 0.14",
    "hand-5, 1.471875, 1.47"
  })
  void anAccountCostsWhatTheStepsSay(String account, BigDecimal exact, BigDecimal total)
      throws Exception {
    List<Bill> bills = new ArrayList<>();
    PriceTimeline prices = PriceBooks.read(List.of("alibaba-cloud")).timeline();
    try (UsageSort sorted = new UsageSort(3)) { // so that most rows go through temporary files
      UsageFile.read(FILES.resolve("usage.csv"), prices.zone(), sorted);
      UsageRating rating =
          new UsageRating(
              prices,
              ResourceFile.read(FILES.resolve("resources.jsonl")),
              new BillingPeriod(YearMonth.of(2026, 10), prices.zone()),
              (period, bill) -> bills.add(bill));
      sorted.forEach(rating::use);
      rating.end();
    }
    Bill bill =
        bills.stream().filter(one -> one.account().equals(account)).findFirst().orElseThrow();
    assertThat(bill.problems()).isEmpty();
    assertThat(bill.exact().setScale(15, RoundingMode.HALF_UP)).isEqualByComparingTo(exact);
    assertThat(bill.total()).isEqualByComparingTo(total);
    assertThat(Files.readString(FILES.resolve("steps.md")))
        .contains(
            "**" + account + "**", "**Exact " + exact.toPlainString(), "total " + total + ".**");
  }
}
