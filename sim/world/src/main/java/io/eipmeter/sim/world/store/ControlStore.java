package io.eipmeter.sim.world.store;

import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.OperationRecord;
import io.eipmeter.sim.world.cloud.Change;
import io.eipmeter.sim.world.cloud.Journal;
import io.eipmeter.sim.world.cloud.Kind;
import io.eipmeter.sim.world.cloud.Row;
import io.eipmeter.sim.world.cloud.Rows;
import io.eipmeter.sim.world.cloud.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The control plane's memory in one file (H2's MVStore): its rows, and what Kafka does not have
 * yet. A change and its events are written together or not at all, and are on the disk when {@link
 * #commit} returns.
 */
public final class ControlStore implements Journal, AutoCloseable {
  private static final String FILE = "control.mv";
  private static final int COMPACT_EVERY = 1_000;
  private static final int LEAST_FILL_PERCENT = 50;
  private static final int COMPACT_BYTES = 4 << 20;

  private final MVStore store;
  private final RowJson json = new RowJson();
  private final MVMap<Long, byte[]> events;
  private final MVMap<Long, byte[]> operations;
  private int commits;

  /** A message that Kafka does not have yet. */
  public record Waiting(long number, byte[] message) {}

  /** Where messages wait, each in its order. */
  public enum Queue {
    EVENTS,
    OPERATIONS
  }

  private ControlStore(MVStore store) {
    this.store = store;
    events = store.openMap("outbox-events");
    operations = store.openMap("outbox-operations");
  }

  /**
   * Opens the store of a directory, or makes it.
   *
   * @throws IOException if it cannot be opened: another process has it, or it is damaged
   */
  public static ControlStore open(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(FILE);
    try {
      return new ControlStore(
          new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().cacheSize(4).open());
    } catch (MVStoreException e) {
      throw new IOException(file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  /** What was committed so far. */
  public synchronized State load() {
    State state = new State();
    for (Kind<?> kind : Kind.ALL) {
      load(kind, state);
    }
    return state;
  }

  private <R extends Row> void load(Kind<R> kind, State state) {
    table(kind)
        .forEach((key, text) -> state.apply(new Change(kind, key, json.read(text, kind.type()))));
  }

  @Override
  public synchronized void commit(
      List<Change> changes, List<EipEvent> statements, Rows.@Nullable Operation operation) {
    try {
      for (Change change : changes) {
        Row row = change.row();
        if (row == null) {
          table(change.kind()).remove(change.key());
        } else {
          table(change.kind()).put(change.key(), json.write(row));
        }
      }
      for (EipEvent event : statements) {
        append(events, event.toByteArray());
      }
      if (operation != null) {
        append(operations, record(operation).toByteArray());
      }
      finish();
    } catch (RuntimeException e) {
      store.rollback();
      throw e;
    }
  }

  private void finish() {
    store.commit();
    store.sync();
    if (++commits % COMPACT_EVERY == 0) {
      store.compact(LEAST_FILL_PERCENT, COMPACT_BYTES);
    }
  }

  private static void append(MVMap<Long, byte[]> queue, byte[] message) {
    Long last = queue.lastKey();
    queue.put(last == null ? 1 : last + 1, message);
  }

  /** The first messages that wait. */
  public synchronized List<Waiting> waiting(Queue queue, int most) {
    List<Waiting> first = new ArrayList<>();
    for (var each = map(queue).cursor(null); each.hasNext() && first.size() < most; ) {
      long number = each.next();
      first.add(new Waiting(number, each.getValue()));
    }
    return first;
  }

  /** Kafka has all messages up to this one. */
  public synchronized void published(Queue queue, long upTo) {
    MVMap<Long, byte[]> waiting = map(queue);
    for (Long first = waiting.firstKey();
        first != null && first <= upTo;
        first = waiting.firstKey()) {
      waiting.remove(first);
    }
    finish();
  }

  private MVMap<Long, byte[]> map(Queue queue) {
    return queue == Queue.EVENTS ? events : operations;
  }

  private MVMap<String, String> table(Kind<?> kind) {
    return store.openMap(kind.name());
  }

  private static OperationRecord record(Rows.Operation operation) {
    return OperationRecord.newBuilder()
        .setRequestId(operation.requestId)
        .setAtMs(operation.atMs)
        .setAccount(operation.account)
        .setAccessKeyId(operation.accessKeyId)
        .setAction(operation.action)
        .putAllParameters(operation.parameters)
        .setOutcome(operation.outcome)
        .setMessage(operation.message)
        .setHttpStatus(operation.httpStatus)
        .setSource(operation.source)
        .setUserAgent(operation.userAgent)
        .addAllEipIds(operation.eipIds)
        .build();
  }

  @Override
  public synchronized void close() {
    store.close();
  }
}
