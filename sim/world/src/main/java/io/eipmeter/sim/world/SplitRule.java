package io.eipmeter.sim.world;

/**
 * How a record's count is divided over the minutes it spans: the piece [t1, t2) of [start, end]
 * gets floor(B (t2 - start) / D) - floor(B (t1 - start) / D), D = end + 1 - start.
 *
 * <p>The product does not fit into 64 bits, so each quotient is taken as B = q D + r, hence floor(B
 * t / D) = q t + floor(r t / D), where every term fits. (The jobs multiply in 128 bits instead.)
 */
final class SplitRule {
  private final long startMs;
  private final long spanMs;

  SplitRule(long startMs, long endMs) {
    if (endMs < startMs) {
      throw new IllegalArgumentException("end " + endMs + " before start " + startMs);
    }
    this.startMs = startMs;
    this.spanMs = endMs + 1 - startMs;
  }

  /** What of {@code count} lies in [fromMs, toMs), clipped to the record. */
  long piece(long count, long fromMs, long toMs) {
    return before(count, toMs) - before(count, fromMs);
  }

  private long before(long count, long atMs) {
    long elapsed = Math.max(0, Math.min(spanMs, atMs - startMs));
    return count / spanMs * elapsed + count % spanMs * elapsed / spanMs;
  }
}
