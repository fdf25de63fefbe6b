package io.eipmeter.jobs.tables.domain;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.schemas.v1.DeliveryAttempt;
import io.eipmeter.schemas.v1.DeliveryOutcome;

/** Records of {@code alert-deliveries}: every attempt is a row. */
public final class DeliveryRows implements RecordRows {
  private static final long serialVersionUID = 1L;

  @Override
  public void write(LoggedRecord record, RowBlocks out) throws InvalidProtocolBufferException {
    DeliveryAttempt attempt = DeliveryAttempt.parseFrom(record.value());
    if (!Times.shown(attempt.getAtMs()) || !Times.shown(attempt.getNextMs())) {
      out.setAside(record, 0, Poison.BAD_TIME, record.value());
      return;
    }
    if (attempt.getNoticeId().isEmpty()
        || attempt.getOutcome() == DeliveryOutcome.UNRECOGNIZED
        || attempt.getOutcome() == DeliveryOutcome.DELIVERY_OUTCOME_UNSPECIFIED) {
      out.setAside(record, 0, Poison.BAD_NOTICE, record.value());
      return;
    }
    out.of(Table.ALERT_DELIVERIES)
        .string(attempt.getReceiver())
        .string(attempt.getNoticeId())
        .string(attempt.getAlertId())
        .int32(attempt.getAttempt())
        .millis(attempt.getAtMs())
        .int8(attempt.getOutcomeValue())
        .int16(attempt.getHttpStatus())
        .string(attempt.getError())
        .int32(attempt.getTookMs())
        .millis(attempt.getNextMs())
        .int32(record.partition())
        .int64(record.offset())
        .endRow();
  }
}
