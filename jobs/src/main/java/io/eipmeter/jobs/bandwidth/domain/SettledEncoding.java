package io.eipmeter.jobs.bandwidth.domain;

import static io.eipmeter.jobs.bandwidth.domain.Slices.HOUR_MS;
import static io.eipmeter.jobs.bandwidth.domain.Slices.LATE_SLICE_MS;
import static io.eipmeter.jobs.bandwidth.domain.Slices.MINUTE_MS;
import static io.eipmeter.jobs.bandwidth.domain.Slices.QUARTER_MS;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.ControlTotal;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.EipQuarter;
import io.eipmeter.schemas.v1.ExporterMinute;
import io.eipmeter.schemas.v1.InterfaceMinute;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import java.nio.ByteBuffer;

/** Rows of sums as the messages of the settled topics. */
public final class SettledEncoding {
  private SettledEncoding() {}

  public static SettledRow row(SumTable table, int row, long closeMs) {
    SettledRow.Builder settled = SettledRow.newBuilder().setCloseMs(closeMs);
    return switch (table.kind()) {
      case MINUTE -> settled.setMinute(minute(table, row)).build();
      case QUARTER -> settled.setQuarter(quarter(table, row)).build();
      case EXPORTER -> settled.setExporterMinute(exporter(table, row)).build();
      case INTERFACE -> settled.setInterfaceMinute(interfaceMinute(table, row)).build();
      case CONTROL -> settled.setControlTotal(control(table, row)).build();
    };
  }

  /**
   * Orders rows of one topic and close: address, then interval and detail. 24 bytes, compared
   * unsigned.
   */
  public static byte[] sortKey(SumTable table, int row) {
    return ByteBuffer.allocate(24)
        .putLong(table.high(row))
        .putLong(table.low(row))
        .putLong(table.detail(row))
        .array();
  }

  public static EipMinute minute(SumTable table, int row) {
    return EipMinute.newBuilder()
        .setAddress(address(table, row))
        .setMinuteMs(SumTable.intervalOf(table.detail(row)) * MINUTE_MS)
        .setSliceMs(SumTable.detailOf(table.detail(row)) * LATE_SLICE_MS)
        .setUsage(usage(table, table.position(row)))
        .build();
  }

  private static EipQuarter quarter(SumTable table, int row) {
    return EipQuarter.newBuilder()
        .setAddress(address(table, row))
        .setQuarterMs(SumTable.intervalOf(table.detail(row)) * QUARTER_MS)
        .setSliceMs(SumTable.detailOf(table.detail(row)) * LATE_SLICE_MS)
        .setUsage(usage(table, table.position(row)))
        .build();
  }

  private static Usage usage(SumTable table, int at) {
    return Usage.newBuilder()
        .setBytesOut(table.cell(at + UsageColumn.BYTES_OUT.ordinal()))
        .setBytesIn(table.cell(at + UsageColumn.BYTES_IN.ordinal()))
        .setPacketsOut(table.cell(at + UsageColumn.PACKETS_OUT.ordinal()))
        .setPacketsIn(table.cell(at + UsageColumn.PACKETS_IN.ordinal()))
        .setFlowsOut(table.cell(at + UsageColumn.FLOWS_OUT.ordinal()))
        .setFlowsIn(table.cell(at + UsageColumn.FLOWS_IN.ordinal()))
        .setDroppedBytes(table.cell(at + UsageColumn.DROPPED_BYTES.ordinal()))
        .setDroppedPackets(table.cell(at + UsageColumn.DROPPED_PACKETS.ordinal()))
        .setSamples(table.cell(at + UsageColumn.SAMPLES.ordinal()))
        .setVarianceHigh(table.cell(at + UsageColumn.VARIANCE_HIGH.ordinal()))
        .setVarianceLow(table.cell(at + UsageColumn.VARIANCE_LOW.ordinal()))
        .setSamplingRateMin((int) table.cell(at + UsageColumn.SAMPLING_RATE_MIN.ordinal()))
        .setSamplingRateMax((int) table.cell(at + UsageColumn.SAMPLING_RATE_MAX.ordinal()))
        .setLongestRecordMs(table.cell(at + UsageColumn.LONGEST_RECORD_MS.ordinal()))
        .setUnknownRateRecords(table.cell(at + UsageColumn.UNKNOWN_RATE_RECORDS.ordinal()))
        .build();
  }

  private static ExporterMinute exporter(SumTable table, int row) {
    int at = table.position(row);
    return ExporterMinute.newBuilder()
        .setExporterAddress(address(table, row))
        .setMinuteMs(SumTable.intervalOf(table.detail(row)) * MINUTE_MS)
        .setDatagrams(table.cell(at + ExporterColumn.DATAGRAMS.ordinal()))
        .setDecoded(table.cell(at + ExporterColumn.DECODED.ordinal()))
        .setDuplicates(table.cell(at + ExporterColumn.DUPLICATES.ordinal()))
        .setRejected(table.cell(at + ExporterColumn.REJECTED.ordinal()))
        .setWaiting(table.cell(at + ExporterColumn.WAITING.ordinal()))
        .setReleased(table.cell(at + ExporterColumn.RELEASED.ordinal()))
        .setFlows(table.cell(at + ExporterColumn.FLOWS.ordinal()))
        .setTemplates(table.cell(at + ExporterColumn.TEMPLATES.ordinal()))
        .setLostExports(table.cell(at + ExporterColumn.LOST_EXPORTS.ordinal()))
        .setRestarts(table.cell(at + ExporterColumn.RESTARTS.ordinal()))
        .setCorrectedTimes(table.cell(at + ExporterColumn.CORRECTED_TIMES.ordinal()))
        .setClockSkewMs(table.cell(at + ExporterColumn.CLOCK_SKEW_MS.ordinal()))
        .setUnknownRateRecords(table.cell(at + ExporterColumn.UNKNOWN_RATE_RECORDS.ordinal()))
        .setRecordsWithoutBytes(table.cell(at + ExporterColumn.RECORDS_WITHOUT_BYTES.ordinal()))
        .setDatagramBytes(table.cell(at + ExporterColumn.DATAGRAM_BYTES.ordinal()))
        .setRejectedFlows(table.cell(at + ExporterColumn.REJECTED_FLOWS.ordinal()))
        .setLostFromMs(table.cell(at + ExporterColumn.LOST_FROM_MS.ordinal()))
        .build();
  }

  private static InterfaceMinute interfaceMinute(SumTable table, int row) {
    int at = table.position(row);
    return InterfaceMinute.newBuilder()
        .setExporterAddress(address(table, row))
        .setIfIndex((int) SumTable.detailOf(table.detail(row)))
        .setMinuteMs(SumTable.intervalOf(table.detail(row)) * MINUTE_MS)
        .setInOctets(table.cell(at + InterfaceColumn.IN_OCTETS.ordinal()))
        .setOutOctets(table.cell(at + InterfaceColumn.OUT_OCTETS.ordinal()))
        .setInPackets(table.cell(at + InterfaceColumn.IN_PACKETS.ordinal()))
        .setOutPackets(table.cell(at + InterfaceColumn.OUT_PACKETS.ordinal()))
        .setCounterSamples(table.cell(at + InterfaceColumn.COUNTER_SAMPLES.ordinal()))
        .build();
  }

  private static ControlTotal control(SumTable table, int row) {
    int at = table.position(row);
    return ControlTotal.newBuilder()
        .setExporterAddress(address(table, row))
        .setHourMs(SumTable.intervalOf(table.detail(row)) * HOUR_MS)
        .setSliceMs(SumTable.detailOf(table.detail(row)) * LATE_SLICE_MS)
        .setCountedBytes(table.cell(at + ControlColumn.COUNTED_BYTES.ordinal()))
        .setBytesOut(table.cell(at + ControlColumn.BYTES_OUT.ordinal()))
        .setBytesIn(table.cell(at + ControlColumn.BYTES_IN.ordinal()))
        .setBothBytes(table.cell(at + ControlColumn.BOTH_BYTES.ordinal()))
        .setOtherBytes(table.cell(at + ControlColumn.OTHER_BYTES.ordinal()))
        .setElsewhereBytes(table.cell(at + ControlColumn.ELSEWHERE_BYTES.ordinal()))
        .setCountedPackets(table.cell(at + ControlColumn.COUNTED_PACKETS.ordinal()))
        .setFlows(table.cell(at + ControlColumn.FLOWS.ordinal()))
        .build();
  }

  private static ByteString address(SumTable table, int row) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(16).putLong(table.high(row)).putLong(table.low(row)).flip());
  }
}
