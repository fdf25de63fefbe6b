package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.log.FlatSerializer;
import io.eipmeter.jobs.log.SerializerType;
import io.eipmeter.schemas.Topic;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Settled rows of one slot that closed together, in the order of their keys, on their way to their
 * place in the order of the partition.
 *
 * @param topic the settled topic they go to
 * @param slot decides their partition
 * @param closeMs log time at which they closed, milliseconds since the epoch
 * @param bytes of each row: its key of {@link #KEY_BYTES}, compared unsigned; the length of its
 *     message as a 32-bit number; its message
 */
record ClosedRows(Topic topic, int slot, long closeMs, byte[] bytes) {
  /** Address, then interval and detail. */
  static final int KEY_BYTES = 24;

  static TypeInformation<ClosedRows> type() {
    return new SerializerType<>(ClosedRows.class, Serializer.INSTANCE);
  }

  /** The topic by its name, so that the order of the enum means nothing. */
  static final class Serializer extends FlatSerializer<ClosedRows> {
    private static final long serialVersionUID = 1L;
    static final Serializer INSTANCE = new Serializer();

    @Override
    public ClosedRows createInstance() {
      return new ClosedRows(Topic.EIP_MINUTES, 0, 0, new byte[0]);
    }

    @Override
    public void serialize(ClosedRows rows, DataOutputView target) throws IOException {
      target.writeUTF(rows.topic.name());
      target.writeInt(rows.slot);
      target.writeLong(rows.closeMs);
      writeBytes(rows.bytes, target);
    }

    @Override
    public ClosedRows deserialize(DataInputView source) throws IOException {
      return new ClosedRows(
          Topic.valueOf(source.readUTF()), source.readInt(), source.readLong(), readBytes(source));
    }

    @Override
    public TypeSerializerSnapshot<ClosedRows> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Written into savepoints by its class name: frozen once released. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ClosedRows> {
      public Snapshot() {
        super(() -> INSTANCE);
      }
    }
  }
}
