package io.eipmeter.sim.world;

import java.time.Instant;

/**
 * What world to run.
 *
 * @param seed the same seed gives the same datagrams, byte for byte
 * @param eips how many EIPs are held at a time, 1 to 100,000
 * @param minutes how long traffic runs, in virtual minutes
 * @param startMs when it starts, milliseconds since the epoch, a whole second
 */
public record SimulationOptions(long seed, int eips, int minutes, long startMs, Scenario scenario) {
  /** Half an hour before a month's end in UTC: edges of hour, day and month fall into a run. */
  public static final long DEFAULT_START_MS = Instant.parse("2026-01-31T23:30:00Z").toEpochMilli();

  public SimulationOptions {
    if (eips < 1 || eips > 100_000) {
      throw new IllegalArgumentException("eips must be 1 to 100000, was " + eips);
    }
    if (minutes < 1) {
      throw new IllegalArgumentException("minutes must be at least 1, was " + minutes);
    }
    if (startMs % 1_000 != 0) {
      throw new IllegalArgumentException("startMs must be a whole second, was " + startMs);
    }
  }

  /** 200 EIPs for as long as the scenario asks for, from {@link #DEFAULT_START_MS}. */
  public static SimulationOptions of(long seed, Scenario scenario) {
    return new SimulationOptions(seed, 200, scenario.minutes(), DEFAULT_START_MS, scenario);
  }

  public long endMs() {
    return startMs + minutes * 60_000L;
  }
}
