package io.eipmeter.jobs.tables.domain;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.schemas.v1.LiveBlock;

/** Records of {@code eip-live}. */
public final class LiveRows implements RecordRows {
  private static final long serialVersionUID = 1L;

  @Override
  public void write(LoggedRecord record, RowBlocks out) throws InvalidProtocolBufferException {
    LiveBlock block = LiveBlock.parseFrom(record.value());
    for (int i = 0; i < block.getMinutesCount(); i++) {
      Poison poison = SettledRows.writeLive(block.getMinutes(i), block.getAsOfMs(), out);
      if (poison != null) {
        out.setAside(record, i, poison, block.getMinutes(i).toByteArray());
      }
    }
    for (int i = 0; i < block.getSecondsCount(); i++) {
      Poison poison = SettledRows.writeLive(block.getSeconds(i), block.getAsOfMs(), out);
      if (poison != null) {
        int index = block.getMinutesCount() + i;
        out.setAside(record, index, poison, block.getSeconds(i).toByteArray());
      }
    }
  }
}
