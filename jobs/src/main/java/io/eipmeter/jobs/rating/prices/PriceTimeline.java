package io.eipmeter.jobs.rating.prices;

import io.eipmeter.jobs.rating.time.Interval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All versions of a price book. An hour has the price of the version that is valid when it begins
 * (R10); of several the one with the highest number, so that a version without an end holds until
 * the next one begins, and a correction with an end stands in for what it corrects, no longer.
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
   * @throws IllegalArgumentException if they are of two books, two have one number, one begins
   *     before the stated end of one before it, or currency or zone differ
   */
  public static PriceTimeline of(List<PriceBook> versions) {
    List<PriceBook> inOrder =
        versions.stream().sorted(Comparator.comparingInt(PriceBook::version)).toList();
    if (inOrder.isEmpty()) {
      throw new IllegalArgumentException("a price book has at least one version");
    }
    for (int i = 0; i < inOrder.size(); i++) {
      for (PriceBook next : inOrder.subList(i + 1, inOrder.size())) {
        String problem = problem(inOrder.get(i), next);
        if (problem != null) {
          throw new IllegalArgumentException(
              next.id() + " does not follow " + inOrder.get(i).id() + ": " + problem);
        }
      }
    }
    return new PriceTimeline(inOrder);
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
    Instant end = book.valid().to();
    boolean beginsWithin =
        next.valid().from().isAfter(book.valid().from()) && next.valid().from().isBefore(end);
    return end.equals(Instant.MAX) || !beginsWithin
        ? null
        : "it is valid from " + next.valid().from() + ", before the other's validTo " + end;
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

  /** Name and number of the newest version: versions up to it are the prices. */
  public String id() {
    return versions.get(versions.size() - 1).id();
  }

  /** The versions up to one, as they were known when it was the newest. */
  public PriceTimeline upTo(int version) {
    return of(versions.stream().filter(book -> book.version() <= version).toList());
  }

  public List<PriceBook> versions() {
    return versions;
  }

  /** The version valid at a time. */
  public Optional<PriceBook> at(Instant time) {
    for (int i = versions.size() - 1; i >= 0; i--) {
      if (versions.get(i).valid().contains(time)) {
        return Optional.of(versions.get(i));
      }
    }
    return Optional.empty();
  }

  /** The versions valid within an interval, in order, each with its part of it. */
  public List<Piece> within(Interval interval) {
    TreeSet<Instant> edges = new TreeSet<>(List.of(interval.from()));
    for (PriceBook book : versions) {
      edges.add(book.valid().from());
      edges.add(book.valid().to());
    }
    List<Piece> pieces = new ArrayList<>();
    for (Instant from : edges.subSet(interval.from(), interval.to())) {
      Instant next = edges.higher(from);
      Instant to = next == null || next.isAfter(interval.to()) ? interval.to() : next;
      at(from).ifPresent(book -> add(pieces, new Interval(from, to), book));
    }
    return pieces;
  }

  private static void add(List<Piece> pieces, Interval time, PriceBook book) {
    int last = pieces.size() - 1;
    if (last >= 0
        && pieces.get(last).book() == book
        && pieces.get(last).time().to().equals(time.from())) {
      pieces.set(last, new Piece(new Interval(pieces.get(last).time().from(), time.to()), book));
    } else {
      pieces.add(new Piece(time, book));
    }
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
