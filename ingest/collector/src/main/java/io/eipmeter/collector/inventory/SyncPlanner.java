package io.eipmeter.collector.inventory;

import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.EipEvent;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes a plan of a snapshot: from its moment on each range is held by whom it names, and by nobody
 * whom it does not name; before that nothing changes but what a row says with times of its own.
 *
 * <p>An open row says who has held a range since its {@code from}, and how it is now: with the same
 * account and EIP since then it agrees with the past, and what else it says holds from the
 * snapshot's moment on. A row that has ended says how it was.
 */
public final class SyncPlanner {
  /** The source of statements that come from inventory files. */
  public static final String SOURCE = "inventory";

  private final InForce inForce;
  private final MeteredSpace metered;
  private final Moment moment;
  private final ZoneId zone;
  private final boolean allSources;

  /**
   * @param zone in which months are told
   * @param allSources whether it also closes and changes what others than such files say
   */
  public SyncPlanner(
      InForce inForce, MeteredSpace metered, Moment moment, ZoneId zone, boolean allSources) {
    this.inForce = inForce;
    this.metered = metered;
    this.moment = moment;
    this.zone = zone;
    this.allSources = allSources;
  }

  /**
   * Makes the plan.
   *
   * @param rows as a file has them
   * @throws BadFileException if a range, or an EIP, would have two holders at once
   */
  public SyncPlan plan(List<EipEvent> rows) {
    Map<AddressRange, List<SnapshotRow>> byRange =
        SnapshotRow.byRange(rows, SOURCE, moment.asOfMs());
    Map<AddressRange, RangeHistory> histories = histories();
    Doubts doubts = new Doubts();
    HolderChange change = new HolderChange(moment.asOfMs(), doubts);
    int vanished = 0;
    int held = 0;
    for (RangeHistory history : histories.values()) {
      boolean isHeld = change.isHeld(history);
      held += isHeld ? 1 : 0;
      if (!byRange.containsKey(history.range())) {
        vanished += isHeld ? 1 : 0;
        change.apply(history, List.of());
      }
    }
    for (Map.Entry<AddressRange, List<SnapshotRow>> entry : byRange.entrySet()) {
      change.apply(histories.computeIfAbsent(entry.getKey(), this::history), entry.getValue());
      entry.getValue().forEach(row -> doubt(row, doubts));
    }
    change.refuseConflicts();
    EipIds.check(histories.values(), moment.asOfMs(), doubts);
    return plan(histories, byRange, change, doubts, vanished, held);
  }

  private SyncPlan plan(
      Map<AddressRange, RangeHistory> histories,
      Map<AddressRange, List<SnapshotRow>> byRange,
      HolderChange change,
      Doubts doubts,
      int vanished,
      int held) {
    List<EipEvent> statements = new ArrayList<>();
    List<Difference> differences = new ArrayList<>();
    List<AddressRange> settled = new ArrayList<>();
    OwnershipIds ids = new OwnershipIds(inForce);
    int unchanged = 0;
    int toldElsewhere = 0;
    for (RangeHistory history : new TreeMap<>(histories).values()) {
      List<EipEvent> said = history.statements(ids::of);
      List<Difference> differs = said.isEmpty() ? List.of() : history.differences();
      int elsewhere = change.toldElsewhere(history.range());
      toldElsewhere += elsewhere;
      if (differs.isEmpty()) {
        unchanged += byRange.getOrDefault(history.range(), List.of()).size() - elsewhere;
        if (!said.isEmpty()) {
          settled.add(history.range());
        }
      }
      statements.addAll(said);
      differences.addAll(differs);
    }
    return new SyncPlan(
        statements,
        differences,
        settled,
        moved(differences, histories),
        doubts.sentences(),
        unchanged,
        toldElsewhere,
        vanished,
        held);
  }

  private Map<AddressRange, RangeHistory> histories() {
    Map<AddressRange, RangeHistory> histories = new HashMap<>();
    for (EipEvent event : inForce.intervals()) {
      histories.computeIfAbsent(Piece.range(event), this::history).isInForce(Piece.of(event));
    }
    return histories;
  }

  private RangeHistory history(AddressRange range) {
    return new RangeHistory(range, piece -> allSources || piece.source().equals(SOURCE));
  }

  private void doubt(SnapshotRow row, Doubts doubts) {
    if (row.toMs() <= moment.asOfMs()) {
      return;
    }
    if (row.said().getLine().isEmpty()) {
      doubts.add(Doubts.Kind.NO_LINE, row.range());
    }
    if (row.said().getRegion().isEmpty()) {
      doubts.add(Doubts.Kind.NO_REGION, row.range());
    }
    if (!metered.touches(row.range())) {
      doubts.add(Doubts.Kind.NOT_METERED, row.range());
    } else if (metered.isPartOfUnit(row.range())) {
      doubts.add(Doubts.Kind.PART_OF_UNIT, row.range());
    }
  }

  private MovedMonths moved(
      List<Difference> differences, Map<AddressRange, RangeHistory> histories) {
    MovedMonths moved = new MovedMonths(zone);
    TreeSet<Integer> lengths = new TreeSet<>();
    histories.keySet().forEach(range -> lengths.add(range.prefixLength()));
    for (Difference difference : differences) {
      long toMs = Math.min(difference.toMs(), moment.pastUntilMs());
      if (difference.fromMs() >= toMs) {
        continue;
      }
      for (EipEvent holder : difference.holders()) {
        moved.add(holder.getAccount(), difference.fromMs(), toMs);
      }
      if (difference.holders().size() == 1) {
        // What one range gains or loses is lost or gained by the wider ones around it.
        for (int length : lengths.headSet(difference.range().prefixLength())) {
          RangeHistory around =
              histories.get(AddressRange.around(difference.range().address(), length));
          if (around != null) {
            addHolders(moved, around.holdersBefore(difference.fromMs(), toMs));
            addHolders(moved, around.holders(difference.fromMs(), toMs));
          }
        }
      }
    }
    return moved;
  }

  private static void addHolders(MovedMonths moved, Collection<Span> spans) {
    for (Span span : spans) {
      Piece holder = span.holder();
      if (holder != null) {
        moved.add(holder.said().getAccount(), span.fromMs(), span.toMs());
      }
    }
  }
}
