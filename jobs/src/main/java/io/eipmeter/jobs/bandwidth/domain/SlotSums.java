package io.eipmeter.jobs.bandwidth.domain;

import java.util.EnumMap;
import java.util.Map;

/**
 * All open sums of the addresses of one slot, and when they settle. At rest an address holds
 * nothing; an active one holds a row for each open slice of a minute (two or three) and of a
 * quarter (about six).
 */
public final class SlotSums {
  private final Map<SumKind, SumTable> tables;

  public SlotSums() {
    tables = new EnumMap<>(SumKind.class);
    for (SumKind kind : SumKind.values()) {
      tables.put(kind, new SumTable(kind));
    }
  }

  private SlotSums(SlotSums other) {
    tables = new EnumMap<>(SumKind.class);
    other.tables.forEach((kind, table) -> tables.put(kind, table.copy()));
  }

  public SlotSums copy() {
    return new SlotSums(this);
  }

  public SumTable table(SumKind kind) {
    SumTable table = tables.get(kind);
    if (table == null) {
      throw new IllegalStateException("every kind has a table");
    }
    return table;
  }

  /** Takes a row that settled. */
  @FunctionalInterface
  public interface SettledSink {
    /**
     * @param closeMs log time at which it closed
     */
    void settled(SumTable table, int row, long closeMs);
  }

  /**
   * Settles all that closes at or before a log time: minutes first, since their slices make the
   * quarters.
   *
   * @param untilMs every record of an earlier log time is in the sums
   */
  public void settle(long untilMs, SettingsHistory history, SettledSink sink) {
    SumTable quarters = table(SumKind.QUARTER);
    SumTable minutes = table(SumKind.MINUTE);
    minutes.removeIf(
        row -> {
          long minute = SumTable.intervalOf(minutes.detail(row));
          long closeMs = closeMs(SumKind.MINUTE, minutes.detail(row), history);
          if (closeMs > untilMs) {
            return false;
          }
          long quarter = minute * Slices.MINUTE_MS / Slices.QUARTER_MS;
          long quarterSlice = Slices.ofQuarter(quarter, closeMs, history.sealDelayMs(quarter));
          quarters.mergeRow(
              minutes.high(row),
              minutes.low(row),
              SumTable.detail(quarter, quarterSlice),
              minutes,
              row);
          sink.settled(minutes, row, closeMs);
          return true;
        });
    settle(SumKind.QUARTER, untilMs, sink, history);
    settle(SumKind.EXPORTER, untilMs, sink, history);
    settle(SumKind.INTERFACE, untilMs, sink, history);
    settle(SumKind.CONTROL, untilMs, sink, history);
    SumTable seconds = table(SumKind.SECOND);
    seconds.removeIf(
        row -> closeMs(SumKind.SECOND, seconds.detail(row), history) <= untilMs); // for eyes only
  }

  private void settle(SumKind kind, long untilMs, SettledSink sink, SettingsHistory history) {
    SumTable table = table(kind);
    table.removeIf(
        row -> {
          long closeMs = closeMs(kind, table.detail(row), history);
          if (closeMs > untilMs) {
            return false;
          }
          sink.settled(table, row, closeMs);
          return true;
        });
  }

  private static long closeMs(SumKind kind, long detail, SettingsHistory history) {
    long interval = SumTable.intervalOf(detail);
    return switch (kind) {
      case MINUTE ->
          Slices.minuteCloseMs(
              interval, SumTable.detailOf(detail), history.settleDelayMs(interval));
      case QUARTER ->
          Slices.quarterCloseMs(interval, SumTable.detailOf(detail), history.sealDelayMs(interval));
      case EXPORTER, INTERFACE -> (interval + 1) * Slices.MINUTE_MS;
      case SECOND -> {
        long minute = interval * Slices.SECOND_MS / Slices.MINUTE_MS;
        yield Slices.minuteCloseMs(minute, 0, history.settleDelayMs(minute));
      }
      case CONTROL -> Slices.lateClose(SumTable.detailOf(detail));
    };
  }

  /**
   * Whether an interval lies wholly after a log time, so that a run that reads from there has all
   * of it.
   */
  public static boolean startsAfter(SumKind kind, long detail, long fromMs) {
    long interval = SumTable.intervalOf(detail);
    long slice = SumTable.detailOf(detail);
    return switch (kind) {
      case MINUTE ->
          (slice == 0 ? interval * Slices.MINUTE_MS : slice * Slices.LATE_SLICE_MS) >= fromMs;
      case QUARTER ->
          (slice == 0 ? interval * Slices.QUARTER_MS : (slice - 1) * Slices.LATE_SLICE_MS)
              >= fromMs;
      case EXPORTER, INTERFACE -> interval * Slices.MINUTE_MS >= fromMs;
      case CONTROL -> slice * Slices.LATE_SLICE_MS >= fromMs;
      case SECOND -> throw new IllegalArgumentException("seconds are never settled");
    };
  }
}
