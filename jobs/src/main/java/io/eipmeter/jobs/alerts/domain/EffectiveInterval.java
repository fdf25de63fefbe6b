package io.eipmeter.jobs.alerts.domain;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The time of day at which notices go out; outside it they wait. From = to: always; from after to:
 * over midnight. By the wall clock of the zone, so an hour that daylight saving skips is not there
 * and one that it repeats is there twice.
 *
 * @param fromMinute of the day, included
 * @param toMinute of the day, not included
 */
public record EffectiveInterval(ZoneId zone, int fromMinute, int toMinute) {
  static final int DAY_MINUTES = 24 * 60;

  public static final EffectiveInterval ALWAYS = new EffectiveInterval(ZoneId.of("UTC"), 0, 0);

  public EffectiveInterval {
    if (fromMinute < 0 || fromMinute >= DAY_MINUTES || toMinute < 0 || toMinute > DAY_MINUTES) {
      throw new IllegalArgumentException("times of day are 00:00 to 24:00");
    }
  }

  boolean contains(long epochMs) {
    if (fromMinute == toMinute) {
      return true;
    }
    ZonedDateTime local = Instant.ofEpochMilli(epochMs).atZone(zone);
    int minute = local.getHour() * 60 + local.getMinute();
    return fromMinute < toMinute
        ? minute >= fromMinute && minute < toMinute
        : minute >= fromMinute || minute < toMinute;
  }
}
