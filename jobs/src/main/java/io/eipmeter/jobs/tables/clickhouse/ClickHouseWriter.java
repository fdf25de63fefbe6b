package io.eipmeter.jobs.tables.clickhouse;

import io.eipmeter.jobs.tables.domain.Table;
import io.eipmeter.jobs.tables.domain.TableRows;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * Gathers rows into batches, one a table, and inserts them. An insert holds the subtask's thread
 * until it is done, however long ClickHouse is away: what waits then waits in Kafka, and memory
 * holds one batch a table.
 */
final class ClickHouseWriter implements SinkWriter<TableRows> {
  private static final long NO_TIMER = Long.MAX_VALUE;

  private final PatientInserts inserts;
  private final BatchLimits limits;
  private final ProcessingTimeService time;
  private final Map<Table, Batch> batches = new EnumMap<>(Table.class);
  private long timerMs = NO_TIMER;

  ClickHouseWriter(PatientInserts inserts, BatchLimits limits, ProcessingTimeService time) {
    this.inserts = inserts;
    this.limits = limits;
    this.time = time;
  }

  private static final class Batch {
    private byte[] bytes = new byte[1 << 16];
    private int length;
    private int rows;

    void add(TableRows more) {
      byte[] added = more.rowBinary();
      if (bytes.length - length < added.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + added.length));
      }
      System.arraycopy(added, 0, bytes, length, added.length);
      length += added.length;
      rows += more.rows();
    }

    void clear() {
      length = 0;
      rows = 0;
    }
  }

  @Override
  public void write(TableRows rows, Context context) throws InterruptedException {
    Batch batch = batches.computeIfAbsent(rows.table(), any -> new Batch());
    batch.add(rows);
    if (batch.rows >= limits.rows() || batch.length >= limits.bytes()) {
      insertAll(); // all, so that a table of progress is never ahead
    } else {
      insertWithin(rows.table().isLive() ? limits.liveDelay() : limits.delay());
    }
  }

  private void insertWithin(Duration delay) {
    long atMs = time.getCurrentProcessingTime() + delay.toMillis();
    if (atMs < timerMs) {
      timerMs = atMs;
      time.registerTimer(atMs, this::insertAt);
    }
  }

  private void insertAt(long firedAtMs) throws InterruptedException {
    if (firedAtMs == timerMs) { // else an earlier one took its place
      timerMs = NO_TIMER;
      insertAll();
    }
  }

  @Override
  public void flush(boolean endOfInput) throws InterruptedException {
    insertAll();
  }

  private void insertAll() throws InterruptedException {
    for (Map.Entry<Table, Batch> each : batches.entrySet()) {
      Batch batch = each.getValue();
      if (batch.rows > 0) {
        inserts.insert(each.getKey(), batch.bytes, batch.length, batch.rows);
        batch.clear();
      }
    }
  }

  @Override
  public void close() {
    inserts.close(); // what was not inserted is read again: it is after the last checkpoint
  }
}
