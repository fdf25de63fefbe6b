package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.report.StatementStore.Lock;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The right to issue statements: a row of a run's own, which it prolongs while it lives, by
 * ClickHouse's clock. A run writes its row, then looks for others, and goes on only if it sees
 * none: of two that write at once at least one sees the other, so never do both go on. Of a run
 * that was killed the row is over after two minutes.
 */
final class StatementLock implements Lock {
  private static final int SECONDS = 120;
  private static final int PROLONG_SECONDS = 30;

  private final ClickHouseDatabase database;
  private final String run = UUID.randomUUID().toString();
  private final ScheduledExecutorService prolonging =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "statement-lock");
            thread.setDaemon(true);
            return thread;
          });
  private long number;
  private long heldUntilNanos;
  private @Nullable ClickHouseException failure;

  private StatementLock(ClickHouseDatabase database) {
    this.database = database;
  }

  static Lock take(ClickHouseDatabase database) throws TablesException {
    StatementLock lock = new StatementLock(database);
    try {
      lock.prolong();
      Optional<Instant> other = lock.other();
      if (other.isPresent()) {
        lock.close();
        throw new TablesException(
            "another run issues statements; if it was broken off, its right to do so ends at "
                + other.get());
      }
    } catch (ClickHouseException e) {
      lock.prolonging.shutdownNow();
      throw TablesException.of(e);
    }
    lock.prolonging.scheduleAtFixedRate(
        lock::prolongOrRemember, PROLONG_SECONDS, PROLONG_SECONDS, TimeUnit.SECONDS);
    return lock;
  }

  private Optional<Instant> other() throws ClickHouseException {
    return database.first(
        "SELECT until FROM ${db}.statement_locks FINAL WHERE run != ? AND until > now64(3) ORDER BY"
            + " until DESC",
        row -> row.time(1),
        run);
  }

  private synchronized void prolong() throws ClickHouseException {
    long now = System.nanoTime();
    database.execute(
        "INSERT INTO ${db}.statement_locks (run, number, until) SELECT ?, ?, now64(3) + " + SECONDS,
        run,
        ++number);
    heldUntilNanos = now + TimeUnit.SECONDS.toNanos(SECONDS);
  }

  private void prolongOrRemember() {
    try {
      prolong();
    } catch (ClickHouseException e) {
      remember(e);
    }
  }

  private synchronized void remember(ClickHouseException e) {
    failure = e;
  }

  @Override
  public synchronized void check() throws TablesException {
    if (System.nanoTime() - heldUntilNanos >= 0) {
      throw new TablesException(
          "the right to issue statements is lost: it could not be prolonged for "
              + SECONDS
              + " s"
              + (failure == null ? "" : " (" + failure.getMessage() + ")"));
    }
  }

  @Override
  public synchronized void close() throws TablesException {
    prolonging.shutdownNow();
    try {
      database.execute(
          "INSERT INTO ${db}.statement_locks (run, number, until) SELECT ?, ?, now64(3)",
          run,
          ++number);
    } catch (ClickHouseException e) {
      throw TablesException.of(e);
    }
  }
}
