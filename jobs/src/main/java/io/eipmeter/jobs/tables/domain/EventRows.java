package io.eipmeter.jobs.tables.domain;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import org.jspecify.annotations.Nullable;

/** Records of {@code eip-events}: every statement is a row. */
public final class EventRows implements RecordRows {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST_PREFIX = 128;

  @Override
  public void write(LoggedRecord record, RowBlocks out) throws InvalidProtocolBufferException {
    EipEvent event = EipEvent.parseFrom(record.value());
    Poison poison = wrong(event);
    if (poison != null) {
      out.setAside(record, 0, poison, record.value());
      return;
    }
    out.of(Table.EIP_EVENTS)
        .string(event.getOwnershipId())
        .millis(record.logMs())
        .int32(record.partition())
        .int64(record.offset())
        .address(event.getAddress())
        .int8(event.getPrefixLength())
        .millis(event.getFromMs())
        .millis(event.getToMs())
        .string(event.getAccount())
        .string(event.getEipId())
        .string(event.getRegion())
        .string(event.getLine())
        .int8(event.getChargeMethodValue())
        .int64(event.getMaxBandwidthBitsPerSecond())
        .string(event.getAssociationKind())
        .string(event.getAssociationId())
        .string(event.getSharedBandwidthId())
        .int8(event.getFineGrained() ? 1 : 0)
        .string(event.getName())
        .string(event.getSource())
        .string(event.getAddressPoolId())
        .string(event.getResourceGroupId())
        .string(event.getLock())
        .int32(event.getAccountEipQuota())
        .string(event.getAssociationMode())
        .int8(event.getStaticPublicIp() ? 1 : 0)
        .strings(event.getTagsMap())
        .endRow();
  }

  private static @Nullable Poison wrong(EipEvent event) {
    if (event.getAddress().size() != Addresses.BYTES
        || Integer.compareUnsigned(event.getPrefixLength(), LONGEST_PREFIX) > 0) {
      return Poison.BAD_ADDRESS;
    }
    if (!Times.shown(event.getFromMs()) || !Times.shown(event.getToMs())) {
      return Poison.BAD_TIME;
    }
    boolean ends = event.getToMs() != 0;
    if (event.getOwnershipId().isEmpty()
        || event.getChargeMethod() == ChargeMethod.UNRECOGNIZED
        || (ends && event.getToMs() < event.getFromMs())) {
      return Poison.BAD_STATEMENT;
    }
    return null;
  }
}
