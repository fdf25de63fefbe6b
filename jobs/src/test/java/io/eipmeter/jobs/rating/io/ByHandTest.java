package io.eipmeter.jobs.rating.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.domain.BillingPeriod;
import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import io.eipmeter.jobs.rating.domain.PriceBook;
import io.eipmeter.jobs.rating.domain.RatedPeriod;
import io.eipmeter.jobs.rating.domain.Rater;
import io.eipmeter.jobs.rating.domain.RatingInput;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Five accounts, calculated by hand in {@code steps.md} beside the files. */
class ByHandTest {
  private static final Path FILES = Path.of("src/test/resources/rating/by-hand");

  @ParameterizedTest
  @CsvSource({
    "hand-1, 14.532, 14.53",
    "hand-2, 6.793875000000891, 6.79",
    "hand-3, 0.8925, 0.89",
    "hand-4, 0.144, 0.14",
    "hand-5, 1.471875000001137, 1.47"
  })
  void anAccountCostsWhatTheStepsSay(String account, BigDecimal exact, BigDecimal total)
      throws Exception {
    PriceBook book = PriceBookFile.read("alibaba-cloud");
    ResourceFile.Resources resources = ResourceFile.read(FILES.resolve("resources.jsonl"));
    RatedPeriod rated =
        new Rater(book)
            .rate(
                new BillingPeriod(YearMonth.of(2026, 10), book.zone()),
                RatingInput.of(
                    UsageFile.read(FILES.resolve("usage.csv"), book.zone()),
                    resources.eips(),
                    resources.quotas()));
    RatedPeriod.Bill bill = Objects.requireNonNull(rated.bills().get(account));
    assertThat(
            bill.lines().stream()
                .filter(line -> line.item() != Item.ROUNDING)
                .map(ChargeLine::cost)
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(exact);
    assertThat(bill.total()).isEqualByComparingTo(total);
    assertThat(Files.readString(FILES.resolve("steps.md")))
        .contains("**" + account + "**", exact.toPlainString(), "total " + total + ".**");
  }
}
