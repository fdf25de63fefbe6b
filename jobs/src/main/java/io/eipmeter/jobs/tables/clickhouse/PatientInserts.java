package io.eipmeter.jobs.tables.clickhouse;

import io.eipmeter.jobs.tables.TablesCounter;
import io.eipmeter.jobs.tables.domain.Table;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import java.time.Duration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts that are sent again until they are done. An insert whose answer was lost may have been
 * done: sending it again is harmless, its rows replace themselves. Whatever ClickHouse says (it is
 * away, too busy, out of disk, a table is missing), waiting loses nothing and dropping would, so
 * this waits, says so, and goes on when it can.
 */
final class PatientInserts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PatientInserts.class);
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 5_000;

  /** Between two sentences about the same trouble. */
  private static final Duration BETWEEN_SENTENCES = Duration.ofSeconds(30);

  private final ClickHouseTarget target;
  private final ClickHouseDatabase database;
  private final Counter rowsWritten;
  private final Counter inserts;
  private final Counter failed;

  PatientInserts(ClickHouseTarget target, Duration insertLimit, MetricGroup metrics) {
    this.target = target;
    this.database = ClickHouseDatabase.of(target.withLimits(target.connectLimit(), insertLimit));
    this.rowsWritten = metrics.counter(TablesCounter.ROWS_WRITTEN.metric());
    this.inserts = metrics.counter(TablesCounter.INSERTS.metric());
    this.failed = metrics.counter(TablesCounter.INSERTS_FAILED.metric());
  }

  /** Returns when ClickHouse has said that the rows are in. */
  void insert(Table table, byte[] bytes, int length, int rows) throws InterruptedException {
    long startNs = System.nanoTime();
    long saidNs = startNs - BETWEEN_SENTENCES.toNanos();
    long pauseMs = FIRST_PAUSE_MS;
    String trouble = insertOnce(table, bytes, length);
    boolean waited = trouble != null;
    while (trouble != null) {
      failed.inc();
      if (System.nanoTime() - saidNs >= BETWEEN_SENTENCES.toNanos()) {
        saidNs = System.nanoTime();
        LOG.warn(
            "ClickHouse at {} does not take {} rows of {}, trying again until it does: {}",
            target,
            rows,
            table.tableName(),
            trouble);
      }
      Thread.sleep(pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      trouble = insertOnce(table, bytes, length);
    }
    if (waited) {
      LOG.info(
          "ClickHouse at {} took {} rows of {} after {} s",
          target,
          rows,
          table.tableName(),
          Duration.ofNanos(System.nanoTime() - startNs).toSeconds());
    }
    inserts.inc();
    rowsWritten.inc(rows);
  }

  /** Null: it is in. Else what went wrong. */
  private @Nullable String insertOnce(Table table, byte[] bytes, int length)
      throws InterruptedException {
    try {
      database.insertBlock(table.tableName(), table.columns(), bytes, length);
      return null;
    } catch (ClickHouseException e) {
      return e.getMessage();
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
