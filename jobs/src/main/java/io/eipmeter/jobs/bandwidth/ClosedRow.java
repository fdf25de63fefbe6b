package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.log.FlatSerializer;
import io.eipmeter.jobs.log.SerializerType;
import io.eipmeter.schemas.Topic;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A settled row on its way to its place in the order of its partition.
 *
 * @param topic the settled topic it goes to
 * @param slot decides its partition
 * @param closeMs log time at which it closed, milliseconds since the epoch
 * @param sortKey orders rows of one close; unsigned bytes
 * @param value the row's message
 */
record ClosedRow(Topic topic, int slot, long closeMs, byte[] sortKey, byte[] value)
    implements Comparable<ClosedRow> {

  @Override
  public int compareTo(ClosedRow other) {
    int byClose = Long.compare(closeMs, other.closeMs);
    return byClose != 0 ? byClose : Arrays.compareUnsigned(sortKey, other.sortKey);
  }

  static TypeInformation<ClosedRow> type() {
    return new SerializerType<>(ClosedRow.class, Serializer.INSTANCE);
  }

  /** The topic by its name, so that the order of the enum means nothing. */
  static final class Serializer extends FlatSerializer<ClosedRow> {
    private static final long serialVersionUID = 1L;
    static final Serializer INSTANCE = new Serializer();

    @Override
    public ClosedRow createInstance() {
      return new ClosedRow(Topic.EIP_MINUTES, 0, 0, new byte[0], new byte[0]);
    }

    @Override
    public void serialize(ClosedRow row, DataOutputView target) throws IOException {
      target.writeUTF(row.topic.name());
      target.writeInt(row.slot);
      target.writeLong(row.closeMs);
      writeBytes(row.sortKey, target);
      writeBytes(row.value, target);
    }

    @Override
    public ClosedRow deserialize(DataInputView source) throws IOException {
      return new ClosedRow(
          Topic.valueOf(source.readUTF()),
          source.readInt(),
          source.readLong(),
          readBytes(source),
          readBytes(source));
    }

    @Override
    public TypeSerializerSnapshot<ClosedRow> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Written into savepoints by its class name: frozen once released. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ClosedRow> {
      public Snapshot() {
        super(() -> INSTANCE);
      }
    }
  }
}
