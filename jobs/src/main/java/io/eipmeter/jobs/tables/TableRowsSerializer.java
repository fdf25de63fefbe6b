package io.eipmeter.jobs.tables;

import io.eipmeter.jobs.log.FlatSerializer;
import io.eipmeter.jobs.log.SerializerType;
import io.eipmeter.jobs.tables.domain.Table;
import io.eipmeter.jobs.tables.domain.TableRows;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The table by its name, so that the order of the enum means nothing. */
public final class TableRowsSerializer extends FlatSerializer<TableRows> {
  private static final long serialVersionUID = 1L;
  private static final TableRowsSerializer INSTANCE = new TableRowsSerializer();

  public static TypeInformation<TableRows> type() {
    return new SerializerType<>(TableRows.class, INSTANCE);
  }

  @Override
  public TableRows createInstance() {
    return new TableRows(Table.PROGRESS, 0, new byte[0]);
  }

  @Override
  public void serialize(TableRows rows, DataOutputView target) throws IOException {
    target.writeUTF(rows.table().name());
    target.writeInt(rows.rows());
    writeBytes(rows.rowBinary(), target);
  }

  @Override
  public TableRows deserialize(DataInputView source) throws IOException {
    return new TableRows(Table.valueOf(source.readUTF()), source.readInt(), readBytes(source));
  }

  @Override
  public TypeSerializerSnapshot<TableRows> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its class name: frozen once released. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<TableRows> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
