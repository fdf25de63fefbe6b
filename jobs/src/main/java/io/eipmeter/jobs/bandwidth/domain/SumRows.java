package io.eipmeter.jobs.bandwidth.domain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows of a {@link SumTable} in bytes, one after the other: the key, a bit for each column that is
 * not zero, and those columns as variable-length numbers. The same in state and between operators.
 * A typical unsampled minute of an address takes about 45 bytes.
 */
public final class SumRows {
  private static final int KEY_BYTES = 3 * Long.BYTES;
  private static final int LONGEST_NUMBER = 10;
  private static final int FEW_BYTES = 256;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[FEW_BYTES];
  private int length;

  /** Appends a row. */
  public void append(SumTable table, int row) {
    int columns = table.kind().columns();
    int longest = KEY_BYTES + (1 + columns) * LONGEST_NUMBER;
    if (bytes.length - length < longest) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + longest));
    }
    int position = table.position(row);
    long present = 0;
    for (int column = 0; column < columns; column++) {
      if (table.cell(position + column) != 0) {
        present |= 1L << column;
      }
    }
    LONG.set(bytes, length, table.high(row));
    LONG.set(bytes, length + Long.BYTES, table.low(row));
    LONG.set(bytes, length + 2 * Long.BYTES, table.detail(row));
    length = number(present, length + KEY_BYTES);
    while (present != 0) {
      length = number(table.cell(position + Long.numberOfTrailingZeros(present)), length);
      present &= present - 1;
    }
  }

  /** Appends all rows of a table. */
  public void appendAll(SumTable table) {
    for (int row = 0; row < table.rows(); row++) {
      append(table, row);
    }
  }

  private int number(long number, int at) {
    int to = at;
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      bytes[to++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[to++] = (byte) rest;
    return to;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Forgets all rows and keeps the room. */
  public void clear() {
    length = 0;
  }

  /** Reads rows and merges them into a table. */
  public static void mergeInto(SumTable table, byte[] bytes) {
    for (Reader reader = new Reader(bytes); reader.at < bytes.length; ) {
      int position = table.row(reader.key(0), reader.key(1), reader.key(2));
      reader.at += KEY_BYTES;
      for (long present = reader.number(); present != 0; present &= present - 1) {
        table.merge(position, Long.numberOfTrailingZeros(present), reader.number());
      }
    }
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    long key(int part) {
      return (long) LONG.get(bytes, at + part * Long.BYTES);
    }

    long number() {
      long number = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes[at++];
        number |= (next & 0x7fL) << shift;
        if (next >= 0) {
          return number;
        }
      }
    }
  }
}
