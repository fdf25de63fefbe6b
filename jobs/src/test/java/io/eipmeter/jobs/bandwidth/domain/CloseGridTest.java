package io.eipmeter.jobs.bandwidth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CloseGridTest {
  private static final long DAY_MS = 86_400_000;
  private static final long START_MS = 20_000 * DAY_MS;

  private final SettingsHistory history =
      new SettingsHistory(
          List.of(
              TestSettings.first().build(),
              TestSettings.first()
                  .setVersion(2)
                  .setFromLogMs(START_MS + DAY_MS / 2)
                  .setSettleDelayMs(12_345)
                  .setSealDelayMs(1_234_567)
                  .build()));

  @Property
  void whereASliceClosesSomethingMayClose(
      @ForAll @LongRange(max = DAY_MS) long minuteMs,
      @ForAll @LongRange(max = DAY_MS) long lateMs,
      @ForAll @LongRange(min = 1, max = 600_000) long stepMs,
      @ForAll @LongRange(max = 599_999) long stepBeforeCloseMs) {
    long minute = (START_MS + minuteMs) / Slices.MINUTE_MS;
    long quarter = minute * Slices.MINUTE_MS / Slices.QUARTER_MS;
    long settleMs = history.settleDelayMs(minute);
    long slice = Slices.ofMinute(minute, minute * Slices.MINUTE_MS + lateMs, settleMs);
    long closeMs = Slices.minuteCloseMs(minute, slice, settleMs);
    long sealMs = history.sealDelayMs(quarter);
    long quarterCloseMs =
        Slices.quarterCloseMs(quarter, Slices.ofQuarter(quarter, closeMs, sealMs), sealMs);
    for (long close : new long[] {closeMs, quarterCloseMs}) {
      long afterMs = close - 1 - stepBeforeCloseMs % stepMs;
      assertThat(history.mayClose(afterMs, afterMs + stepMs)).isTrue();
    }
  }

  @Test
  void betweenTheGridsNothingCloses() {
    assertThat(history.mayClose(START_MS, START_MS + 12_344)).isFalse();
    assertThat(history.mayClose(START_MS, START_MS + 12_345)).isTrue();
    assertThat(history.mayClose(START_MS + 12_345, START_MS + 29_999)).isFalse();
    assertThat(history.mayClose(START_MS + 29_999, START_MS + 30_000)).isTrue();
  }

  @Test
  void afterARestoreAnythingMayClose() {
    assertThat(history.mayClose(Long.MIN_VALUE, START_MS + 1)).isTrue();
  }
}
