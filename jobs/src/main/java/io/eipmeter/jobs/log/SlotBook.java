package io.eipmeter.jobs.log;

import java.io.DataOutput;
import java.io.IOException;

/**
 * What a job knows of one slot: it hears the log's entries in their order, and log time as it
 * passes. What it says may depend on nothing else.
 *
 * @param <B> the book itself
 */
public interface SlotBook<B extends SlotBook<B>> {
  /** Whoever takes the rows that a book settles. */
  @FunctionalInterface
  interface RowTaker {
    /**
     * @param closeMs log time of the row; not before that of the entry or the due work it comes
     *     from
     * @param key its place among the rows that close with it, compared unsigned
     * @param row a {@code SettledRow}
     */
    void take(long closeMs, byte[] key, byte[] row);
  }

  /** Takes an entry; all work due at or before its log time has been done. */
  void play(LogEntry entry, RowTaker rows);

  /** Does the work that is due at or before this log time, earliest first. */
  void passTo(long logMs, RowTaker rows);

  /** Log time at which work is due next; {@link Long#MAX_VALUE}: never. */
  long nextDueMs();

  /** A book that shares nothing mutable with this one. */
  B copy();

  void write(DataOutput target) throws IOException;
}
