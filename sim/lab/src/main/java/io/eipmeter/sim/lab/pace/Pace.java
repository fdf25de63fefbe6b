package io.eipmeter.sim.lab.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The law of virtual time. It stands until every part is ready, goes on at most {@code speed} times
 * as fast as real time, never back, and never further than the lead of each part allows: a machine
 * that is slow, or pauses, makes a run longer and nothing else. Knows no clock.
 */
final class Pace {
  /** A pause of whoever calls is not made up for, and is no proof that others stood still. */
  private static final long LONGEST_TICK_NS = Duration.ofSeconds(1).toNanos();

  private static final long NS_A_MS = 1_000_000;

  private final int speed;
  private final List<Mark> marks;
  private final long longestStallNs;
  private final long[] partMs;
  private long nowMs;
  private long lastNs;
  private long stillNs;

  /**
   * @param startMs virtual time to begin with
   * @param startNs real time now, as of {@code System.nanoTime}
   * @param speed virtual seconds in a real one, at most
   * @param longestStall real time in which something must move
   */
  Pace(long startMs, long startNs, int speed, List<Mark> marks, Duration longestStall) {
    this.nowMs = startMs;
    this.lastNs = startNs;
    this.speed = speed;
    this.marks = List.copyOf(marks);
    this.longestStallNs = longestStall.toNanos();
    this.partMs = new long[marks.size()];
    Arrays.fill(partMs, Mark.NOT_READY);
  }

  /** Asks every part how far it is, and says what virtual time is now. */
  long advance(long nanos) {
    long tickNs = Math.max(0, Math.min(nanos - lastNs, LONGEST_TICK_NS));
    lastNs = nanos;
    boolean moved = lookAtParts();
    long nextMs = Math.min(nowMs + tickNs * speed / NS_A_MS, limitMs());
    if (nextMs > nowMs) {
      nowMs = nextMs;
      moved = true;
    }
    stillNs = moved ? 0 : stillNs + tickNs;
    return nowMs;
  }

  private boolean lookAtParts() {
    boolean moved = false;
    for (int i = 0; i < partMs.length; i++) {
      long ms = marks.get(i).untilMs().getAsLong();
      moved |= ms > partMs[i];
      partMs[i] = ms;
    }
    return moved;
  }

  private long limitMs() {
    long limitMs = Mark.DONE;
    for (int i = 0; i < partMs.length; i++) {
      limitMs = Math.min(limitMs, marks.get(i).limitMs(partMs[i]));
    }
    return limitMs;
  }

  /** Whether neither virtual time nor any part has moved for too long. */
  boolean hasStalled() {
    return stillNs >= longestStallNs;
  }

  /** Who holds virtual time back, for the user. */
  String stall() {
    int holder = 0;
    for (int i = 1; i < partMs.length; i++) {
      if (marks.get(i).limitMs(partMs[i]) < marks.get(holder).limitMs(partMs[holder])) {
        holder = i;
      }
    }
    return "Virtual time stands at "
        + Instant.ofEpochMilli(nowMs)
        + ", and nothing has moved for "
        + Duration.ofNanos(longestStallNs).toSeconds()
        + " s: it waits for "
        + marks.get(holder).part()
        + (partMs[holder] == Mark.NOT_READY
            ? ", of which nothing has come."
            : ", which stands at " + Instant.ofEpochMilli(partMs[holder]) + ".");
  }
}
