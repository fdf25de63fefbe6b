package io.eipmeter.sim.world.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eipmeter.sim.world.control.Geography;
import io.eipmeter.sim.world.control.Region;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RhythmTest {
  private static final Region HANGZHOU = Geography.REGIONS.get(0);
  private static final Region FRANKFURT = Geography.REGIONS.get(2);

  /** What a weekend leaves of an hour, of the same spell: only the week differs. */
  private static double weekend(Region region, String time) {
    long ms = Instant.parse(time).toEpochMilli();
    for (int rank = 0; rank < 100; rank++) {
      double plain = new Rhythm(1, false, true).willingness(rank, region, ms);
      if (plain > 0) {
        return new Rhythm(1, true, true).willingness(rank, region, ms) / plain;
      }
    }
    throw new IllegalStateException("all are silent");
  }

  @Test
  void theWeekendIsQuieterAndItsDaysAreThoseOfTheRegion() {
    // Friday 30 January 2026, 17:00 in UTC: Saturday 01:00 in Hangzhou, Friday 18:00 in Frankfurt.
    assertThat(weekend(HANGZHOU, "2026-01-30T17:00:00Z")).isCloseTo(0.6, within(1e-12));
    assertThat(weekend(FRANKFURT, "2026-01-30T17:00:00Z")).isCloseTo(1, within(1e-12));
    // Sunday 1 February, 17:00 in UTC: Monday in Hangzhou, Sunday in Frankfurt.
    assertThat(weekend(HANGZHOU, "2026-02-01T17:00:00Z")).isCloseTo(1, within(1e-12));
    assertThat(weekend(FRANKFURT, "2026-02-01T17:00:00Z")).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void theBusiestHourIsNineInTheEveningOfTheRegion() {
    // One rank, one spell of two and a half minutes each: the day's wave is 1 at 21:00, 0.3 at
    // 09:00.
    double evening = peak(HANGZHOU, "2026-01-28T13:00:00Z");
    double morning = peak(HANGZHOU, "2026-01-28T01:00:00Z");
    assertThat(evening).isCloseTo(1, within(1e-9));
    assertThat(morning).isCloseTo(0.3, within(1e-9));
  }

  /** The most willing of many. */
  private static double peak(Region region, String time) {
    double most = 0;
    Rhythm rhythm = new Rhythm(1, true, true);
    for (int rank = 0; rank < 200; rank++) {
      most = Math.max(most, rhythm.willingness(rank, region, Instant.parse(time).toEpochMilli()));
    }
    return most;
  }

  @Test
  void aSteadyEipHasNoSpells() {
    Rhythm rhythm = new Rhythm(1, false, false);
    long noonMs = Instant.parse("2026-01-14T12:00:00Z").toEpochMilli();
    for (int i = 0; i < 60; i++) {
      assertThat(rhythm.willingness(0, Geography.REGIONS.get(0), noonMs + i * 60_000))
          .isBetween(0.1, 0.4);
    }
  }
}
