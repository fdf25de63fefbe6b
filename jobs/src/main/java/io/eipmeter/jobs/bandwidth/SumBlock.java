package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.bandwidth.domain.SumKind;
import io.eipmeter.jobs.bandwidth.domain.SumRows;
import io.eipmeter.jobs.bandwidth.domain.SumTable;
import io.eipmeter.jobs.log.FlatSerializer;
import io.eipmeter.jobs.log.SerializerType;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Sums of many addresses of one slot on their way through the shuffle.
 *
 * @param bytes the rows as {@link SumRows} appends them
 */
record SumBlock(int slot, SumKind kind, byte[] bytes) {

  void mergeInto(SumTable table) {
    SumRows.mergeInto(table, bytes);
  }

  static TypeInformation<SumBlock> type() {
    return new SerializerType<>(SumBlock.class, Serializer.INSTANCE);
  }

  /** A header, then the rows as they are. */
  static final class Serializer extends FlatSerializer<SumBlock> {
    private static final long serialVersionUID = 1L;
    private static final Serializer INSTANCE = new Serializer();

    @Override
    public SumBlock createInstance() {
      return new SumBlock(0, SumKind.MINUTE, new byte[0]);
    }

    @Override
    public void serialize(SumBlock block, DataOutputView target) throws IOException {
      target.writeInt(block.slot);
      target.writeByte(block.kind.code());
      writeBytes(block.bytes, target);
    }

    @Override
    public SumBlock deserialize(DataInputView source) throws IOException {
      return new SumBlock(source.readInt(), SumKind.ofCode(source.readByte()), readBytes(source));
    }

    @Override
    public TypeSerializerSnapshot<SumBlock> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Written into savepoints by its class name: frozen once released. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SumBlock> {
      public Snapshot() {
        super(() -> INSTANCE);
      }
    }
  }
}
