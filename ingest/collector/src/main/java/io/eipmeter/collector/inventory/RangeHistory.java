package io.eipmeter.collector.inventory;

import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.v1.EipEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who held one range when, and what a plan makes of it. Not thread-safe. */
final class RangeHistory {
  private static final Comparator<Piece> EARLY_FIRST =
      Comparator.comparingLong(Piece::fromMs)
          .thenComparing(Piece::ownershipId, Comparator.nullsLast(Comparator.naturalOrder()));

  private final AddressRange range;
  private final Predicate<Piece> movable;
  private final List<Piece> before = new ArrayList<>();
  private List<Piece> pieces = new ArrayList<>();
  private final List<Piece> removed = new ArrayList<>();

  /**
   * @param movable which pieces may be changed; what others say stays
   */
  RangeHistory(AddressRange range, Predicate<Piece> movable) {
    this.range = range;
    this.movable = movable;
  }

  /** Adds what is in force. */
  void isInForce(Piece piece) {
    before.add(piece);
    pieces.add(piece);
  }

  AddressRange range() {
    return range;
  }

  List<Piece> pieces() {
    return pieces;
  }

  List<Piece> before() {
    return before;
  }

  boolean isMovable(Piece piece) {
    return movable.test(piece);
  }

  boolean isFixedIn(long fromMs, long toMs) {
    for (Piece piece : pieces) {
      if (piece.overlaps(fromMs, toMs) && !movable.test(piece)) {
        return true;
      }
    }
    return false;
  }

  /** Who holds it at a time as the plan has it; of two the earlier. */
  @Nullable Piece holder(long atMs) {
    Piece first = null;
    for (Piece piece : pieces) {
      if (piece.overlaps(atMs, atMs + 1)
          && (first == null || EARLY_FIRST.compare(piece, first) < 0)) {
        first = piece;
      }
    }
    return first;
  }

  /** The holders from a time to another as the plan has it, without a hole. */
  List<Span> holders(long fromMs, long toMs) {
    return holders(pieces, fromMs, toMs);
  }

  /** As {@link #holders(long, long)}, of what is in force. */
  List<Span> holdersBefore(long fromMs, long toMs) {
    return holders(before, fromMs, toMs);
  }

  /** Of two that hold it at a time, it is the earlier's. */
  private static List<Span> holders(List<Piece> pieces, long fromMs, long toMs) {
    TreeSet<Long> edges = new TreeSet<>(List.of(fromMs));
    List<Piece> sorted = new ArrayList<>(pieces);
    sorted.sort(EARLY_FIRST);
    for (Piece piece : sorted) {
      if (piece.overlaps(fromMs, toMs)) {
        edges.add(Math.max(fromMs, piece.fromMs()));
        edges.add(Math.min(toMs, piece.toMs()));
      }
    }
    edges.remove(toMs);
    List<Span> spans = new ArrayList<>();
    PriorityQueue<Piece> holding = new PriorityQueue<>(EARLY_FIRST);
    int next = 0;
    for (long edge : edges) {
      while (next < sorted.size() && sorted.get(next).fromMs() <= edge) {
        holding.add(sorted.get(next++));
      }
      Piece first = holding.peek();
      while (first != null && first.toMs() <= edge) {
        holding.remove();
        first = holding.peek();
      }
      Long end = edges.higher(edge);
      spans.add(new Span(edge, end == null ? toMs : end, first));
    }
    return spans;
  }

  /** From a time to another nobody holds it but whom others name. */
  void clear(long fromMs, long toMs) {
    List<Piece> left = new ArrayList<>(pieces.size() + 1);
    for (Piece piece : pieces) {
      if (!movable.test(piece) || !piece.overlaps(fromMs, toMs)) {
        left.add(piece);
        continue;
      }
      boolean hasHead = piece.fromMs() < fromMs;
      if (hasHead) {
        left.add(piece.during(piece.fromMs(), fromMs));
      }
      if (piece.toMs() > toMs) {
        Piece tail = piece.during(toMs, piece.toMs());
        left.add(hasHead ? tail.anew() : tail);
      } else if (!hasHead) {
        removed.add(piece);
      }
    }
    pieces = left;
  }

  /**
   * Somebody holds it from a time to another. What says the same and ends then goes on, so that
   * nothing changes where nothing has; the time must have been cleared.
   */
  void put(EipEvent said, String source, String name, long fromMs, long toMs) {
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (!movable.test(piece) || !Facts.same(piece.said(), said)) {
        continue;
      }
      if (piece.toMs() == fromMs) {
        pieces.set(i, piece.during(piece.fromMs(), toMs));
        return;
      }
      if (piece.fromMs() == toMs) {
        pieces.set(i, piece.during(fromMs, piece.toMs()));
        return;
      }
    }
    for (Piece piece : removed) {
      if (piece.fromMs() == fromMs && Facts.same(piece.said(), said)) {
        removed.remove(piece);
        pieces.add(piece.during(fromMs, toMs));
        return;
      }
    }
    pieces.add(new Piece(said, source, fromMs, toMs, name, null));
  }

  /**
   * The statements that make what is in force what the plan has: first what ends, then what begins.
   *
   * @param newId the id of a new interval
   */
  List<EipEvent> statements(BiFunction<AddressRange, Piece, String> newId) {
    if (pieces.equals(before)) {
      return List.of();
    }
    Map<String, Piece> old = new HashMap<>();
    before.forEach(piece -> old.put(id(piece), piece));
    List<EipEvent> begins = new ArrayList<>();
    List<EipEvent> ends = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      String id = piece.ownershipId();
      if (id == null) {
        id = newId.apply(range, piece);
        pieces.set(i, piece.known(id));
        begins.add(piece.statement(id));
        continue;
      }
      Piece was = old.remove(id);
      if (was != null && (was.fromMs() != piece.fromMs() || was.toMs() != piece.toMs())) {
        (piece.toMs() < was.toMs() ? ends : begins).add(piece.statement(id));
      }
    }
    for (Piece gone : inOrder(old.values())) {
      ends.add(gone.withdrawal(id(gone)));
    }
    ends.addAll(begins);
    return ends;
  }

  private static List<Piece> inOrder(Collection<Piece> some) {
    return some.stream().sorted(EARLY_FIRST).toList();
  }

  private static String id(Piece piece) {
    String id = piece.ownershipId();
    if (id == null) {
      throw new IllegalStateException("what is in force has an id, " + piece + " has none");
    }
    return id;
  }

  /** Times in which another holds it than before, or the same with something changed. */
  List<Difference> differences() {
    List<Span> was = holdersBefore(0, Piece.OPEN);
    List<Span> now = holders(0, Piece.OPEN);
    List<Difference> differences = new ArrayList<>();
    long atMs = 0;
    for (int i = 0, j = 0; i < was.size() && j < now.size(); ) {
      long endMs = Math.min(was.get(i).toMs(), now.get(j).toMs());
      Difference.append(
          differences, range, atMs, endMs, said(was.get(i).holder()), said(now.get(j).holder()));
      i += was.get(i).toMs() == endMs ? 1 : 0;
      j += now.get(j).toMs() == endMs ? 1 : 0;
      atMs = endMs;
    }
    return differences;
  }

  private static @Nullable EipEvent said(@Nullable Piece piece) {
    return piece == null ? null : piece.said();
  }
}
