package io.eipmeter.jobs.rating.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatingInputTest {
  private static final PriceBook SHANGHAI = Books.flat("1", ZoneId.of("Asia/Shanghai"));

  private static EipHistory eip(String from, Instant to) {
    return HoldingTest.eip("r", ChargeMethod.DATA_TRANSFER, Instant.parse(from), to, "", List.of());
  }

  private static List<String> months(List<UsageHour> usage, EipHistory... eips) {
    return RatingInput.of(usage, List.of(eips), Map.of()).periods(SHANGHAI).stream()
        .map(BillingPeriod::toString)
        .toList();
  }

  @Test
  void monthsAreThoseOfTheBooksZoneInWhichSomethingWasUsed() {
    assertThat(
            months(
                List.of(
                    Books.hour("a", "2026-10-31T15:00:00Z", 1),
                    Books.hour("a", "2026-10-31T16:00:00Z", 1),
                    Books.hour("a", "2026-08-01T00:00:00Z", 1))))
        .containsExactly("2026-08", "2026-10", "2026-11");
  }

  @Test
  void aReleasedAddressIsPaidForInAllMonthsOfItsLife() {
    assertThat(
            months(List.of(), eip("2026-09-10T00:00:00Z", Instant.parse("2026-11-30T16:00:00Z"))))
        .as("December begins in Shanghai when the life ends")
        .containsExactly("2026-09", "2026-10", "2026-11");
  }

  @Test
  void anAddressThatIsStillHeldAloneNamesNoMonth() {
    assertThat(months(List.of(), eip("2026-09-10T00:00:00Z", Instant.MAX))).isEmpty();
  }

  @Test
  void trafficIsOfTheHolderWhoLivedInItsHour() {
    EipHistory first = eip("2026-09-01T00:00:00Z", Instant.parse("2026-09-01T10:00:00Z"));
    EipHistory second = eip("2026-09-01T10:30:00Z", Instant.MAX);
    RatingInput input = RatingInput.of(List.of(), List.of(first, second), Map.of());
    assertThat(input.holders().of(Books.hour("eip-1", "2026-09-01T09:00:00Z", 1))).contains(first);
    assertThat(input.holders().of(Books.hour("eip-1", "2026-09-01T10:00:00Z", 1))).contains(second);
    assertThat(input.holders().of(Books.hour("eip-1", "2026-08-31T23:00:00Z", 1))).isEmpty();
  }
}
