package io.eipmeter.jobs.tables.domain;

import java.util.HashMap;
import java.util.Map;

/**
 * How far each partition of a settled topic has been read, per generation: a replay may write its
 * generation while the first one goes on.
 *
 * <p>Rows of a partition come in the order (generation, close, key), each at least once. A row that
 * closed before the last one is a repeat. Of rows that closed with the last one all are taken:
 * their repeats are the same rows again, and nothing here depends on how each topic orders its
 * keys.
 */
public final class SettledPositions {
  /** Between two tellings of a partition's progress, in log time. */
  private static final long PROGRESS_STEP_MS = 1_000;

  private final Map<Long, Position> positions = new HashMap<>();

  private static final class Position {
    private long closeMs = Long.MIN_VALUE;
    private long toldMs = Long.MIN_VALUE;
  }

  /** Whoever is told of each position, for a checkpoint. */
  @FunctionalInterface
  public interface Visitor {
    void visit(int partition, int generation, long closeMs, long toldMs) throws Exception;
  }

  /**
   * @return whether the row is not a repeat
   */
  public boolean advance(int partition, int generation, long closeMs) {
    Position position = of(partition, generation);
    if (closeMs < position.closeMs) {
      return false;
    }
    position.closeMs = closeMs;
    return true;
  }

  /**
   * @return whether a reader of the tables should be told that the partition is this far
   */
  public boolean tellProgress(int partition, int generation, long settledUntilMs) {
    Position position = of(partition, generation);
    if (!Times.shown(settledUntilMs)
        || settledUntilMs / PROGRESS_STEP_MS <= Math.floorDiv(position.toldMs, PROGRESS_STEP_MS)) {
      return false;
    }
    position.toldMs = settledUntilMs;
    return true;
  }

  /** From a checkpoint; of several subtasks' words on one partition the furthest is true. */
  public void restore(int partition, int generation, long closeMs, long toldMs) {
    Position position = of(partition, generation);
    position.closeMs = Math.max(position.closeMs, closeMs);
    position.toldMs = Math.max(position.toldMs, toldMs);
  }

  public void forEach(Visitor visitor) throws Exception {
    for (Map.Entry<Long, Position> each : positions.entrySet()) {
      visitor.visit(
          (int) (each.getKey() >> 32),
          (int) (long) each.getKey(),
          each.getValue().closeMs,
          each.getValue().toldMs);
    }
  }

  private Position of(int partition, int generation) {
    return positions.computeIfAbsent(
        (long) partition << 32 | generation & 0xffff_ffffL, any -> new Position());
  }
}
