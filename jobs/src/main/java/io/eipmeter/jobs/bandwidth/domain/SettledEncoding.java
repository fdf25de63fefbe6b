package io.eipmeter.jobs.bandwidth.domain;

import static io.eipmeter.jobs.bandwidth.domain.Slices.HOUR_MS;
import static io.eipmeter.jobs.bandwidth.domain.Slices.LATE_SLICE_MS;
import static io.eipmeter.jobs.bandwidth.domain.Slices.MINUTE_MS;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.eipmeter.schemas.v1.ControlTotal;
import io.eipmeter.schemas.v1.EipSecond;
import io.eipmeter.schemas.v1.ExporterMinute;
import io.eipmeter.schemas.v1.InterfaceMinute;
import io.eipmeter.schemas.v1.SettledRow;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Rows of sums as the messages of the settled topics. Minutes and quarters come by the million:
 * they are written field by field ({@link UsageEncoding}); the others are built.
 */
public final class SettledEncoding {
  private SettledEncoding() {}

  /** Writes a {@code SettledRow}, without its length. */
  public static void write(SumTable table, int row, long closeMs, CodedOutputStream out)
      throws IOException {
    switch (table.kind()) {
      case MINUTE -> settledUsage(SettledRow.MINUTE_FIELD_NUMBER, table, row, closeMs, out);
      case QUARTER -> settledUsage(SettledRow.QUARTER_FIELD_NUMBER, table, row, closeMs, out);
      case EXPORTER ->
          settled(closeMs).setExporterMinute(exporter(table, row)).build().writeTo(out);
      case INTERFACE ->
          settled(closeMs).setInterfaceMinute(interfaceMinute(table, row)).build().writeTo(out);
      case CONTROL -> settled(closeMs).setControlTotal(control(table, row)).build().writeTo(out);
      case SECOND -> throw new IllegalArgumentException("seconds are never settled");
    }
  }

  private static void settledUsage(
      int field, SumTable table, int row, long closeMs, CodedOutputStream out) throws IOException {
    out.writeInt64(SettledRow.CLOSE_MS_FIELD_NUMBER, closeMs);
    UsageEncoding.write(field, table, row, out);
  }

  private static SettledRow.Builder settled(long closeMs) {
    return SettledRow.newBuilder().setCloseMs(closeMs);
  }

  /** A row of {@link SumKind#SECOND}. */
  public static EipSecond second(SumTable table, int row) {
    int at = table.position(row);
    return EipSecond.newBuilder()
        .setAddress(address(table, row))
        .setSecondMs(SumTable.intervalOf(table.detail(row)) * Slices.SECOND_MS)
        .setBytesOut(table.cell(at + SecondColumn.BYTES_OUT.ordinal()))
        .setBytesIn(table.cell(at + SecondColumn.BYTES_IN.ordinal()))
        .setPacketsOut(table.cell(at + SecondColumn.PACKETS_OUT.ordinal()))
        .setPacketsIn(table.cell(at + SecondColumn.PACKETS_IN.ordinal()))
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
        .setSamplingRateMin(table.cell(at + ExporterColumn.SAMPLING_RATE_MIN.ordinal()))
        .setSamplingRateMax(table.cell(at + ExporterColumn.SAMPLING_RATE_MAX.ordinal()))
        .setToldIpv4First(
            ToldAddresses.ipv4(table.cell(at + ExporterColumn.TOLD_IPV4_FIRST.ordinal())))
        .setToldIpv4Last(
            ToldAddresses.ipv4(table.cell(at + ExporterColumn.TOLD_IPV4_LAST.ordinal())))
        .setToldIpv6First(
            ToldAddresses.ipv6First(table.cell(at + ExporterColumn.TOLD_IPV6_FIRST.ordinal())))
        .setToldIpv6Last(
            ToldAddresses.ipv6Last(table.cell(at + ExporterColumn.TOLD_IPV6_LAST.ordinal())))
        .setRateDisagreesRecords(table.cell(at + ExporterColumn.RATE_DISAGREES_RECORDS.ordinal()))
        .setCountedBeforeRate(table.cell(at + ExporterColumn.COUNTED_BEFORE_RATE.ordinal()))
        .setDroppedRecords(table.cell(at + ExporterColumn.DROPPED_RECORDS.ordinal()))
        .setTotalsToldAgain(table.cell(at + ExporterColumn.TOTALS_TOLD_AGAIN.ordinal()))
        .setTotalsForgotten(table.cell(at + ExporterColumn.TOTALS_FORGOTTEN.ordinal()))
        .setPayloadRecords(table.cell(at + ExporterColumn.PAYLOAD_RECORDS.ordinal()))
        .setInOutDifferRecords(table.cell(at + ExporterColumn.IN_OUT_DIFFER_RECORDS.ordinal()))
        .setAssumedTimeRecords(table.cell(at + ExporterColumn.ASSUMED_TIME_RECORDS.ordinal()))
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
