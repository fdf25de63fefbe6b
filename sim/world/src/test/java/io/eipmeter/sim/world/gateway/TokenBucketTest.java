package io.eipmeter.sim.world.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long BITS_PER_SECOND = 80_000; // 10,000 bytes

  @Test
  void aSecondsWorthPassesAtOnceAndNoMore() {
    TokenBucket bucket = new TokenBucket(BITS_PER_SECOND, 0);
    assertThat(bucket.admit(15_000, 15, 0)).isEqualTo(10);
    assertThat(bucket.admit(1_000, 1, 0)).isZero();
  }

  @Test
  void tokensComeBackWithTimeButNeverMoreThanASecondsWorth() {
    TokenBucket bucket = new TokenBucket(BITS_PER_SECOND, 0);
    assertThat(bucket.admit(10_000, 10, 0)).isEqualTo(10);
    assertThat(bucket.admit(10_000, 10, 500)).isEqualTo(5);
    assertThat(bucket.admit(90_000, 90, 60_000)).isEqualTo(10);
  }

  @Test
  void aChangedLimitCountsFromTheMillisecondInWhichItIsMade() {
    TokenBucket bucket = new TokenBucket(BITS_PER_SECOND, 0);
    assertThat(bucket.admit(10_000, 10, 0)).isEqualTo(10);
    bucket.change(2 * BITS_PER_SECOND, 500); // until then half a second at 10,000 bytes: 5
    assertThat(bucket.admit(90_000, 90, 1_000)).isEqualTo(5 + 10); // half a second at 20,000
    bucket.change(BITS_PER_SECOND / 10, 2_000); // 20 saved up, room for one
    assertThat(bucket.admit(90_000, 90, 2_000)).isEqualTo(1);
    assertThat(bucket.admit(90_000, 90, 3_000)).isEqualTo(1);
  }

  @Test
  void lookingOftenLosesNoTokens() {
    TokenBucket bucket = new TokenBucket(700, 0); // less than a bit a millisecond
    assertThat(bucket.admit(87, 1, 0)).isEqualTo(1); // 696 of 700 bits
    long passed = 0;
    for (long ms = 1; ms <= 10_000; ms++) {
      passed += bucket.admit(87, 1, ms);
    }
    assertThat(passed).isEqualTo(10);
  }
}
