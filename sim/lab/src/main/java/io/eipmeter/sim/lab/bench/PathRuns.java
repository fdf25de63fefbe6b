package io.eipmeter.sim.lab.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** Several runs of one thing, the first of which only warms up. */
final class PathRuns {
  private final List<WholePath.Run> runs = new ArrayList<>();

  /**
   * @param each does the n-th run
   */
  static PathRuns of(int count, String name, PrintStream talk, IntFunction<WholePath.Run> each) {
    PathRuns all = new PathRuns();
    for (int i = 0; i <= count; i++) {
      WholePath.Run run = each.apply(i);
      talk.printf(
          Locale.ROOT,
          "%s: %s took %.1f s, CPU s of Flink %.1f, ClickHouse %.1f%n",
          name,
          i == 0 ? "the run that warms up" : "run " + i,
          run.wall(),
          run.flinkCpu(),
          run.clickHouseCpu());
      if (i > 0) { // in the first one Java's compilers take a third of the CPU time
        all.runs.add(run);
      }
    }
    all.runs.sort(Comparator.comparingDouble(WholePath.Run::wall));
    return all;
  }

  WholePath.Run median() {
    return runs.get(runs.size() / 2);
  }

  /** For a cell of a table. */
  String exact() {
    int wrong = runs.stream().mapToInt(WholePath.Run::wrongAddresses).max().orElse(0);
    return wrong == 0 ? "yes" : "NO: " + Table.count(wrong) + " differ";
  }
}
