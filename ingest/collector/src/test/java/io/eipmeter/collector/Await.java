package io.eipmeter.collector;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a limit that only a broken program reaches. */
final class Await {
  private static final long LIMIT_NANOS = 60_000_000_000L;
  private static final long PAUSE_NANOS = 10_000_000L;

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    long beginNanos = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - beginNanos > LIMIT_NANOS) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
