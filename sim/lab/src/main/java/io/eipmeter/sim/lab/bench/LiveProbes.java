package io.eipmeter.sim.lab.bench;

import io.eipmeter.sim.lab.compare.ClickHouseReader;
import io.eipmeter.sim.lab.process.LabFailure;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Addresses that were sent for the first time, and when a query first answered with each. */
final class LiveProbes implements AutoCloseable {
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_WAIT_NS = TimeUnit.SECONDS.toNanos(30);

  private final ClickHouseReader reader;
  private final String database;
  private final Map<Integer, Long> sentNs = new ConcurrentHashMap<>();
  private final Queue<Long> seenAfterNs = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::look, "probes");
  private volatile boolean closed;
  private volatile @Nullable RuntimeException failure;

  LiveProbes(URI clickHouse, String database) {
    this.reader = new ClickHouseReader(clickHouse);
    this.database = database;
    thread.setDaemon(true);
    thread.start();
  }

  /** Call just before the datagram is sent. */
  void sent(int address) {
    sentNs.put(address, System.nanoTime());
  }

  /** Returns when all were seen, or have been waited for long enough. */
  void settle() {
    long endNs = System.nanoTime() + LONGEST_WAIT_NS;
    while (!sentNs.isEmpty() && System.nanoTime() < endNs) {
      LockSupport.parkNanos(LOOK_NS);
      RuntimeException failed = failure;
      if (failed != null) {
        throw failed;
      }
    }
  }

  /** Those so far do not count. */
  void forget() {
    sentNs.clear();
    seenAfterNs.clear();
  }

  int waiting() {
    return sentNs.size();
  }

  long[] seenAfterNs() {
    return seenAfterNs.stream().mapToLong(Long::longValue).toArray();
  }

  private void look() {
    try {
      while (!closed) {
        if (!sentNs.isEmpty()) {
          lookOnce();
        }
        LockSupport.parkNanos(LOOK_NS);
      }
    } catch (LabFailure e) {
      failure = e;
    }
  }

  private void lookOnce() {
    String wanted =
        sentNs.keySet().stream()
            .map(
                address ->
                    String.format(
                        Locale.ROOT,
                        "toIPv6('%d.%d.%d.%d')",
                        address >>> 24,
                        address >>> 16 & 0xff,
                        address >>> 8 & 0xff,
                        address & 0xff))
            .collect(Collectors.joining(", "));
    for (String[] row :
        reader.rows(
            "SELECT DISTINCT "
                + WholePath.NUMBER
                + " FROM "
                + database
                + ".eip_live WHERE address IN ("
                + wanted
                + ")")) {
      Long since = sentNs.remove(Integer.parseUnsignedInt(row[0]));
      if (since != null) {
        seenAfterNs.add(System.nanoTime() - since);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
