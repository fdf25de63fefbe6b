package io.eipmeter.schemas.clickhouse;

import java.util.Map;
import java.util.Set;

/**
 * How long tables keep their rows, in days.
 *
 * @param minutesDays minutes of addresses, exporters and interfaces
 * @param quartersDays quarters and control totals: what bills and their proof are made of
 * @param liveDays early sums
 * @param flowsDays single flows
 * @param rejectedDays what was rejected
 */
public record Lifetimes(
    int minutesDays, int quartersDays, int liveDays, int flowsDays, int rejectedDays) {
  public static final Lifetimes DEFAULT = new Lifetimes(92, 800, 1, 7, 35);

  /** Beyond it the end of a row's life wraps around the end of DateTime (2106), into the past. */
  private static final int MOST_DAYS = 10_000;

  /**
   * Keeps all: for rows in virtual time, where ClickHouse's own clock says nothing about a row's
   * age.
   */
  public static final Lifetimes LONGEST =
      new Lifetimes(MOST_DAYS, MOST_DAYS, MOST_DAYS, MOST_DAYS, MOST_DAYS);

  public Lifetimes {
    for (int days : new int[] {minutesDays, quartersDays, liveDays, flowsDays, rejectedDays}) {
      if (days < 1 || days > MOST_DAYS) {
        throw new IllegalArgumentException(
            "a table keeps its rows for 1 to " + MOST_DAYS + " days, not " + days);
      }
    }
  }

  /**
   * The same but for some.
   *
   * @param days by minutes, quarters, live, flows, rejected
   * @throws IllegalArgumentException if a name or a number is wrong; the message says which
   */
  public Lifetimes with(Map<String, Integer> days) {
    Set<String> names = Set.of("minutes", "quarters", "live", "flows", "rejected");
    for (String name : days.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "it must be minutes, quarters, live, flows or rejected, not '" + name + "'");
      }
    }
    return new Lifetimes(
        days.getOrDefault("minutes", minutesDays),
        days.getOrDefault("quarters", quartersDays),
        days.getOrDefault("live", liveDays),
        days.getOrDefault("flows", flowsDays),
        days.getOrDefault("rejected", rejectedDays));
  }

  Map<String, String> placeholders() {
    return Map.of(
        "minutes_days", Integer.toString(minutesDays),
        "quarters_days", Integer.toString(quartersDays),
        "live_days", Integer.toString(liveDays),
        "flows_days", Integer.toString(flowsDays),
        "rejected_days", Integer.toString(rejectedDays));
  }
}
