package io.eipmeter.jobs.tables;

import java.util.Locale;

/**
 * What `tables` counts, per subtask. Of the rows read: rows = taken + repeated + set aside. Of the
 * rows to write: taken + set aside + progress rows = written + those that wait in the writer.
 */
public enum TablesCounter {
  /** Rows of records that became rows of tables. */
  ROWS_TAKEN,
  /** Settled rows that were not after the last position of their partition. */
  ROWS_REPEATED,
  /** Rows and records that could not be used; they are in the table {@code set_aside}. */
  ROWS_SET_ASIDE,
  /** Rows that ClickHouse acknowledged. */
  ROWS_WRITTEN,
  /** Inserts that ClickHouse acknowledged. */
  INSERTS,
  /** Inserts that failed and were sent again. */
  INSERTS_FAILED;

  /** Its name in the metrics. */
  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }
}
