package io.eipmeter.sim.lab.clickhouse;

import io.eipmeter.sim.lab.compare.ClickHouseReader;
import io.eipmeter.sim.lab.process.LabFailure;
import java.net.URI;

/**
 * What a ClickHouse server does and the engine alone does not: reads its dictionaries again when
 * their lifetime is over. Only those that somebody has asked for; one that cannot be read says why
 * in {@code system.dictionaries}, as there.
 */
final class DictionaryUpdates implements AutoCloseable {
  private static final long PAUSE_MS = 1_000;

  /** At most so much of the time goes into reading: large dictionaries are read less often. */
  private static final int ONE_PART_OF = 10;

  private static final String OUTDATED =
      "SELECT database, name FROM system.dictionaries"
          + " WHERE status = 'LOADED' AND lifetime_max > 0"
          + " AND last_successful_update_time <= now() - lifetime_min";

  private final ClickHouseReader clickHouse;
  private final Thread thread;
  private volatile boolean closed;

  DictionaryUpdates(URI httpUrl) {
    clickHouse = new ClickHouseReader(httpUrl);
    thread = new Thread(this::run, "dictionary-updates");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        long startNs = System.nanoTime();
        update();
        long tookMs = (System.nanoTime() - startNs) / 1_000_000;
        Thread.sleep(Math.max(PAUSE_MS, ONE_PART_OF * tookMs));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void update() {
    try {
      for (String[] dictionary : clickHouse.rows(OUTDATED)) {
        clickHouse.execute("SYSTEM RELOAD DICTIONARY " + dictionary[0] + "." + dictionary[1]);
      }
    } catch (LabFailure e) {
      // It is away, or says in system.dictionaries why it cannot.
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
