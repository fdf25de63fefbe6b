package io.eipmeter.jobs.alerts.webhook;

import java.util.random.RandomGenerator;

/**
 * How long to wait after so many failures: doubling, with jitter, so that senders do not march in
 * step.
 */
final class Backoff {
  private static final long FIRST_MS = 1_000;
  private static final long LONGEST_MS = 600_000;
  private static final int MOST_DOUBLINGS = 10;

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Half to all of the doubled time, at most ten minutes.
   *
   * @param failures so far, from 1
   */
  long afterMs(int failures) {
    long fullMs = Math.min(LONGEST_MS, FIRST_MS << Math.min(MOST_DOUBLINGS, failures - 1));
    return fullMs / 2 + random.nextLong(fullMs / 2 + 1);
  }
}
