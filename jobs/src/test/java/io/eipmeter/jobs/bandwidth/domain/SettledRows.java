package io.eipmeter.jobs.bandwidth.domain;

import com.google.protobuf.CodedOutputStream;
import io.eipmeter.schemas.v1.SettledRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Rows of sums as a reader of the settled topics sees them. */
final class SettledRows {
  private SettledRows() {}

  static byte[] written(SumTable table, int row, long closeMs) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      SettledEncoding.write(table, row, closeMs, out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static SettledRow parsed(SumTable table, int row, long closeMs) {
    try {
      return SettledRow.parseFrom(written(table, row, closeMs));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
