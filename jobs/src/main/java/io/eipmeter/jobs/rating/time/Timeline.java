package io.eipmeter.jobs.rating.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A value over time: each holds from its time until the next one's; the first known holds before
 * its time, too.
 *
 * @param values in the order of their times; of two at one time the later in the list holds
 */
public record Timeline<T>(List<Since<T>> values) {
  public Timeline {
    values =
        values.stream()
            .sorted(Comparator.<Since<T>, Instant>comparing(Since::from)) // stable
            .toList();
  }

  /** What holds in a part of an interval. */
  public record Piece<T>(Interval time, T value) {}

  public static <T> Timeline<T> always(T value) {
    return new Timeline<>(List.of(new Since<>(Instant.MIN, value)));
  }

  public static <T> Timeline<T> unknown() {
    return new Timeline<>(List.of());
  }

  /** Empty only where nothing is known at all. */
  public Optional<T> at(Instant time) {
    Optional<T> found = values.stream().findFirst().map(Since::value);
    for (Since<T> since : values) {
      if (since.from().isAfter(time)) {
        break;
      }
      found = Optional.of(since.value());
    }
    return found;
  }

  /** The values that hold within an interval, in order, each with its part of it. */
  public List<Piece<T>> within(Interval interval) {
    List<Piece<T>> pieces = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Instant from = i == 0 ? Instant.MIN : values.get(i).from();
      Instant to = i + 1 < values.size() ? values.get(i + 1).from() : Instant.MAX;
      Interval time = new Interval(from, to).intersect(interval);
      if (!time.isEmpty()) {
        pieces.add(new Piece<>(time, values.get(i).value()));
      }
    }
    return pieces;
  }
}
