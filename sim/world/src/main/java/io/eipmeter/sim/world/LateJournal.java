package io.eipmeter.sim.world;

import io.eipmeter.schemas.v1.EipEvent;
import java.util.ArrayDeque;

/**
 * A control plane that speaks late: each statement is passed on so long after it was made, in the
 * same order. What is made before the beginning is passed on at once.
 */
final class LateJournal implements EventJournal {
  private final EventJournal journal;
  private final long lateMs;
  private final long startMs;
  private final ArrayDeque<Statement> held = new ArrayDeque<>();

  private record Statement(EipEvent event, long dueMs) {}

  LateJournal(EventJournal journal, long lateMs, long startMs) {
    this.journal = journal;
    this.lateMs = lateMs;
    this.startMs = startMs;
  }

  @Override
  public void append(EipEvent event, long atMs) {
    if (lateMs == 0 || atMs <= startMs) {
      journal.append(event, atMs);
    } else {
      held.add(new Statement(event, atMs + lateMs));
    }
  }

  /** Passes on what is due. */
  void tick(long nowMs) {
    while (!held.isEmpty() && held.element().dueMs() <= nowMs) {
      Statement statement = held.remove();
      journal.append(statement.event(), statement.dueMs());
    }
  }

  /** Passes on the rest. */
  void close(long nowMs) {
    while (!held.isEmpty()) {
      journal.append(held.remove().event(), nowMs);
    }
  }
}
