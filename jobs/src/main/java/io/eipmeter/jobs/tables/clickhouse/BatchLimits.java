package io.eipmeter.jobs.tables.clickhouse;

import io.eipmeter.jobs.tables.domain.Table;
import java.io.Serializable;
import java.time.Duration;

/**
 * When a batch of a table is inserted: whatever comes first.
 *
 * @param rows so many rows
 * @param bytes so many bytes; also what a subtask holds of a table at most
 * @param delay so long after the first row of any table
 * @param liveDelay so long after the first row that somebody watches ({@link Table#isLive})
 * @param insertLimit an insert that took longer is sent again
 */
public record BatchLimits(
    int rows, long bytes, Duration delay, Duration liveDelay, Duration insertLimit)
    implements Serializable {
  /** One insert must stay one block: ClickHouse cuts beyond 1,048,449 rows or 256 MiB. */
  private static final int MOST_ROWS = 1_000_000;

  private static final long MOST_BYTES = 200L << 20;

  public BatchLimits {
    if (rows < 1 || rows > MOST_ROWS) {
      throw new IllegalArgumentException("a batch has 1 to " + MOST_ROWS + " rows, not " + rows);
    }
    if (bytes < 1 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException("a batch has 1 byte to 200 MiB, not " + bytes);
    }
    if (!isPositive(delay) || !isPositive(liveDelay) || !isPositive(insertLimit)) {
      throw new IllegalArgumentException("a time limit must be positive");
    }
  }

  private static boolean isPositive(Duration limit) {
    return !limit.isNegative() && !limit.isZero();
  }
}
