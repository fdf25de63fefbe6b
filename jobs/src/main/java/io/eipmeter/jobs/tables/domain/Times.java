package io.eipmeter.jobs.tables.domain;

/** Which times a table can show. */
final class Times {
  static final long MINUTE_MS = 60_000;
  static final long QUARTER_MS = 15 * MINUTE_MS;
  static final long HOUR_MS = 60 * MINUTE_MS;

  /** 2100-01-01: before the end of DateTime (2106) with room for arithmetic in queries. */
  private static final long LAST_MS = 4_102_444_800_000L;

  private Times() {}

  static boolean shown(long epochMs) {
    return epochMs >= 0 && epochMs < LAST_MS;
  }

  /** A start of an interval: another one in it would be another key for the same interval. */
  static boolean startsA(long intervalMs, long epochMs) {
    return shown(epochMs) && epochMs % intervalMs == 0;
  }
}
