package io.eipmeter.collector.outbox;

/**
 * When a heartbeat is due: in each second of the clock once, but not more often than the wall clock
 * allows when the clock runs fast.
 */
public final class HeartbeatPace {
  private static final long SHORTEST_NANOS = 50_000_000L;

  private long lastSecond = Long.MIN_VALUE;
  private long lastNanos;

  /** Says whether one is due now, and takes it as sent. */
  public boolean isDue(long clockMs, long nowNanos) {
    long second = Math.floorDiv(clockMs, 1000L);
    boolean first = lastSecond == Long.MIN_VALUE;
    if (!first && (second <= lastSecond || nowNanos - lastNanos < SHORTEST_NANOS)) {
      return false;
    }
    lastSecond = second;
    lastNanos = nowNanos;
    return true;
  }
}
