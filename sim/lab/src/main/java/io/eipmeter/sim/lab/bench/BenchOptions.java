package io.eipmeter.sim.lab.bench;

import java.nio.file.Path;

/**
 * What the parts are told.
 *
 * @param share one in this many of the full amount of flows or seconds; the same work per flow
 * @param runs of each measurement; the median is printed
 * @param directory data and logs
 */
record BenchOptions(int share, int runs, Path directory) {
  /** The share of a full amount, at least 1. */
  long amount(long full) {
    return Math.max(1, full / share);
  }

  /** Whether less is measured than a figure to quote needs. */
  boolean quick() {
    return share > 1;
  }

  Path logDirectory() {
    return directory.resolve("logs");
  }
}
