package io.eipmeter.jobs.tables.domain;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.AlertState;
import io.eipmeter.schemas.v1.NoticeKind;
import org.jspecify.annotations.Nullable;

/** Records of {@code alerts}: every notice is a row. */
public final class AlertRows implements RecordRows {
  private static final long serialVersionUID = 1L;

  @Override
  public void write(LoggedRecord record, RowBlocks out) throws InvalidProtocolBufferException {
    AlertNotice notice = AlertNotice.parseFrom(record.value());
    Poison poison = wrong(notice);
    if (poison != null) {
      out.setAside(record, 0, poison, record.value());
      return;
    }
    RowBinary row =
        out.of(Table.ALERTS)
            .string(notice.getNoticeId())
            .string(notice.getAlertId())
            .millis(notice.getDecidedLogMs())
            .int8(notice.getKindValue())
            .int8(notice.getStateValue())
            .int8(notice.getPreviousStateValue())
            .int8(notice.getLevelValue())
            .int8(notice.getPreviousLevelValue())
            .string(notice.getRuleId())
            .int32(notice.getRuleVersion())
            .string(notice.getRuleName());
    row.strings(notice.getLabelsMap())
        .string(notice.getMetric())
        .string(notice.getUnit())
        .string(notice.getStatistic())
        .string(notice.getComparison())
        .string(notice.getThreshold())
        .string(notice.getValue())
        .int32(notice.getPeriodSeconds())
        .millis(notice.getPeriodMs())
        .int8(notice.getEarly() ? 1 : 0)
        .millis(notice.getStartsMs())
        .millis(notice.getEndsMs())
        .address(notice.getAddress())
        .int8(notice.getExporter() ? 1 : 0)
        .string(notice.getEipId())
        .string(notice.getAccount())
        .string(notice.getRegion())
        .string(notice.getResourceName())
        .string(notice.getReason())
        .endRow();
  }

  private static @Nullable Poison wrong(AlertNotice notice) {
    if (notice.getAddress().size() != Addresses.BYTES) {
      return Poison.BAD_ADDRESS;
    }
    if (!Times.shown(notice.getDecidedLogMs())
        || !Times.shown(notice.getPeriodMs())
        || !Times.shown(notice.getStartsMs())
        || !Times.shown(notice.getEndsMs())) {
      return Poison.BAD_TIME;
    }
    boolean unknown =
        notice.getKind() == NoticeKind.UNRECOGNIZED
            || notice.getState() == AlertState.UNRECOGNIZED
            || notice.getPreviousState() == AlertState.UNRECOGNIZED
            || notice.getLevel() == AlertLevel.UNRECOGNIZED
            || notice.getPreviousLevel() == AlertLevel.UNRECOGNIZED;
    return unknown || notice.getNoticeId().isEmpty() ? Poison.BAD_NOTICE : null;
  }
}
