package io.eipmeter.sim.world.control;

import io.eipmeter.sim.world.Course;
import java.util.PriorityQueue;

/** Things to be done, each at its time; of those due at one time the first entered comes first. */
final class Agenda implements Course {
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long order;

  private record Entry(long dueMs, long order, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(dueMs, other.dueMs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  void at(long dueMs, Runnable action) {
    entries.add(new Entry(dueMs, order++, action));
  }

  @Override
  public long nextMs() {
    Entry next = entries.peek();
    return next == null ? Long.MAX_VALUE : next.dueMs();
  }

  @Override
  public void step(long nowMs) {
    entries.remove().action().run();
  }
}
