package io.eipmeter.collector.inventory;

import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.EipEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a row of a file says.
 *
 * @param said who holds the range and how
 * @param name the id that the row gives itself; empty: none
 * @param saysFrom whether it says since when; else it is so as of the snapshot
 * @param fromMs since when
 * @param toMs first millisecond after it; {@link Piece#OPEN}: open
 */
record SnapshotRow(
    AddressRange range, EipEvent said, String name, boolean saysFrom, long fromMs, long toMs) {

  /**
   * The rows by what they speak of, in the order of the file; each list in the order of time.
   *
   * @param source the source of statements of such files
   * @throws BadFileException if two speak of one range at one time
   */
  static Map<AddressRange, List<SnapshotRow>> byRange(
      Collection<EipEvent> events, String source, long asOfMs) {
    Map<AddressRange, List<SnapshotRow>> byRange = new LinkedHashMap<>(events.size() * 2);
    for (EipEvent event : events) {
      SnapshotRow row = of(event, source, asOfMs);
      byRange.computeIfAbsent(row.range, any -> new ArrayList<>(1)).add(row);
    }
    for (List<SnapshotRow> rows : byRange.values()) {
      rows.sort(Comparator.comparingLong(SnapshotRow::fromMs));
      for (int i = 1; i < rows.size(); i++) {
        if (rows.get(i - 1).toMs > rows.get(i).fromMs) {
          throw new BadFileException(
              "two rows say who holds "
                  + rows.get(i).range.written()
                  + " at "
                  + Instant.ofEpochMilli(rows.get(i).fromMs)
                  + ", "
                  + rows.get(i - 1).said.getAccount()
                  + " and "
                  + rows.get(i).said.getAccount());
        }
      }
    }
    return byRange;
  }

  private static SnapshotRow of(EipEvent event, String source, long asOfMs) {
    AddressRange range = Piece.range(event);
    boolean saysFrom = event.getFromMs() > 0;
    long toMs = event.getToMs() == 0 ? Piece.OPEN : event.getToMs();
    if (!saysFrom && toMs <= asOfMs) {
      throw new BadFileException(
          range.written()
              + ": the row has ended by "
              + Instant.ofEpochMilli(asOfMs)
              + " and says no 'from'; leave it out, or say since when");
    }
    // A row without an id of its own gets one from the reader, which begins so.
    String id = event.getOwnershipId();
    String name = id.startsWith(source + ":") ? "" : id;
    return new SnapshotRow(
        range, event, name, saysFrom, saysFrom ? event.getFromMs() : asOfMs, toMs);
  }

  /** Whether a part of it lies before a moment. */
  boolean isBefore(long atMs) {
    return saysFrom && fromMs < atMs;
  }
}
