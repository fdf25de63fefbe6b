package io.eipmeter.jobs.bandwidth.domain;

import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.BOTH_BYTES;
import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.BYTES_IN;
import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.BYTES_OUT;
import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.COUNTED_BYTES;
import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.COUNTED_PACKETS;
import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.ELSEWHERE_BYTES;
import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.FLOWS;
import static io.eipmeter.jobs.bandwidth.domain.ControlColumn.OTHER_BYTES;

import java.util.Arrays;

/**
 * The control totals of one exporter and hour (I1) while its flows come: thousands of pieces in a
 * row go to the same one, so it is kept at hand and added to its table when another is begun.
 */
final class ControlSums {
  private final SumTable table;
  private final long[] sums = new long[ControlColumn.values().length];
  private boolean empty = true;
  private long exporterHigh;
  private long exporterLow;
  private long detail;

  /**
   * @param table takes rows of {@link SumKind#CONTROL}
   */
  ControlSums(SumTable table) {
    this.table = table;
  }

  /** Says whose totals come next, of which hour and slice. */
  void begin(long newExporterHigh, long newExporterLow, long newDetail) {
    if (newDetail != detail || newExporterHigh != exporterHigh || newExporterLow != exporterLow) {
      flush();
      exporterHigh = newExporterHigh;
      exporterLow = newExporterLow;
      detail = newDetail;
    }
  }

  /** Counts a piece that was seen. */
  void piece(long bytes, long packets, boolean ends) {
    empty = false;
    add(COUNTED_BYTES, bytes);
    add(COUNTED_PACKETS, packets);
    if (ends) {
      add(FLOWS, 1);
    }
  }

  /** Counts what the same piece is to us, by the side of it that was sent and that was received. */
  void sides(long bytes, boolean outOurs, boolean outCounts, boolean inOurs, boolean inCounts) {
    if (outCounts) {
      add(BYTES_OUT, bytes);
    }
    if (inCounts) {
      add(BYTES_IN, bytes);
    }
    if (outOurs && inOurs) {
      add(BOTH_BYTES, bytes);
    }
    if (!outOurs && !inOurs) {
      add(OTHER_BYTES, bytes);
    }
    if (outOurs && !outCounts) {
      add(ELSEWHERE_BYTES, bytes);
    }
    if (inOurs && !inCounts) {
      add(ELSEWHERE_BYTES, bytes);
    }
  }

  private void add(ControlColumn column, long amount) {
    sums[column.ordinal()] = SumColumn.addSaturating(sums[column.ordinal()], amount);
  }

  /** Brings what is at hand into the table. */
  void flush() {
    if (empty) {
      return;
    }
    int row = table.row(exporterHigh, exporterLow, detail);
    for (int column = 0; column < sums.length; column++) {
      table.add(row + column, sums[column]);
    }
    Arrays.fill(sums, 0);
    empty = true;
  }
}
