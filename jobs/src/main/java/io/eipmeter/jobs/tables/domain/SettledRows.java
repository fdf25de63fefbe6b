package io.eipmeter.jobs.tables.domain;

import static io.eipmeter.jobs.tables.domain.Times.HOUR_MS;
import static io.eipmeter.jobs.tables.domain.Times.MINUTE_MS;
import static io.eipmeter.jobs.tables.domain.Times.QUARTER_MS;
import static io.eipmeter.jobs.tables.domain.Times.shown;
import static io.eipmeter.jobs.tables.domain.Times.startsA;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.ControlTotal;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.EipQuarter;
import io.eipmeter.schemas.v1.EipSecond;
import io.eipmeter.schemas.v1.ExporterMinute;
import io.eipmeter.schemas.v1.InterfaceMinute;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import org.jspecify.annotations.Nullable;

/** Settled rows as rows of their tables. */
public final class SettledRows {
  private static final int ADDRESS_BYTES = 16;
  private static final int SECOND_MS = 1_000;

  private SettledRows() {}

  /**
   * @return why the row cannot be one of a table; nothing was written then
   */
  public static @Nullable Poison write(SettledRow row, int generation, RowBlocks out) {
    if (!shown(row.getCloseMs())) {
      return Poison.BAD_TIME;
    }
    return switch (row.getRowCase()) {
      case MINUTE -> minute(row, row.getMinute(), generation, out);
      case QUARTER -> quarter(row, row.getQuarter(), generation, out);
      case EXPORTER_MINUTE -> exporter(row, row.getExporterMinute(), generation, out);
      case INTERFACE_MINUTE -> interfaceMinute(row, row.getInterfaceMinute(), generation, out);
      case CONTROL_TOTAL -> control(row, row.getControlTotal(), generation, out);
      case IDLE_FINDING -> ChargeRows.finding(row, row.getIdleFinding(), generation, out);
      case OWNED_QUARTER -> ChargeRows.quarter(row, row.getOwnedQuarter(), generation, out);
      case HOUR_CHARGE -> ChargeRows.charge(row, row.getHourCharge(), generation, out);
      case CHARGE_CONTROL -> ChargeRows.control(row, row.getChargeControl(), generation, out);
      case ROW_NOT_SET -> Poison.UNKNOWN_ROW;
    };
  }

  private static @Nullable Poison wrong(
      ByteString address, long intervalMs, long startMs, long sliceMs) {
    if (address.size() != ADDRESS_BYTES) {
      return Poison.BAD_ADDRESS;
    }
    return startsA(intervalMs, startMs) && startsA(SECOND_MS, sliceMs) ? null : Poison.BAD_TIME;
  }

  private static @Nullable Poison minute(
      SettledRow row, EipMinute minute, int generation, RowBlocks out) {
    Poison poison =
        wrong(minute.getAddress(), MINUTE_MS, minute.getMinuteMs(), minute.getSliceMs());
    if (poison == null) {
      RowBinary to =
          out.of(Table.EIP_MINUTES)
              .address(minute.getAddress())
              .seconds(minute.getMinuteMs())
              .seconds(minute.getSliceMs())
              .millis(row.getCloseMs())
              .int32(generation);
      usage(minute.getUsage(), to);
    }
    return poison;
  }

  private static @Nullable Poison quarter(
      SettledRow row, EipQuarter quarter, int generation, RowBlocks out) {
    Poison poison =
        wrong(quarter.getAddress(), QUARTER_MS, quarter.getQuarterMs(), quarter.getSliceMs());
    if (poison == null) {
      RowBinary to =
          out.of(Table.EIP_QUARTERS)
              .address(quarter.getAddress())
              .seconds(quarter.getQuarterMs())
              .seconds(quarter.getSliceMs())
              .millis(row.getCloseMs())
              .int32(generation);
      usage(quarter.getUsage(), to);
    }
    return poison;
  }

  /** An early sum: replaced by each later look at its minute. */
  public static @Nullable Poison writeLive(EipMinute minute, long asOfMs, RowBlocks out) {
    Poison poison = wrong(minute.getAddress(), MINUTE_MS, minute.getMinuteMs(), 0);
    if (poison == null && !shown(asOfMs)) {
      poison = Poison.BAD_TIME;
    }
    if (poison == null) {
      RowBinary to =
          out.of(Table.EIP_LIVE)
              .address(minute.getAddress())
              .seconds(minute.getMinuteMs())
              .millis(asOfMs);
      usage(minute.getUsage(), to);
    }
    return poison;
  }

  /** The same of a second. */
  public static @Nullable Poison writeLive(EipSecond second, long asOfMs, RowBlocks out) {
    Poison poison = wrong(second.getAddress(), SECOND_MS, second.getSecondMs(), 0);
    if (poison == null && !shown(asOfMs)) {
      poison = Poison.BAD_TIME;
    }
    if (poison == null) {
      out.of(Table.EIP_LIVE_SECONDS)
          .address(second.getAddress())
          .seconds(second.getSecondMs())
          .millis(asOfMs)
          .int64(second.getBytesOut())
          .int64(second.getBytesIn())
          .int64(second.getPacketsOut())
          .int64(second.getPacketsIn())
          .endRow();
    }
    return poison;
  }

  private static void usage(Usage usage, RowBinary to) {
    to.int64(usage.getBytesOut())
        .int64(usage.getBytesIn())
        .int64(usage.getPacketsOut())
        .int64(usage.getPacketsIn())
        .int64(usage.getFlowsOut())
        .int64(usage.getFlowsIn())
        .int64(usage.getDroppedBytes())
        .int64(usage.getDroppedPackets())
        .int64(usage.getSamples())
        .int128(usage.getVarianceHigh(), usage.getVarianceLow())
        .int32(usage.getSamplingRateMin())
        .int32(usage.getSamplingRateMax())
        .int64(usage.getLongestRecordMs())
        .int64(usage.getUnknownRateRecords())
        .endRow();
  }

  private static @Nullable Poison exporter(
      SettledRow row, ExporterMinute minute, int generation, RowBlocks out) {
    Poison poison = wrong(minute.getExporterAddress(), MINUTE_MS, minute.getMinuteMs(), 0);
    if (poison == null && !shown(minute.getLostFromMs())) {
      poison = Poison.BAD_TIME;
    }
    if (poison == null) {
      out.of(Table.EXPORTER_MINUTES)
          .address(minute.getExporterAddress())
          .seconds(minute.getMinuteMs())
          .millis(row.getCloseMs())
          .int32(generation)
          .int64(minute.getDatagrams())
          .int64(minute.getDecoded())
          .int64(minute.getDuplicates())
          .int64(minute.getRejected())
          .int64(minute.getWaiting())
          .int64(minute.getReleased())
          .int64(minute.getFlows())
          .int64(minute.getTemplates())
          .int64(minute.getLostExports())
          .int64(minute.getRestarts())
          .int64(minute.getCorrectedTimes())
          .int64(minute.getClockSkewMs())
          .int64(minute.getUnknownRateRecords())
          .int64(minute.getRecordsWithoutBytes())
          .int64(minute.getDatagramBytes())
          .int64(minute.getRejectedFlows())
          .millis(minute.getLostFromMs())
          .address(orNone(minute.getToldIpv4First()))
          .address(orNone(minute.getToldIpv4Last()))
          .address(orNone(minute.getToldIpv6First()))
          .address(orNone(minute.getToldIpv6Last()))
          .int64(minute.getRateDisagreesRecords())
          .int64(minute.getCountedBeforeRate())
          .int64(minute.getDroppedRecords())
          .int64(minute.getTotalsToldAgain())
          .int64(minute.getTotalsForgotten())
          .int64(minute.getPayloadRecords())
          .int64(minute.getInOutDifferRecords())
          .int64(minute.getAssumedTimeRecords())
          .endRow();
    }
    return poison;
  }

  private static ByteString orNone(ByteString address) {
    return address.size() == Addresses.NONE.size() ? address : Addresses.NONE;
  }

  private static @Nullable Poison interfaceMinute(
      SettledRow row, InterfaceMinute minute, int generation, RowBlocks out) {
    Poison poison = wrong(minute.getExporterAddress(), MINUTE_MS, minute.getMinuteMs(), 0);
    if (poison == null) {
      out.of(Table.INTERFACE_MINUTES)
          .address(minute.getExporterAddress())
          .int32(minute.getIfIndex())
          .seconds(minute.getMinuteMs())
          .millis(row.getCloseMs())
          .int32(generation)
          .int64(minute.getInOctets())
          .int64(minute.getOutOctets())
          .int64(minute.getInPackets())
          .int64(minute.getOutPackets())
          .int64(minute.getCounterSamples())
          .endRow();
    }
    return poison;
  }

  private static @Nullable Poison control(
      SettledRow row, ControlTotal total, int generation, RowBlocks out) {
    Poison poison =
        wrong(total.getExporterAddress(), HOUR_MS, total.getHourMs(), total.getSliceMs());
    if (poison == null) {
      out.of(Table.CONTROL_TOTALS)
          .address(total.getExporterAddress())
          .seconds(total.getHourMs())
          .seconds(total.getSliceMs())
          .millis(row.getCloseMs())
          .int32(generation)
          .int64(total.getCountedBytes())
          .int64(total.getBytesOut())
          .int64(total.getBytesIn())
          .int64(total.getBothBytes())
          .int64(total.getOtherBytes())
          .int64(total.getElsewhereBytes())
          .int64(total.getCountedPackets())
          .int64(total.getFlows())
          .endRow();
    }
    return poison;
  }
}
