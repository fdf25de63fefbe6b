package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SplitRuleTest {
  private static final long MINUTE_MS = 60_000;

  @Test
  void aRecordOfTwoMinutesGivesHalfToEach() {
    SplitRule rule = new SplitRule(0, 2 * MINUTE_MS - 1);
    assertThat(rule.piece(1_001, 0, MINUTE_MS)).isEqualTo(500);
    assertThat(rule.piece(1_001, MINUTE_MS, 2 * MINUTE_MS)).isEqualTo(501);
  }

  @Test
  void aRecordOfOneInstantFallsIntoItsMinute() {
    SplitRule rule = new SplitRule(MINUTE_MS - 1, MINUTE_MS - 1);
    assertThat(rule.piece(77, 0, MINUTE_MS)).isEqualTo(77);
    assertThat(rule.piece(77, MINUTE_MS, 2 * MINUTE_MS)).isZero();
  }

  @Test
  void anEndBeforeTheStartIsNoRecord() {
    assertThatThrownBy(() -> new SplitRule(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void everyPieceIsTheRuleInUnboundedIntegers(
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long startMs,
      @ForAll @LongRange(min = 0, max = 86_400_000) long lengthMs,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long count,
      @ForAll @LongRange(min = 0, max = 1_440) int minutesOn) {
    SplitRule rule = new SplitRule(startMs, startMs + lengthMs);
    long fromMs = startMs - startMs % MINUTE_MS + minutesOn * MINUTE_MS;
    BigInteger t1 = clip(fromMs - startMs, lengthMs + 1);
    BigInteger t2 = clip(fromMs + MINUTE_MS - startMs, lengthMs + 1);
    BigInteger all = BigInteger.valueOf(count);
    BigInteger span = BigInteger.valueOf(lengthMs + 1);
    assertThat(BigInteger.valueOf(rule.piece(count, fromMs, fromMs + MINUTE_MS)))
        .isEqualTo(all.multiply(t2).divide(span).subtract(all.multiply(t1).divide(span)));
  }

  @Property
  void thePiecesOfARecordAddUpToIt(
      @ForAll @LongRange(min = 0, max = 10_000_000) long startMs,
      @ForAll @LongRange(min = 0, max = 7_200_000) long lengthMs,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long count) {
    SplitRule rule = new SplitRule(startMs, startMs + lengthMs);
    long sum = 0;
    for (long ms = startMs - startMs % MINUTE_MS; ms <= startMs + lengthMs; ms += MINUTE_MS) {
      sum += rule.piece(count, ms, ms + MINUTE_MS);
    }
    assertThat(sum).isEqualTo(count);
  }

  private static BigInteger clip(long elapsedMs, long spanMs) {
    return BigInteger.valueOf(Math.max(0, Math.min(spanMs, elapsedMs)));
  }
}
