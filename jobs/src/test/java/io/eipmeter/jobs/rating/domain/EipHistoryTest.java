package io.eipmeter.jobs.rating.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.jobs.rating.time.Since;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EipHistoryTest {
  private static final Instant TEN = Instant.parse("2026-10-01T10:00:00Z");
  private static final EipHistory EIP =
      HoldingTest.alwaysHeld(
          ChargeMethod.BANDWIDTH,
          List.of(new Since<>(TEN, 5), new Since<>(TEN.plusSeconds(60), 2)));

  private static int highest(long fromSecond, long toSecond) {
    return EIP.highestBandwidth(
        new Interval(TEN.plusSeconds(fromSecond), TEN.plusSeconds(toSecond)));
  }

  @Test
  void theHighestBandwidthOfATimeIsTheOneThatHeldInIt() {
    assertThat(highest(0, 120)).isEqualTo(5);
    assertThat(highest(59, 120)).isEqualTo(5);
    assertThat(highest(60, 120)).isEqualTo(2);
  }

  @Test
  void theFirstBandwidthKnownHoldsBeforeItsTimeToo() {
    assertThat(highest(-120, -60)).isEqualTo(5);
  }
}
