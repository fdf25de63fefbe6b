package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.report.StatementStore.Lock;
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

  private final Tables tables;
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
  private @Nullable TablesException failure;

  private StatementLock(Tables tables) {
    this.tables = tables;
  }

  static Lock take(Tables tables) throws TablesException {
    StatementLock lock = new StatementLock(tables);
    try {
      lock.prolong();
      Optional<Instant> other = lock.other();
      if (other.isPresent()) {
        lock.close();
        throw new TablesException(
            "another run issues statements; if it was broken off, its right to do so ends at "
                + other.get());
      }
    } catch (TablesException e) {
      lock.prolonging.shutdownNow();
      throw e;
    }
    lock.prolonging.scheduleAtFixedRate(
        lock::prolongOrRemember, PROLONG_SECONDS, PROLONG_SECONDS, TimeUnit.SECONDS);
    return lock;
  }

  private Optional<Instant> other() throws TablesException {
    return tables.first(
        "SELECT until FROM ${db}.statement_locks FINAL WHERE run != ? AND until > now64(3) ORDER BY"
            + " until DESC",
        row -> row.time(1),
        run);
  }

  private synchronized void prolong() throws TablesException {
    long now = System.nanoTime();
    tables.execute(
        "INSERT INTO ${db}.statement_locks (run, number, until) SELECT ?, ?, now64(3) + " + SECONDS,
        run,
        ++number);
    heldUntilNanos = now + TimeUnit.SECONDS.toNanos(SECONDS);
  }

  private void prolongOrRemember() {
    try {
      prolong();
    } catch (TablesException e) {
      remember(e);
    }
  }

  private synchronized void remember(TablesException e) {
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
    tables.execute(
        "INSERT INTO ${db}.statement_locks (run, number, until) SELECT ?, ?, now64(3)",
        run,
        ++number);
  }
}
