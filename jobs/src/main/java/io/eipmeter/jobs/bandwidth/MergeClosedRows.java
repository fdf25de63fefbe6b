package io.eipmeter.jobs.bandwidth;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Walks through the rows of several blocks in the order (close, key). */
final class MergeClosedRows {
  private final PriorityQueue<Cursor> heads;

  MergeClosedRows(List<ClosedRows> blocks) {
    heads = new PriorityQueue<>(Math.max(1, blocks.size()), Comparator.naturalOrder());
    for (ClosedRows block : blocks) {
      if (block.bytes().length > 0) {
        heads.add(new Cursor(block));
      }
    }
  }

  /** Takes the bytes of a row's message. */
  @FunctionalInterface
  interface RowSink {
    void row(byte[] bytes, int from, int length);
  }

  boolean hasNext() {
    return !heads.isEmpty();
  }

  /** Hands over the next rows, as many as asked for or as there are. */
  int next(int most, RowSink sink) {
    int taken = 0;
    while (taken < most && !heads.isEmpty()) {
      Cursor head = heads.remove();
      sink.row(head.block.bytes(), head.message(), head.messageBytes());
      taken++;
      if (head.advance()) {
        heads.add(head);
      }
    }
    return taken;
  }

  private static final class Cursor implements Comparable<Cursor> {
    private final ClosedRows block;
    private final ByteBuffer numbers;
    private int at;

    Cursor(ClosedRows block) {
      this.block = block;
      this.numbers = ByteBuffer.wrap(block.bytes());
    }

    int messageBytes() {
      return numbers.getInt(at + ClosedRows.KEY_BYTES);
    }

    int message() {
      return at + ClosedRows.KEY_BYTES + Integer.BYTES;
    }

    /** Whether there is a next row. */
    boolean advance() {
      at = message() + messageBytes();
      return at < block.bytes().length;
    }

    @Override
    public int compareTo(Cursor other) {
      int byClose = Long.compare(block.closeMs(), other.block.closeMs());
      return byClose != 0
          ? byClose
          : Arrays.compareUnsigned(
              block.bytes(),
              at,
              at + ClosedRows.KEY_BYTES,
              other.block.bytes(),
              other.at,
              other.at + ClosedRows.KEY_BYTES);
    }
  }
}
