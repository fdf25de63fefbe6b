package io.eipmeter.sim.lab.bench;

import java.nio.file.Path;

/**
 * What the parts are told.
 *
 * @param quick fewer flows and runs, the same work per flow
 * @param runs of each measurement; the median is printed
 * @param directory data and logs
 */
record BenchOptions(boolean quick, int runs, Path directory) {
  /** A share of the full amount. */
  long amount(long full) {
    return quick ? full / 4 : full;
  }

  Path logDirectory() {
    return directory.resolve("logs");
  }
}
