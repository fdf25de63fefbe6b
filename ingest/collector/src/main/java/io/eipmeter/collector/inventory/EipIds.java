package io.eipmeter.collector.inventory;

import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.files.BadFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One EIP is on one address at a time: else what it used can't be told. */
final class EipIds {
  private static final Comparator<Use> BY_START =
      Comparator.comparingLong((Use use) -> use.piece.fromMs())
          .thenComparing(use -> use.history.range());

  private record Use(RangeHistory history, Piece piece) {}

  private EipIds() {}

  /**
   * Looks at what a plan makes of all ranges.
   *
   * @throws BadFileException if the plan puts an EIP on two addresses at once
   */
  static void check(Collection<RangeHistory> histories, long asOfMs, Doubts doubts) {
    Set<String> ofManyRanges = ofManyRanges(histories);
    Map<String, List<Use>> byEip = new HashMap<>();
    for (RangeHistory history : histories) {
      for (Piece piece : history.pieces()) {
        if (ofManyRanges.contains(piece.said().getEipId())) {
          byEip
              .computeIfAbsent(piece.said().getEipId(), any -> new ArrayList<>())
              .add(new Use(history, piece));
        }
      }
    }
    for (List<Use> uses : byEip.values()) {
      check(uses, asOfMs, doubts);
    }
  }

  private static Set<String> ofManyRanges(Collection<RangeHistory> histories) {
    Map<String, RangeHistory> first = new HashMap<>(histories.size() * 2);
    Set<String> many = new HashSet<>();
    for (RangeHistory history : histories) {
      for (Piece piece : history.pieces()) {
        String eipId = piece.said().getEipId();
        RangeHistory other = eipId.isEmpty() ? null : first.putIfAbsent(eipId, history);
        if (other != null && other != history) {
          many.add(eipId);
        }
      }
    }
    return many;
  }

  private static void check(List<Use> uses, long asOfMs, Doubts doubts) {
    uses.sort(BY_START);
    Map<AddressRange, Use> latest = new HashMap<>();
    for (Use use : uses) {
      for (Use other : latest.values()) {
        long endMs = Math.min(use.piece.toMs(), other.piece.toMs());
        if (other.history != use.history && use.piece.fromMs() < endMs) {
          atOnce(other, use, endMs, asOfMs, doubts);
        }
      }
      latest.merge(use.history.range(), use, (a, b) -> a.piece.toMs() >= b.piece.toMs() ? a : b);
    }
  }

  private static void atOnce(Use one, Use other, long endMs, long asOfMs, Doubts doubts) {
    boolean ofFile = endMs > asOfMs && (isMovable(one) || isMovable(other));
    if (ofFile || isNewBefore(one, asOfMs) || isNewBefore(other, asOfMs)) {
      throw new BadFileException(
          "EIP "
              + one.piece.said().getEipId()
              + " would be on "
              + one.history.range().written()
              + " and on "
              + other.history.range().written()
              + " at once, at "
              + Instant.ofEpochMilli(other.piece.fromMs()));
    }
    if (endMs > asOfMs) {
      doubts.add(Doubts.Kind.EIP_ON_TWO_ADDRESSES, other.history.range());
    }
  }

  private static boolean isMovable(Use use) {
    return use.history.isMovable(use.piece);
  }

  /** Whether the plan has it hold in the past when it did not. */
  private static boolean isNewBefore(Use use, long asOfMs) {
    return use.piece.fromMs() < asOfMs
        && use.history.before().stream()
            .noneMatch(
                was ->
                    Facts.same(was.said(), use.piece.said())
                        && was.fromMs() <= use.piece.fromMs()
                        && was.toMs() >= Math.min(use.piece.toMs(), asOfMs));
  }
}
