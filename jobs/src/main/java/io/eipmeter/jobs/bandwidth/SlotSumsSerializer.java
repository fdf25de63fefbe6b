package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.bandwidth.domain.SlotSums;
import io.eipmeter.jobs.bandwidth.domain.SumKind;
import io.eipmeter.jobs.bandwidth.domain.SumRows;
import io.eipmeter.jobs.bandwidth.domain.SumTable;
import io.eipmeter.jobs.log.FlatSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The tables of a slot, the rows as {@link SumRows} appends them. Changed in place, so copies are
 * deep.
 */
final class SlotSumsSerializer extends FlatSerializer<SlotSums> {
  private static final long serialVersionUID = 1L;
  static final SlotSumsSerializer INSTANCE = new SlotSumsSerializer();

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public SlotSums createInstance() {
    return new SlotSums();
  }

  @Override
  public SlotSums copy(SlotSums from) {
    return from.copy();
  }

  @Override
  public void serialize(SlotSums sums, DataOutputView target) throws IOException {
    target.writeByte(SumKind.values().length);
    SumRows rows = new SumRows();
    for (SumKind kind : SumKind.values()) {
      target.writeByte(kind.code());
      rows.appendAll(sums.table(kind));
      writeBytes(rows.toBytes(), target);
      rows.clear();
    }
  }

  @Override
  public SlotSums deserialize(DataInputView source) throws IOException {
    SlotSums sums = new SlotSums();
    int kinds = source.readByte();
    for (int i = 0; i < kinds; i++) {
      SumTable table = sums.table(SumKind.ofCode(source.readByte()));
      SumRows.mergeInto(table, readBytes(source));
    }
    return sums;
  }

  @Override
  public TypeSerializerSnapshot<SlotSums> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its class name: frozen once released. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SlotSums> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
