package io.eipmeter.jobs.rating.time;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** A month of a price book's zone (R7). */
public record BillingPeriod(YearMonth month, ZoneId zone) {

  public static BillingPeriod of(Instant time, ZoneId zone) {
    return new BillingPeriod(YearMonth.from(time.atZone(zone)), zone);
  }

  public Interval time() {
    return new Interval(start(month.atDay(1)), start(month.plusMonths(1).atDay(1)));
  }

  /** Its days: of 23 or 25 hours where clocks are changed. */
  public List<Interval> days() {
    List<Interval> days = new ArrayList<>();
    for (int day = 1; day <= month.lengthOfMonth(); day++) {
      days.add(new Interval(start(month.atDay(day)), start(month.atDay(day).plusDays(1))));
    }
    return days;
  }

  private Instant start(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  /** Whole hours of a day, at least 1. */
  public static long hoursOf(Interval day) {
    return Math.max(1, day.duration().plus(Duration.ofMinutes(30)).toHours());
  }

  @Override
  public String toString() {
    return month.toString();
  }
}
