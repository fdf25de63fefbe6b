package io.eipmeter.collector.inventory;

import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.EipEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the history of each range what the rows of a snapshot say of it. */
final class HolderChange {
  private final long asOfMs;
  private final Doubts doubts;
  private final List<String> conflicts = new ArrayList<>();
  private final Map<AddressRange, Integer> toldElsewhere = new HashMap<>();

  HolderChange(long asOfMs, Doubts doubts) {
    this.asOfMs = asOfMs;
    this.doubts = doubts;
  }

  /** Whether somebody whom a snapshot may change holds it at its moment. */
  boolean isHeld(RangeHistory history) {
    for (Piece piece : history.pieces()) {
      if (piece.overlaps(asOfMs, asOfMs + 1) && history.isMovable(piece)) {
        return true;
      }
    }
    return false;
  }

  /** How many rows of a range say what another source says. */
  int toldElsewhere(AddressRange range) {
    return toldElsewhere.getOrDefault(range, 0);
  }

  /**
   * @param rows of the range, in the order of time; none: from the snapshot on nobody holds it
   */
  void apply(RangeHistory history, List<SnapshotRow> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).isBefore(asOfMs)) {
        long nextMs = i + 1 < rows.size() ? rows.get(i + 1).fromMs() : Piece.OPEN;
        before(history, rows.get(i), Math.min(asOfMs, nextMs));
      }
    }
    List<EipEvent> said = new ArrayList<>(rows.size());
    rows.forEach(row -> said.add(withUntold(history, row)));
    history.clear(asOfMs, Piece.OPEN);
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).toMs() > asOfMs) {
        from(history, rows.get(i), said.get(i));
      }
    }
  }

  /** Of others' statements that stand in the way. */
  void refuseConflicts() {
    if (!conflicts.isEmpty()) {
      int more = conflicts.size() - 1;
      throw new BadFileException(
          conflicts.get(0)
              + (more == 0 ? "" : ", and " + more + " more like it")
              + "; --all-sources lets the file go before what others say");
    }
  }

  /** What a row says of the time before the snapshot. */
  private void before(RangeHistory history, SnapshotRow row, long untilMs) {
    boolean hasEnded = row.toMs() <= asOfMs;
    for (Span span : history.holders(row.fromMs(), Math.min(row.toMs(), asOfMs))) {
      Piece holder = span.holder();
      if (holder == null || !agrees(history, holder, row, hasEnded)) {
        if (history.isFixedIn(span.fromMs(), span.toMs())) {
          conflict(row, span);
        } else {
          history.clear(span.fromMs(), span.toMs());
          history.put(row.said(), SyncPlanner.SOURCE, row.name(), span.fromMs(), span.toMs());
        }
      }
    }
    if (hasEnded && row.toMs() < untilMs) {
      endsThen(history, row, untilMs);
    }
  }

  private static boolean agrees(
      RangeHistory history, Piece holder, SnapshotRow row, boolean inAll) {
    if (!history.isMovable(holder)) {
      return follows(row, holder);
    }
    return inAll
        ? Facts.same(Facts.withUntold(row.said(), holder.said()), holder.said())
        : Piece.sameHolder(row.said(), holder.said());
  }

  /** A row that has ended says that its holder did not go on. */
  private void endsThen(RangeHistory history, SnapshotRow row, long untilMs) {
    for (Span span : history.holders(row.toMs(), untilMs)) {
      Piece holder = span.holder();
      if (holder == null || !Piece.sameHolder(row.said(), holder.said())) {
        return;
      }
      if (!history.isMovable(holder)) {
        doubts.add(Doubts.Kind.OTHER_SOURCE_SAYS_OTHERWISE, row.range());
        return;
      }
      history.clear(span.fromMs(), span.toMs());
    }
  }

  /** What a row says of the time from the snapshot on. */
  private void from(RangeHistory history, SnapshotRow row, EipEvent said) {
    long fromMs = Math.max(row.fromMs(), asOfMs);
    if (!history.isFixedIn(fromMs, row.toMs())) {
      history.put(said, SyncPlanner.SOURCE, row.name(), fromMs, row.toMs());
      return;
    }
    boolean isToldOtherwise = false;
    for (Span span : history.holders(fromMs, row.toMs())) {
      Piece holder = span.holder();
      if (holder == null || !follows(row, holder)) {
        conflict(row, span);
        return;
      }
      isToldOtherwise |= !Facts.same(Facts.withUntold(row.said(), holder.said()), holder.said());
    }
    toldElsewhere.merge(row.range(), 1, Integer::sum);
    if (isToldOtherwise) {
      doubts.add(Doubts.Kind.OTHER_SOURCE_SAYS_OTHERWISE, row.range());
    }
  }

  /** Whether a row may stand beside what another source says: it names the same holder. */
  private static boolean follows(SnapshotRow row, Piece holder) {
    return row.said().getAccount().equals(holder.said().getAccount())
        && (row.said().getEipId().isEmpty()
            || row.said().getEipId().equals(holder.said().getEipId()));
  }

  private void conflict(SnapshotRow row, Span span) {
    Piece holder = span.holder();
    conflicts.add(
        row.range().written()
            + " is "
            + row.said().getAccount()
            + "'s in the file, and from "
            + SyncPlan.time(span.fromMs())
            + " "
            + (holder == null
                ? "nobody's"
                : holder.said().getAccount()
                    + "'s"
                    + (holder.said().getEipId().isEmpty()
                        ? ""
                        : " (" + holder.said().getEipId() + ")"))
            + (holder == null ? " by what another source says" : " by word of " + holder.source()));
  }

  /** What a row says, with what no file can say of the same holder. */
  private EipEvent withUntold(RangeHistory history, SnapshotRow row) {
    long fromMs = Math.max(row.fromMs(), asOfMs);
    Piece holder = history.holder(fromMs);
    return holder != null && history.isMovable(holder)
        ? Facts.withUntold(row.said(), holder.said())
        : row.said();
  }
}
