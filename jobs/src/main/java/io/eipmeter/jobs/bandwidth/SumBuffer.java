package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.bandwidth.domain.Slot;
import io.eipmeter.jobs.bandwidth.domain.SumKind;
import io.eipmeter.jobs.bandwidth.domain.SumRows;
import io.eipmeter.jobs.bandwidth.domain.SumTable;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sums of one kind before the shuffle. Not state: flushed before every barrier and every watermark.
 */
final class SumBuffer {
  /**
   * Rows after which the buffer is flushed: at some 150 bytes each it stays within a few caches'
   * size.
   */
  private static final int ROWS_TO_FLUSH = 1 << 15;

  private final SumTable table;
  private final @Nullable DataOutputSerializer[] bytesOfSlot = new DataOutputSerializer[Slot.COUNT];
  private final int[] rowsOfSlot = new int[Slot.COUNT];

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
  void flush(Consumer<SumBlock> out) throws IOException {
    if (table.rows() == 0) {
      return;
    }
    for (int row = 0; row < table.rows(); row++) {
      int slot = Slot.of(table.high(row), table.low(row));
      DataOutputSerializer bytes = bytesOfSlot[slot];
      if (bytes == null) {
        bytes = new DataOutputSerializer(256);
        bytesOfSlot[slot] = bytes;
      }
      SumRows.write(table, row, bytes);
      rowsOfSlot[slot]++;
    }
    for (int slot = 0; slot < Slot.COUNT; slot++) {
      DataOutputSerializer bytes = bytesOfSlot[slot];
      if (bytes != null && rowsOfSlot[slot] > 0) {
        out.accept(new SumBlock(slot, table.kind(), rowsOfSlot[slot], bytes.getCopyOfBuffer()));
        bytes.clear();
        rowsOfSlot[slot] = 0;
      }
    }
    table.clear();
  }
}
