package io.eipmeter.jobs.bandwidth.domain;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How rows of a {@link SumTable} look in bytes: the key, a bit for each column that is not zero,
 * and those columns as variable-length numbers. The same in state and between operators. A typical
 * unsampled minute of an address takes about 45 bytes.
 */
public final class SumRows {
  private SumRows() {}

  public static void write(SumTable table, int row, DataOutput target) throws IOException {
    int position = table.position(row);
    int columns = table.kind().columns();
    int present = 0;
    for (int column = 0; column < columns; column++) {
      if (table.cell(position + column) != 0) {
        present |= 1 << column;
      }
    }
    target.writeLong(table.high(row));
    target.writeLong(table.low(row));
    target.writeLong(table.detail(row));
    writeNumber(present, target);
    for (int column = 0; column < columns; column++) {
      if ((present & 1 << column) != 0) {
        writeNumber(table.cell(position + column), target);
      }
    }
  }

  /** Reads one row and merges it into the table. */
  public static void mergeInto(SumTable table, DataInput source) throws IOException {
    int position = table.row(source.readLong(), source.readLong(), source.readLong());
    int present = (int) readNumber(source);
    while (present != 0) {
      int column = Integer.numberOfTrailingZeros(present);
      table.merge(position, column, readNumber(source));
      present &= present - 1;
    }
  }

  private static void writeNumber(long number, DataOutput target) throws IOException {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      target.writeByte((int) rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    target.writeByte((int) rest);
  }

  private static long readNumber(DataInput source) throws IOException {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = source.readByte();
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }
}
