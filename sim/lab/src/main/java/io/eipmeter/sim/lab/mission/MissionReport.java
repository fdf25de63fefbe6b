package io.eipmeter.sim.lab.mission;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** The result of a mission, for a reader. */
public final class MissionReport {
  private static final int NAMED_DIFFERENCES = 20;

  private final MissionResult result;

  public MissionReport(MissionResult result) {
    this.result = result;
  }

  public void print(PrintWriter out) {
    out.println();
    rows(out, "Statements", "Statements (their lines are in the HTML)", true);
    rows(out, "Idle findings", "Notices of idle EIPs", false);
    rows(out, "Alerts", "Notices of alerts, by the minute that decided", false);
    out.println("Reconcile");
    result.reconciled().lines().forEach(line -> out.println("  " + line));
    out.println();
    if (!result.explained().isEmpty()) {
      out.println("One line explained");
      result.explained().lines().forEach(line -> out.println("  " + line));
      out.println();
    }
    for (Check check : result.checks()) {
      out.printf(
          Locale.ROOT,
          "%-44s %,d expected, %,d found, %,d differ%n",
          check.name() + " against the oracle",
          check.expected().size(),
          check.found().size(),
          check.differences().size());
    }
    List<String> differences = result.differences();
    differences.stream().limit(NAMED_DIFFERENCES).forEach(sentence -> out.println("  " + sentence));
    if (differences.size() > NAMED_DIFFERENCES) {
      out.printf(Locale.ROOT, "  ... and %,d more%n", differences.size() - NAMED_DIFFERENCES);
    }
    out.println(
        differences.isEmpty()
            ? "Mission: all as it must be."
            : String.format(Locale.ROOT, "Mission: %,d places differ.", differences.size()));
    out.flush();
  }

  /**
   * The rows found.
   *
   * @param totalsOnly without the lines of statements
   */
  private void rows(PrintWriter out, String check, String title, boolean totalsOnly) {
    SortedMap<String, String> found = result.check(check).found();
    out.println(title);
    for (Map.Entry<String, String> row : found.entrySet()) {
      if (!totalsOnly || row.getKey().split(" ").length == 2) {
        out.printf("  %-64s %s%n", row.getKey(), row.getValue());
      }
    }
    out.println();
  }
}
