package io.eipmeter.sim.lab.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a part prints: what was measured, then one aligned table. */
final class Table {
  private final String what;
  private final List<String> notes = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param what was measured, in one sentence
   */
  Table(String what, String... header) {
    this.what = what;
    rows.add(List.of(header));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** A line under the table. */
  void note(String line) {
    notes.add(line);
  }

  void print(PrintStream out) {
    out.println(what);
    int columns = rows.get(0).size();
    int[] width = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        width[i] = Math.max(width[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < columns; i++) {
        String pad = " ".repeat(width[i] - row.get(i).length());
        line.append(i == 0 ? row.get(i) + pad : pad + row.get(i)).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
    notes.forEach(note -> out.println("  " + note));
    out.println();
    out.flush();
  }

  /** With thousands separated. */
  static String count(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  static String decimals(double number, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
