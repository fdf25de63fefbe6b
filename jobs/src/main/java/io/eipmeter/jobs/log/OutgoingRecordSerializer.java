package io.eipmeter.jobs.log;

import io.eipmeter.schemas.Topic;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The topic by its name, so that the order of the enum means nothing. */
public final class OutgoingRecordSerializer extends FlatSerializer<OutgoingRecord> {
  private static final long serialVersionUID = 1L;
  private static final OutgoingRecordSerializer INSTANCE = new OutgoingRecordSerializer();

  public static TypeInformation<OutgoingRecord> type() {
    return new SerializerType<>(OutgoingRecord.class, INSTANCE);
  }

  @Override
  public OutgoingRecord createInstance() {
    return new OutgoingRecord(Topic.EIP_MINUTES, 0, new byte[0], new byte[0]);
  }

  @Override
  public void serialize(OutgoingRecord record, DataOutputView target) throws IOException {
    target.writeUTF(record.topic().name());
    target.writeInt(record.partition());
    writeBytes(record.key(), target);
    writeBytes(record.value(), target);
  }

  @Override
  public OutgoingRecord deserialize(DataInputView source) throws IOException {
    return new OutgoingRecord(
        Topic.valueOf(source.readUTF()), source.readInt(), readBytes(source), readBytes(source));
  }

  @Override
  public TypeSerializerSnapshot<OutgoingRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its class name: frozen once released. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<OutgoingRecord> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
