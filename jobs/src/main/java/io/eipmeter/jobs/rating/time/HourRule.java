package io.eipmeter.jobs.rating.time;

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
    public long hours(List<Interval> before, List<Interval> intervals, ZoneId zone) {
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
    public long hours(List<Interval> before, List<Interval> intervals, ZoneId zone) {
      Duration start = sum(before);
      return begun(start.plus(sum(intervals))) - begun(start);
    }

    private static Duration sum(List<Interval> intervals) {
      return intervals.stream().map(Interval::duration).reduce(Duration.ZERO, Duration::plus);
    }

    private static long begun(Duration time) {
      return time.plusHours(1).minusNanos(1).toHours();
    }
  };

  /**
   * The hours that begin in a time.
   *
   * @param before what was counted before it, by another price: an hour that began there is not
   *     counted again
   * @param intervals disjoint, in order; what is before them ends at a full hour of the zone
   */
  public abstract long hours(List<Interval> before, List<Interval> intervals, ZoneId zone);
}
