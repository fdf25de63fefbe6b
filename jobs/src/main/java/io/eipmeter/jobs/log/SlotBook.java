package io.eipmeter.jobs.log;

import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * What a job does with one slot: it hears the log's entries in their order, and log time as it
 * passes. What it says may depend on nothing else.
 */
public interface SlotBook {
  /**
   * A run goes on from a checkpoint, perhaps with other rules; called before all else. Kills and
   * repeats call it again: what it does must leave no trace if nothing has changed.
   *
   * @param playedMs log time that has passed; rows may close only after it
   */
  default void resume(long playedMs) {}

  /** Takes an entry; all work due at or before its log time has been done. */
  void play(LogEntry entry, RowTaker rows);

  /** Does the work that is due at or before this log time, earliest first. */
  void passTo(long logMs, RowTaker rows);

  /** Log time at which work is due next, or an earlier one; {@link Long#MAX_VALUE}: never. */
  long nextDueMs();

  /** Whoever takes the rows that a book settles. */
  @FunctionalInterface
  interface RowTaker {
    /**
     * @param closeMs log time of the row: that of the entry or the due work it comes from
     * @param key its place among the rows that close with it, compared unsigned
     * @param row a {@code SettledRow}
     */
    void take(long closeMs, byte[] key, byte[] row);
  }

  /**
   * What a book has written down.
   *
   * @param <S> the type itself
   */
  interface Pages<S extends Pages<S>> {
    /** Pages that share nothing mutable with these. */
    S copy();

    void write(DataOutput target) throws IOException;
  }

  /** The rules, which are no state: a job may go on with others. */
  interface Rules<S extends Pages<S>> extends Serializable {
    S empty();

    SlotBook open(int slot, S pages);
  }
}
