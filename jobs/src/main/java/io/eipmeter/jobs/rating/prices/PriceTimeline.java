package io.eipmeter.jobs.rating.prices;

import io.eipmeter.jobs.rating.time.Interval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All versions of a price book. An hour has the price of the version that is valid when it begins
 * (R10): a version holds from its start until its own end or the start of the next one. A version
 * that begins together with an earlier one replaces it.
 */
public final class PriceTimeline {
  private final List<PriceBook> versions;

  /** A version and the part of an interval in which it is valid. */
  public record Piece(Interval time, PriceBook book) {}

  private PriceTimeline(List<PriceBook> versions) {
    this.versions = versions;
  }

  public static PriceTimeline of(PriceBook only) {
    return new PriceTimeline(List.of(only));
  }

  /**
   * Puts versions in order.
   *
   * @param versions at least one, in any order
   * @throws IllegalArgumentException if they are of two books, two have one number, a later one
   *     begins earlier or before the stated end of the one before, or currency or zone differ
   */
  public static PriceTimeline of(List<PriceBook> versions) {
    List<PriceBook> inOrder =
        versions.stream().sorted(Comparator.comparingInt(PriceBook::version)).toList();
    List<PriceBook> cut = new ArrayList<>();
    for (int i = 0; i < inOrder.size(); i++) {
      PriceBook next = i + 1 < inOrder.size() ? inOrder.get(i + 1) : null;
      if (next != null) {
        fits(inOrder.get(i), next);
      }
      cut.add(next == null ? inOrder.get(i) : until(inOrder.get(i), next.valid().from()));
    }
    if (cut.isEmpty()) {
      throw new IllegalArgumentException("a price book has at least one version");
    }
    return new PriceTimeline(List.copyOf(cut));
  }

  private static void fits(PriceBook book, PriceBook next) {
    String problem = problem(book, next);
    if (problem != null) {
      throw new IllegalArgumentException(
          next.id() + " does not follow " + book.id() + ": " + problem);
    }
  }

  private static @Nullable String problem(PriceBook book, PriceBook next) {
    if (!book.name().equals(next.name())) {
      return "versions of a book have one name";
    }
    if (book.version() == next.version()) {
      return "two have this number";
    }
    if (!book.currency().equals(next.currency())) {
      return "its currency is " + next.currency() + ", not " + book.currency();
    }
    if (!book.zone().equals(next.zone())) {
      return "its zone is " + next.zone() + ", not " + book.zone();
    }
    if (next.valid().from().isBefore(book.valid().from())) {
      return "it is valid from " + next.valid().from() + ", earlier than " + book.valid().from();
    }
    Instant end = book.valid().to();
    return end.equals(Instant.MAX) || !end.isAfter(next.valid().from())
        ? null
        : "it is valid from " + next.valid().from() + ", before the other's validTo " + end;
  }

  private static PriceBook until(PriceBook book, Instant end) {
    return book.valid().to().isAfter(end)
        ? book.valid(new Interval(book.valid().from(), end))
        : book;
  }

  public String name() {
    return versions.get(0).name();
  }

  public String currency() {
    return versions.get(0).currency();
  }

  public ZoneId zone() {
    return versions.get(0).zone();
  }

  public List<PriceBook> versions() {
    return versions;
  }

  /** The version valid at a time. */
  public Optional<PriceBook> at(Instant time) {
    PriceBook found = null;
    for (PriceBook book : versions) {
      found = book.valid().contains(time) ? book : found;
    }
    return Optional.ofNullable(found);
  }

  /** The versions valid within an interval, in order, each with its part of it. */
  public List<Piece> within(Interval interval) {
    List<Piece> pieces = new ArrayList<>();
    for (PriceBook book : versions) {
      Interval time = book.valid().intersect(interval);
      if (!time.isEmpty()) {
        pieces.add(new Piece(time, book));
      }
    }
    return pieces;
  }

  /**
   * The version by which what belongs to a whole month is priced (minimum, maximum, decimals): the
   * one valid when the month begins, or the first after that.
   */
  public Optional<PriceBook> ofMonth(Interval month) {
    return at(month.from()).or(() -> within(month).stream().map(Piece::book).findFirst());
  }

  /** Whether hours of an interval cost something else than by an earlier state of the versions. */
  public boolean restates(PriceTimeline before, Interval interval) {
    for (Piece piece : within(interval)) {
      for (Piece old : before.within(piece.time())) {
        if (PriceBookDiff.of(old.book(), piece.book()).changesPrices()) {
          return true;
        }
      }
    }
    return false;
  }
}
