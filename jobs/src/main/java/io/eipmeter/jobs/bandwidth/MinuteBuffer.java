package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.bandwidth.domain.MinutePieces;
import io.eipmeter.jobs.bandwidth.domain.SumKind;
import io.eipmeter.jobs.bandwidth.domain.SumRows;
import io.eipmeter.jobs.bandwidth.domain.SumTable;
import io.eipmeter.jobs.log.Slot;
import java.util.function.Consumer;

/** Sums of minutes before the shuffle. Not state: flushed before every barrier and watermark. */
final class MinuteBuffer {
  /** Rows after which the buffer is flushed, of some 150 bytes each. */
  private static final int ROWS_TO_FLUSH = 1 << 17;

  private final MinutePieces pieces = new MinutePieces();
  private final SumRows rows = new SumRows();

  MinutePieces pieces() {
    return pieces;
  }

  boolean isFull() {
    return pieces.rows() >= ROWS_TO_FLUSH;
  }

  /** Hands over all sums, a block a slot, and is empty then. */
  void flush(Consumer<SumBlock> out) {
    for (int slot = 0; slot < Slot.COUNT; slot++) {
      SumTable sums = pieces.slot(slot);
      if (sums.rows() > 0) {
        rows.appendAll(sums);
        out.accept(new SumBlock(slot, SumKind.MINUTE, rows.toBytes()));
        rows.clear();
        pieces.clear(slot);
      }
    }
  }
}
