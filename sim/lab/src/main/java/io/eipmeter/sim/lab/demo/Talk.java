package io.eipmeter.sim.lab.demo;

import java.io.PrintStream;
import java.util.Locale;

/** What a run says while it works: on stderr, since stdout is for its result. */
final class Talk {
  private final PrintStream err;
  private final long startNs = System.nanoTime();

  Talk(PrintStream err) {
    this.err = err;
  }

  void say(String format, Object... values) {
    double seconds = (System.nanoTime() - startNs) / 1e9;
    err.printf(Locale.ROOT, "%6.1f s  %s%n", seconds, format.formatted(values));
  }
}
