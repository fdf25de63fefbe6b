package io.eipmeter.sim.world.gateway;

/** A limit of bandwidth: a second's worth of tokens at most, refilled each millisecond. */
final class TokenBucket {
  private static final long MILLI = 1_000;

  private long bitsPerSecond;
  // In thousandths of a bit, so that a refill each millisecond loses nothing.
  private long capacityMilliBits;
  private long tokenMilliBits;
  private long filledMs;

  TokenBucket(long bitsPerSecond, long nowMs) {
    this.bitsPerSecond = bitsPerSecond;
    capacityMilliBits = Math.multiplyExact(bitsPerSecond, MILLI);
    tokenMilliBits = capacityMilliBits;
    filledMs = nowMs;
  }

  /** How many of so many equally long packets may pass now. */
  long admit(long bytes, long packets, long nowMs) {
    fill(nowMs);
    long packetMilliBits = 8 * MILLI * ((bytes + packets - 1) / packets);
    long admitted = Math.min(packets, tokenMilliBits / packetMilliBits);
    tokenMilliBits -= admitted * packetMilliBits;
    return admitted;
  }

  /** From now on another limit; what was saved up stays, as far as the new one has room for it. */
  void change(long newBitsPerSecond, long nowMs) {
    fill(nowMs);
    bitsPerSecond = newBitsPerSecond;
    capacityMilliBits = Math.multiplyExact(newBitsPerSecond, MILLI);
    tokenMilliBits = Math.min(capacityMilliBits, tokenMilliBits);
  }

  private void fill(long nowMs) {
    // A capacity's worth takes a second, so that a longer pause needs no larger product.
    long addedMilliBits = bitsPerSecond * Math.min(MILLI, nowMs - filledMs);
    tokenMilliBits = Math.min(capacityMilliBits, tokenMilliBits + addedMilliBits);
    filledMs = nowMs;
  }
}
