package io.eipmeter.jobs.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Something that the log says to a slot at a log time. Two entries with the same time and key are
 * one entry that came twice.
 *
 * @param slot 0 to {@link Slot#COUNT} - 1
 * @param logMs log time, milliseconds since the epoch
 * @param key its place among the entries of that time, compared unsigned
 * @param value a message; what kind of message the key tells, or the topic
 */
public record LogEntry(int slot, long logMs, byte[] key, byte[] value) {
  /** By log time, then by key. */
  public static final Comparator<LogEntry> IN_LOG_ORDER =
      Comparator.comparingLong(LogEntry::logMs)
          .thenComparing((a, b) -> Arrays.compareUnsigned(a.key, b.key));

  public static TypeInformation<LogEntry> type() {
    return new SerializerType<>(LogEntry.class, Serializer.INSTANCE);
  }

  static final class Serializer extends FlatSerializer<LogEntry> {
    private static final long serialVersionUID = 1L;
    static final Serializer INSTANCE = new Serializer();

    @Override
    public LogEntry createInstance() {
      return new LogEntry(0, 0, new byte[0], new byte[0]);
    }

    @Override
    public void serialize(LogEntry entry, DataOutputView target) throws IOException {
      target.writeInt(entry.slot);
      target.writeLong(entry.logMs);
      writeBytes(entry.key, target);
      writeBytes(entry.value, target);
    }

    @Override
    public LogEntry deserialize(DataInputView source) throws IOException {
      return new LogEntry(
          source.readInt(), source.readLong(), readBytes(source), readBytes(source));
    }

    @Override
    public TypeSerializerSnapshot<LogEntry> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Written into savepoints by its class name: frozen once released. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<LogEntry> {
      public Snapshot() {
        super(() -> INSTANCE);
      }
    }
  }
}
