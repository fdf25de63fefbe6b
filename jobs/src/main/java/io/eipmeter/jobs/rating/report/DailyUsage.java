package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.domain.UsageHour.Quality;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** An account's usage of a month in a few numbers: what a page shows of it. */
public final class DailyUsage {
  private final SortedMap<LocalDate, Long> bytesOut = new TreeMap<>();
  private final Map<Quality, Long> hours = new EnumMap<>(Quality.class);
  private long incompleteMinutes;

  void add(UsageHour hour, ZoneId zone) {
    add(
        hour.hourStart().atZone(zone).toLocalDate(),
        hour.quality(),
        hour.bytesOut(),
        1,
        hour.missing().minutes());
  }

  void add(LocalDate day, Quality quality, long bytes, long rows, long minutes) {
    bytesOut.merge(day, bytes, Math::addExact);
    hours.merge(quality, rows, Long::sum);
    incompleteMinutes += minutes;
  }

  /** Bytes out by day of the book's zone. */
  public SortedMap<LocalDate, Long> bytesOut() {
    return bytesOut;
  }

  /** EIP-hours by how sure they are. */
  public long hours(Quality quality) {
    return hours.getOrDefault(quality, 0L);
  }

  /** All EIP-hours. */
  public long hours() {
    return hours.values().stream().mapToLong(Long::longValue).sum();
  }

  /** EIP-minutes of which exports are missing. */
  public long incompleteMinutes() {
    return incompleteMinutes;
  }
}
