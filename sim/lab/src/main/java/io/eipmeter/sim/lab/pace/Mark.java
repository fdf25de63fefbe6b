package io.eipmeter.sim.lab.pace;

import java.util.function.LongSupplier;

/**
 * How far one part of a run is, and how far virtual time may be ahead of it.
 *
 * @param part what the sentence of a stall calls it
 * @param leadMs how far, milliseconds
 * @param untilMs virtual time up to which the part is done, milliseconds since the epoch; {@link
 *     #NOT_READY} before it has begun, {@link #DONE} when it holds nobody back any more
 */
public record Mark(String part, long leadMs, LongSupplier untilMs) {
  public static final long NOT_READY = Long.MIN_VALUE;
  public static final long DONE = Long.MAX_VALUE;

  public Mark {
    if (leadMs < 1) {
      throw new IllegalArgumentException("a lead must be at least 1 ms, was " + leadMs);
    }
  }

  /** What virtual time must not pass while the part is where it is. */
  long limitMs(long partMs) {
    return partMs == NOT_READY || partMs > DONE - leadMs ? partMs : partMs + leadMs;
  }
}
