package io.eipmeter.jobs.log;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Fixed fields, then the value with its length: nothing per flow record. */
public final class LoggedRecordSerializer extends FlatSerializer<LoggedRecord> {
  private static final long serialVersionUID = 1L;
  private static final LoggedRecordSerializer INSTANCE = new LoggedRecordSerializer();

  public static TypeInformation<LoggedRecord> type() {
    return new SerializerType<>(LoggedRecord.class, INSTANCE);
  }

  @Override
  public LoggedRecord createInstance() {
    return new LoggedRecord(0, 0, 0, LoggedRecord.HEARTBEAT, new byte[0]);
  }

  @Override
  public void serialize(LoggedRecord record, DataOutputView target) throws IOException {
    target.writeInt(record.partition());
    target.writeLong(record.offset());
    target.writeLong(record.logMs());
    target.writeLong(record.key().high());
    target.writeLong(record.key().low());
    writeBytes(record.value(), target);
  }

  @Override
  public LoggedRecord deserialize(DataInputView source) throws IOException {
    return new LoggedRecord(
        source.readInt(),
        source.readLong(),
        source.readLong(),
        new Address(source.readLong(), source.readLong()),
        readBytes(source));
  }

  @Override
  public TypeSerializerSnapshot<LoggedRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its class name: frozen once released. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LoggedRecord> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
