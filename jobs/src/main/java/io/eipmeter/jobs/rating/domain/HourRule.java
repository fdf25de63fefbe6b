package io.eipmeter.jobs.rating.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How the hours of a time are counted, where a part of an hour counts as a whole one. */
public enum HourRule {
  /** Each hour of the clock that is touched: 09:30 to 10:15 are two. */
  CLOCK_HOURS {
    @Override
    long hours(List<Interval> intervals, ZoneId zone) {
      long hours = 0;
      Instant counted = Instant.MIN;
      for (Interval interval : intervals) {
        ZonedDateTime hour = interval.from().atZone(zone).truncatedTo(ChronoUnit.HOURS);
        for (; hour.toInstant().isBefore(interval.to()); hour = hour.plusHours(1)) {
          if (hour.toInstant().isAfter(counted)) {
            counted = hour.toInstant();
            hours++;
          }
        }
      }
      return hours;
    }
  },
  /** The time itself, rounded up once: 09:30 to 10:15 is one. */
  DURATION {
    @Override
    long hours(List<Interval> intervals, ZoneId zone) {
      Duration sum = Duration.ZERO;
      for (Interval interval : intervals) {
        sum = sum.plus(interval.duration());
      }
      return sum.plusHours(1).minusNanos(1).toHours();
    }
  };

  /**
   * @param intervals disjoint, in order
   */
  abstract long hours(List<Interval> intervals, ZoneId zone);
}
