package io.eipmeter.jobs.idle.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The floor is 1000 bytes an hour; minutes count from the epoch. */
class UseMeterTest {
  private static final long MINUTE = 60_000;
  private static final long FLOOR = 1_000;

  private final UseMeter meter = new UseMeter();

  private void take(long minute, long bytesOut) {
    meter.take(minute * MINUTE, bytesOut, FLOOR);
  }

  @Test
  void answersToScansAreNoUseHoweverLongTheyGoOn() {
    for (int minute = 0; minute < 600; minute++) {
      take(minute, 16); // 960 an hour
    }
    assertThat(meter.lastUseMs()).isZero();
  }

  @Test
  void manySmallMinutesOfOneHourAreUse() {
    for (int minute = 0; minute < 11; minute++) {
      take(minute, 100);
    }
    assertThat(meter.lastUseMs()).isEqualTo(11 * MINUTE);
  }

  @Test
  void exactlyTheFloorIsNoUse() {
    take(0, 1_000);
    assertThat(meter.lastUseMs()).isZero();
    take(5, 1);
    assertThat(meter.lastUseMs()).isEqualTo(6 * MINUTE);
  }

  @Test
  void inboundAloneIsNoUse() {
    take(3, 0);
    assertThat(meter.lastUseMs()).isZero();
    assertThat(meter.lastHeardMs()).isEqualTo(4 * MINUTE);
  }

  @Test
  void minutesOfTwoHoursMayComeInAnyOrder() {
    take(61, 600);
    take(59, 600);
    take(62, 300);
    take(58, 600); // the first hour has 1200 now, and ends with minute 59
    assertThat(meter.lastUseMs()).isEqualTo(60 * MINUTE);
    take(63, 200); // the second has 1100
    assertThat(meter.lastUseMs()).isEqualTo(64 * MINUTE);
  }

  @Test
  void aMinuteOfAnOldHourCountsByItself() {
    take(300, 10);
    take(240, 10);
    take(5, 999);
    assertThat(meter.lastUseMs()).isZero();
    take(6, 1_001);
    assertThat(meter.lastUseMs()).isEqualTo(7 * MINUTE);
  }
}
