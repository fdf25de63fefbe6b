package io.eipmeter.jobs.bandwidth.domain;

import io.eipmeter.jobs.bandwidth.domain.SumColumn.Merge;
import java.util.Arrays;

/**
 * Sums by key in one flat array: rows lie side by side in the order they came, an open-addressing
 * index finds them. It serves both before the shuffle (a buffer) and after it (the state): a row is
 * a handful of longs, not a handful of objects.
 *
 * <p>A row is: address high, address low, detail, one cell a column, and a mark that tells whether
 * it changed since {@link #unmark}. The mark is not part of its value.
 */
public final class SumTable {
  private static final int KEY_CELLS = 3;
  private static final int INITIAL_ROWS = 16;

  private final SumKind kind;
  private final Merge[] merges;
  private final int stride;
  private long[] cells;
  private int[] index; // row + 1, 0 is free; a power of two, at most half full
  private int rows;

  public SumTable(SumKind kind) {
    this.kind = kind;
    this.merges = kind.merges();
    this.stride = KEY_CELLS + merges.length + 1;
    this.cells = new long[INITIAL_ROWS * stride];
    this.index = new int[INITIAL_ROWS * 2];
  }

  private SumTable(SumTable other) {
    kind = other.kind;
    merges = other.merges;
    stride = other.stride;
    cells = Arrays.copyOf(other.cells, Math.max(INITIAL_ROWS, other.rows) * stride);
    index = other.index.clone();
    rows = other.rows;
  }

  public SumTable copy() {
    return new SumTable(this);
  }

  public SumKind kind() {
    return kind;
  }

  public int rows() {
    return rows;
  }

  /** The two 32-bit numbers of a key in one long. */
  public static long detail(long interval, long detail) {
    return interval << 32 | detail;
  }

  public static long intervalOf(long detail) {
    return detail >>> 32;
  }

  public static long detailOf(long detail) {
    return detail & 0xffff_ffffL;
  }

  /**
   * Finds or makes the row of a key.
   *
   * @return the position of the row's first column in {@link #cell}; valid until the next call that
   *     may add or remove rows
   */
  public int row(long high, long low, long detail) {
    int mask = index.length - 1;
    int slot = (int) mix(high, low, detail) & mask;
    for (int entry = index[slot]; entry != 0; entry = index[slot = slot + 1 & mask]) {
      int at = (entry - 1) * stride;
      if (cells[at + 1] == low && cells[at + 2] == detail && cells[at] == high) {
        cells[at + stride - 1] = 1;
        return at + KEY_CELLS;
      }
    }
    return add(high, low, detail, slot);
  }

  private int add(long high, long low, long detail, int freeSlot) {
    index[freeSlot] = ++rows;
    int at = (rows - 1) * stride;
    if (at + stride > cells.length) {
      cells = Arrays.copyOf(cells, cells.length * 2);
    }
    cells[at] = high;
    cells[at + 1] = low;
    cells[at + 2] = detail;
    cells[at + stride - 1] = 1;
    if (rows * 2 > index.length) {
      reindex(index.length * 2);
    }
    return at + KEY_CELLS;
  }

  private void reindex(int size) {
    index = new int[size];
    int mask = size - 1;
    for (int row = 0; row < rows; row++) {
      int at = row * stride;
      int slot = (int) mix(cells[at], cells[at + 1], cells[at + 2]) & mask;
      while (index[slot] != 0) {
        slot = slot + 1 & mask;
      }
      index[slot] = row + 1;
    }
  }

  private static long mix(long high, long low, long detail) {
    long h =
        (low ^ high * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L + detail * 0x94D049BB133111EBL;
    h ^= h >>> 32;
    h *= 0xD6E8FEB86659FD93L;
    return h ^ h >>> 29;
  }

  public long cell(int position) {
    return cells[position];
  }

  /** Adds a count that is not negative. */
  public void add(int position, long amount) {
    cells[position] = SumColumn.addSaturating(cells[position], amount);
  }

  public void max(int position, long value) {
    if (value > cells[position]) {
      cells[position] = value;
    }
  }

  /**
   * Merges one value into a cell by the rule of its column, which is the {@code column}-th of the
   * kind.
   */
  public void merge(int rowPosition, int column, long value) {
    int at = rowPosition + column;
    switch (merges[column]) {
      case ADD -> cells[at] = SumColumn.addSaturating(cells[at], value);
      case ADD_SIGNED -> cells[at] += value;
      case MAX -> cells[at] = Math.max(cells[at], value);
      case MIN_POSITIVE -> {
        if (value != 0 && (cells[at] == 0 || value < cells[at])) {
          cells[at] = value;
        }
      }
      case ADD_WIDE -> cells[at] += value;
      case WIDE_LOW -> {
        long sum = cells[at] + value;
        if (Long.compareUnsigned(sum, value) < 0) {
          cells[at - 1]++;
        }
        cells[at] = sum;
      }
    }
  }

  /** Merges a row of another table of the same columns under a key of this one. */
  public void mergeRow(long high, long low, long detail, SumTable other, int otherRow) {
    int position = row(high, low, detail);
    int from = other.position(otherRow);
    for (int column = 0; column < merges.length; column++) {
      long value = other.cells[from + column];
      if (value != 0) {
        merge(position, column, value);
      }
    }
  }

  /** Position of the first column of the {@code row}-th row. */
  public int position(int row) {
    return row * stride + KEY_CELLS;
  }

  public long high(int row) {
    return cells[row * stride];
  }

  public long low(int row) {
    return cells[row * stride + 1];
  }

  public long detail(int row) {
    return cells[row * stride + 2];
  }

  public boolean isMarked(int row) {
    return cells[(row + 1) * stride - 1] != 0;
  }

  public void unmark(int row) {
    cells[(row + 1) * stride - 1] = 0;
  }

  /** What becomes of a row in {@link #removeIf}. */
  @FunctionalInterface
  public interface RowTest {
    /**
     * @return whether the row is to be removed; it may be read until this returns
     */
    boolean test(int row);
  }

  /** Asks for every row once, in the order they lie, and removes those that the test takes. */
  public void removeIf(RowTest test) {
    int kept = 0;
    for (int row = 0; row < rows; row++) {
      if (!test.test(row)) {
        if (kept != row) {
          System.arraycopy(cells, row * stride, cells, kept * stride, stride);
        }
        kept++;
      }
    }
    if (kept < rows) {
      Arrays.fill(cells, kept * stride, rows * stride, 0);
      rows = kept;
      shrink();
    }
  }

  private void shrink() {
    int capacity = Math.max(INITIAL_ROWS, rows * 2);
    if (capacity * 4 * stride < cells.length) {
      cells = Arrays.copyOf(cells, capacity * stride);
      reindex(Integer.highestOneBit(capacity * 2 - 1) * 2);
    } else {
      reindex(index.length);
    }
  }

  /** Forgets all rows and keeps the room. */
  public void clear() {
    Arrays.fill(cells, 0, rows * stride, 0);
    Arrays.fill(index, 0);
    rows = 0;
  }
}
