package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.bandwidth.domain.SumKind;
import io.eipmeter.jobs.bandwidth.domain.SumRows;
import io.eipmeter.jobs.bandwidth.domain.SumTable;
import io.eipmeter.jobs.log.Slot;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sums of one kind with few rows, before the shuffle. Not state: flushed before every barrier and
 * every watermark.
 */
final class SumBuffer {
  private static final int ROWS_TO_FLUSH = 1 << 15;

  private final SumTable table;
  private final @Nullable SumRows[] rowsOfSlot = new SumRows[Slot.COUNT];

  SumBuffer(SumKind kind) {
    table = new SumTable(kind);
  }

  SumTable table() {
    return table;
  }

  boolean isFull() {
    return table.rows() >= ROWS_TO_FLUSH;
  }

  /** Hands over all rows, a block a slot, and is empty then. */
  void flush(Consumer<SumBlock> out) {
    if (table.rows() == 0) {
      return;
    }
    for (int row = 0; row < table.rows(); row++) {
      int slot = Slot.of(table.high(row), table.low(row));
      SumRows rows = rowsOfSlot[slot];
      if (rows == null) {
        rows = new SumRows();
        rowsOfSlot[slot] = rows;
      }
      rows.append(table, row);
    }
    for (int slot = 0; slot < Slot.COUNT; slot++) {
      SumRows rows = rowsOfSlot[slot];
      if (rows != null && !rows.isEmpty()) {
        out.accept(new SumBlock(slot, table.kind(), rows.toBytes()));
        rows.clear();
      }
    }
    table.clear();
  }
}
