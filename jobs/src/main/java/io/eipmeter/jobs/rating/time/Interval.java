package io.eipmeter.jobs.rating.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A time, half-open: [from, to) (R7).
 *
 * @param to not before from
 */
public record Interval(Instant from, Instant to) {
  /**
   * @throws IllegalArgumentException if it ends before it begins
   */
  public Interval {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(to + " is before " + from);
    }
  }

  public boolean isEmpty() {
    return from.equals(to);
  }

  public boolean contains(Instant time) {
    return !time.isBefore(from) && time.isBefore(to);
  }

  public Duration duration() {
    return Duration.between(from, to);
  }

  /** What two intervals share; empty when they share nothing. */
  public Interval intersect(Interval other) {
    Instant start = from.isAfter(other.from) ? from : other.from;
    Instant end = to.isBefore(other.to) ? to : other.to;
    return new Interval(start, end.isBefore(start) ? start : end);
  }

  /**
   * What is left of an interval without others.
   *
   * @param others in the order of their starts
   */
  public List<Interval> without(List<Interval> others) {
    List<Interval> left = new ArrayList<>();
    Instant start = from;
    for (Interval other : others) {
      if (!other.isEmpty() && other.to.isAfter(start) && other.from.isBefore(to)) {
        if (other.from.isAfter(start)) {
          left.add(new Interval(start, other.from));
        }
        start = other.to;
      }
    }
    if (start.isBefore(to)) {
      left.add(new Interval(start, to));
    }
    return left;
  }
}
