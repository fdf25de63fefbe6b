package io.eipmeter.sim.world.gateway;

/** A limit of bandwidth: a second's worth of tokens at most, refilled each millisecond. */
final class TokenBucket {
  private static final long MILLI = 1_000;

  private final long bitsPerSecond;
  // In thousandths of a bit, so that a refill each millisecond loses nothing.
  private final long capacityMilliBits;
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
    long addedMilliBits = Math.multiplyExact(bitsPerSecond, nowMs - filledMs);
    tokenMilliBits = Math.min(capacityMilliBits, tokenMilliBits + addedMilliBits);
    filledMs = nowMs;
    long packetMilliBits = 8 * MILLI * ((bytes + packets - 1) / packets);
    long admitted = Math.min(packets, tokenMilliBits / packetMilliBits);
    tokenMilliBits -= admitted * packetMilliBits;
    return admitted;
  }
}
