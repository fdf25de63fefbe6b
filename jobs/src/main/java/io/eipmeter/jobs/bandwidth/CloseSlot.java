package io.eipmeter.jobs.bandwidth;

import com.google.protobuf.CodedOutputStream;
import io.eipmeter.jobs.bandwidth.domain.SettledEncoding;
import io.eipmeter.jobs.bandwidth.domain.SumKind;
import io.eipmeter.jobs.bandwidth.domain.SumTable;
import io.eipmeter.schemas.Topic;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Takes the rows of a slot as they settle, and hands them over sorted, a block for each close. */
final class CloseSlot {
  /** More than any settled row takes: its largest message has 21 numbers. */
  private static final int ROOM_FOR_A_ROW = 512;

  private static final int KINDS = SumKind.values().length;
  private static final int HEADER_BYTES = ClosedRows.KEY_BYTES + Integer.BYTES;

  private final Map<Long, Rows> rowsOfClose = new TreeMap<>();

  /** Takes a row that settled. */
  void add(SumTable table, int row, long closeMs) {
    long key = closeMs * KINDS + table.kind().code();
    rowsOfClose.computeIfAbsent(key, absent -> new Rows(table.kind(), closeMs)).add(table, row);
  }

  /** Hands over all rows, and is empty then. */
  void flush(int slot, Consumer<ClosedRows> out) {
    for (Rows rows : rowsOfClose.values()) {
      out.accept(new ClosedRows(topic(rows.kind), slot, rows.closeMs, rows.sorted()));
    }
    rowsOfClose.clear();
  }

  private static Topic topic(SumKind kind) {
    return switch (kind) {
      case MINUTE -> Topic.EIP_MINUTES;
      case QUARTER -> Topic.EIP_QUARTERS;
      case EXPORTER -> Topic.EXPORTER_MINUTES;
      case INTERFACE -> Topic.INTERFACE_MINUTES;
      case CONTROL -> Topic.CONTROL_TOTALS;
      case SECOND -> throw new IllegalArgumentException("seconds are never settled");
    };
  }

  /** Rows that closed together, as they came. */
  private static final class Rows {
    private final SumKind kind;
    private final long closeMs;
    private final IntArrayList starts = new IntArrayList();
    private byte[] bytes = new byte[8 * ROOM_FOR_A_ROW];
    private int length;

    Rows(SumKind kind, long closeMs) {
      this.kind = kind;
      this.closeMs = closeMs;
    }

    void add(SumTable table, int row) {
      if (bytes.length - length < ROOM_FOR_A_ROW) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      int from = length + HEADER_BYTES;
      CodedOutputStream out = CodedOutputStream.newInstance(bytes, from, bytes.length - from);
      try {
        SettledEncoding.write(table, row, closeMs, out);
      } catch (IOException e) {
        throw new UncheckedIOException("a settled row is longer than its room", e);
      }
      ByteBuffer.wrap(bytes, length, HEADER_BYTES)
          .putLong(table.high(row))
          .putLong(table.low(row))
          .putLong(table.detail(row))
          .putInt(out.getTotalBytesWritten());
      starts.add(length);
      length = from + out.getTotalBytesWritten();
    }

    byte[] sorted() {
      int[] order = starts.toIntArray();
      IntArrays.quickSort(order, this::compare);
      byte[] sorted = new byte[length];
      ByteBuffer numbers = ByteBuffer.wrap(bytes);
      int to = 0;
      for (int start : order) {
        int rowBytes = HEADER_BYTES + numbers.getInt(start + ClosedRows.KEY_BYTES);
        System.arraycopy(bytes, start, sorted, to, rowBytes);
        to += rowBytes;
      }
      return sorted;
    }

    private int compare(int a, int b) {
      return Arrays.compareUnsigned(
          bytes, a, a + ClosedRows.KEY_BYTES, bytes, b, b + ClosedRows.KEY_BYTES);
    }
  }
}
