package io.eipmeter.jobs.tables.domain;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.schemas.v1.OperationRecord;

/** Records of {@code operations}: what was asked of the control plane, one row each. */
public final class OperationRows implements RecordRows {
  private static final long serialVersionUID = 1L;

  @Override
  public void write(LoggedRecord record, RowBlocks out) throws InvalidProtocolBufferException {
    OperationRecord operation = OperationRecord.parseFrom(record.value());
    if (operation.getRequestId().isEmpty() || !Times.shown(operation.getAtMs())) {
      out.setAside(
          record,
          0,
          operation.getRequestId().isEmpty() ? Poison.BAD_STATEMENT : Poison.BAD_TIME,
          record.value());
      return;
    }
    out.of(Table.OPERATIONS)
        .string(operation.getRequestId())
        .millis(operation.getAtMs())
        .string(operation.getAccount())
        .string(operation.getAccessKeyId())
        .string(operation.getAction())
        .strings(operation.getParametersMap())
        .string(operation.getOutcome())
        .string(operation.getMessage())
        .int16(operation.getHttpStatus())
        .string(operation.getSource())
        .string(operation.getUserAgent())
        .strings(operation.getEipIdsList())
        .endRow();
  }
}
