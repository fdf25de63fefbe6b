package io.eipmeter.schemas.files;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file, one at a time: a file of any length costs the memory of one row. Every call
 * may throw a {@link BadFileException}.
 */
public final class Rows<T> implements Iterator<Row<T>>, AutoCloseable {
  /** Where rows come from. */
  interface Source<T> extends AutoCloseable {
    /** The next row; null after the last. */
    @Nullable Row<T> next();

    @Override
    void close();
  }

  private final Source<T> source;
  private @Nullable Row<T> ahead;
  private boolean ended;

  Rows(Source<T> source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    if (ahead == null && !ended) {
      ahead = source.next();
      ended = ahead == null;
    }
    return ahead != null;
  }

  @Override
  public Row<T> next() {
    Row<T> row = hasNext() ? ahead : null;
    if (row == null) {
      throw new NoSuchElementException();
    }
    ahead = null;
    return row;
  }

  /** All that are left, and closes. */
  public List<Row<T>> all() {
    try (this) {
      List<Row<T>> rows = new ArrayList<>();
      forEachRemaining(rows::add);
      return rows;
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
