package io.eipmeter.jobs.bandwidth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.protocols.Scaling;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SplitTest {
  @Test
  void halfOfTheTimeCarriesHalfOfTheBytes() {
    assertThat(Split.before(1_000, 0, 9, 5)).isEqualTo(500);
  }

  @Test
  void theLastMillisecondBelongsToTheRecord() {
    assertThat(Split.before(10, 0, 9, 9)).isEqualTo(9);
    assertThat(Split.before(10, 0, 9, 10)).isEqualTo(10);
  }

  @Test
  void zeroDurationLiesWhollyBeforeTheNextMillisecond() {
    assertThat(Split.before(7, 100, 100, 100)).isZero();
    assertThat(Split.before(7, 100, 100, 101)).isEqualTo(7);
  }

  @Property
  void equalsTheRuleInUnboundedIntegers(
      @ForAll @LongRange(min = 0, max = Scaling.LARGEST_COUNT) long total,
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long startMs,
      @ForAll @LongRange(min = 0, max = 86_400_000) long durationMs,
      @ForAll @LongRange(min = 0, max = 86_400_000) long elapsedMs) {
    long endMs = startMs + durationMs;
    long atMs = startMs + Math.min(elapsedMs, durationMs + 1);
    BigInteger expected =
        BigInteger.valueOf(total)
            .multiply(BigInteger.valueOf(atMs - startMs))
            .divide(BigInteger.valueOf(endMs + 1 - startMs));
    assertThat(BigInteger.valueOf(Split.before(total, startMs, endMs, atMs))).isEqualTo(expected);
  }

  @Property
  void neverFallsAsTimePasses(
      @ForAll @LongRange(min = 0, max = Scaling.LARGEST_COUNT) long total,
      @ForAll @LongRange(min = 0, max = 86_400_000) long durationMs,
      @ForAll @LongRange(min = 0, max = 86_400_001) long atMs) {
    assertThat(Split.before(total, 0, durationMs, atMs))
        .isLessThanOrEqualTo(Split.before(total, 0, durationMs, atMs + 1))
        .isBetween(0L, total);
  }
}
