package io.eipmeter.schemas.clickhouse;

import java.util.Map;

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

  public Lifetimes {
    if (Math.min(
            Math.min(minutesDays, quartersDays),
            Math.min(liveDays, Math.min(flowsDays, rejectedDays)))
        < 1) {
      throw new IllegalArgumentException("a table keeps its rows for at least one day");
    }
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
