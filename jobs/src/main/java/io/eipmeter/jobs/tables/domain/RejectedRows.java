package io.eipmeter.jobs.tables.domain;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.schemas.v1.RejectedDatagram;

/** Records of {@code flow-datagrams-rejected}, without the datagrams. */
public final class RejectedRows implements RecordRows {
  private static final long serialVersionUID = 1L;

  @Override
  public void write(LoggedRecord record, RowBlocks out) throws InvalidProtocolBufferException {
    RejectedDatagram rejected = RejectedDatagram.parseFrom(record.value());
    ByteString exporter = Addresses.mapped(rejected.getExporterAddress());
    if (exporter == null) {
      out.setAside(record, 0, Poison.BAD_ADDRESS, record.value());
    } else if (!Times.shown(rejected.getReceivedMs())) {
      out.setAside(record, 0, Poison.BAD_TIME, record.value());
    } else {
      out.of(Table.REJECTED)
          .int32(rejected.getPartition())
          .int64(rejected.getOffset())
          .int32(rejected.getIndex())
          .int32(rejected.getSetOffsetBytes())
          .address(exporter)
          .string(rejected.getReason())
          .millis(rejected.getReceivedMs())
          .int32(rejected.getOriginalLengthBytes())
          .endRow();
    }
  }
}
