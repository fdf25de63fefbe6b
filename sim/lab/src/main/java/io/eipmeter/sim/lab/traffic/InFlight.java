package io.eipmeter.sim.lab.traffic;

import io.eipmeter.sim.world.Address;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Datagrams that were sent and are not in the log yet. UDP loses some: one that a later one of its
 * exporter has overtaken is lost, and so is one that has not come within half a minute of real
 * time, when it may have been the last. For several threads.
 */
final class InFlight {
  static final Duration LOST_AFTER = Duration.ofSeconds(30);

  /** Nothing is under way. */
  static final long NOTHING = Long.MAX_VALUE;

  private final Map<Address, Deque<Sent>> byExporter = new HashMap<>();

  private record Sent(Fingerprint datagram, long atMs, long atNs) {}

  /**
   * Call before it is sent.
   *
   * @param atMs virtual time
   * @param nowNs real time, as of {@code System.nanoTime}
   */
  synchronized void sent(Address exporter, Fingerprint datagram, long atMs, long nowNs) {
    byExporter
        .computeIfAbsent(exporter, key -> new ArrayDeque<>())
        .add(new Sent(datagram, atMs, nowNs));
  }

  /** It is in the log; one that is not known changes nothing. */
  synchronized void appended(Address exporter, Fingerprint datagram) {
    Deque<Sent> waiting = byExporter.getOrDefault(exporter, new ArrayDeque<>());
    int overtaken = 0;
    for (Iterator<Sent> all = waiting.iterator(); all.hasNext(); overtaken++) {
      if (all.next().datagram().equals(datagram)) {
        for (int i = 0; i <= overtaken; i++) {
          waiting.remove();
        }
        return;
      }
    }
  }

  /** All that is under way now may be lost: nobody waits for it. */
  synchronized void giveUp() {
    byExporter.clear();
  }

  /**
   * Virtual time of the first that is under way.
   *
   * @param nowNs real time, as of {@code System.nanoTime}
   */
  synchronized long oldestMs(long nowNs) {
    long oldestMs = NOTHING;
    for (Deque<Sent> waiting : byExporter.values()) {
      for (Sent head = waiting.peek(); head != null; head = waiting.peek()) {
        if (nowNs - head.atNs() < LOST_AFTER.toNanos()) {
          oldestMs = Math.min(oldestMs, head.atMs());
          break;
        }
        waiting.remove();
      }
    }
    return oldestMs;
  }
}
