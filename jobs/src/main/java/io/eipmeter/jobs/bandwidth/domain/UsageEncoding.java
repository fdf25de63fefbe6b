package io.eipmeter.jobs.bandwidth.domain;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.EipQuarter;
import java.io.IOException;

/**
 * The messages {@code EipMinute} and {@code EipQuarter}, which have the same fields under the same
 * numbers, written straight from a table: the same bytes as the generated classes write, without an
 * object a row. The fields of {@code Usage} are the columns in their order, numbered from 1.
 */
public final class UsageEncoding {
  private static final int ADDRESS_BYTES = 2 * Long.BYTES;

  private UsageEncoding() {}

  /** Writes a row of {@link SumKind#MINUTE} or {@link SumKind#QUARTER} as a field of a message. */
  public static void write(int field, SumTable table, int row, CodedOutputStream out)
      throws IOException {
    long unitMs = table.kind() == SumKind.MINUTE ? Slices.MINUTE_MS : Slices.QUARTER_MS;
    long startMs = SumTable.intervalOf(table.detail(row)) * unitMs;
    long sliceMs = SumTable.detailOf(table.detail(row)) * Slices.LATE_SLICE_MS;
    int usageBytes = usageBytes(table, row);
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(
        1
            + 1
            + ADDRESS_BYTES
            + int64Bytes(EipMinute.MINUTE_MS_FIELD_NUMBER, startMs)
            + int64Bytes(EipMinute.SLICE_MS_FIELD_NUMBER, sliceMs)
            + CodedOutputStream.computeTagSize(EipMinute.USAGE_FIELD_NUMBER)
            + CodedOutputStream.computeUInt32SizeNoTag(usageBytes)
            + usageBytes);
    out.writeTag(EipMinute.ADDRESS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(ADDRESS_BYTES);
    out.writeFixed64NoTag(Long.reverseBytes(table.high(row)));
    out.writeFixed64NoTag(Long.reverseBytes(table.low(row)));
    int64(EipMinute.MINUTE_MS_FIELD_NUMBER, startMs, out);
    int64(EipQuarter.SLICE_MS_FIELD_NUMBER, sliceMs, out);
    out.writeTag(EipMinute.USAGE_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(usageBytes);
    usage(table, row, out);
  }

  private static int int64Bytes(int field, long value) {
    return value == 0 ? 0 : CodedOutputStream.computeInt64Size(field, value);
  }

  private static void int64(int field, long value, CodedOutputStream out) throws IOException {
    if (value != 0) {
      out.writeInt64(field, value);
    }
  }

  private static int usageBytes(SumTable table, int row) {
    int at = table.position(row);
    int bytes = 0;
    for (int column = 0; column < table.kind().columns(); column++) {
      long value = table.cell(at + column);
      if (value != 0) {
        bytes +=
            isFixed(column)
                ? CodedOutputStream.computeFixed64Size(column + 1, value)
                : CodedOutputStream.computeUInt64Size(column + 1, value);
      }
    }
    return bytes;
  }

  private static void usage(SumTable table, int row, CodedOutputStream out) throws IOException {
    int at = table.position(row);
    for (int column = 0; column < table.kind().columns(); column++) {
      long value = table.cell(at + column);
      if (value != 0) {
        if (isFixed(column)) {
          out.writeFixed64(column + 1, value);
        } else {
          out.writeUInt64(column + 1, value);
        }
      }
    }
  }

  private static boolean isFixed(int column) {
    return column == UsageColumn.VARIANCE_HIGH.ordinal()
        || column == UsageColumn.VARIANCE_LOW.ordinal();
  }
}
