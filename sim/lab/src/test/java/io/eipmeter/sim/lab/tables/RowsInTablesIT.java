package io.eipmeter.sim.lab.tables;

import static io.eipmeter.sim.lab.tables.TestTables.address;
import static io.eipmeter.sim.lab.tables.TestTables.ms;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.tables.domain.EventRows;
import io.eipmeter.jobs.tables.domain.FlowRows;
import io.eipmeter.jobs.tables.domain.OperationRows;
import io.eipmeter.jobs.tables.domain.RejectedRows;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.ControlTotal;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.EipQuarter;
import io.eipmeter.schemas.v1.ExporterMinute;
import io.eipmeter.schemas.v1.FlowBlock;
import io.eipmeter.schemas.v1.InterfaceMinute;
import io.eipmeter.schemas.v1.OperationRecord;
import io.eipmeter.schemas.v1.RejectedDatagram;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every field has a value of its own, so that two columns exchanged are seen. */
class RowsInTablesIT {
  private static final Usage USAGE =
      Usage.newBuilder()
          .setBytesOut(-1) // the largest UInt64
          .setBytesIn(2)
          .setPacketsOut(3)
          .setPacketsIn(4)
          .setFlowsOut(5)
          .setFlowsIn(6)
          .setDroppedBytes(7)
          .setDroppedPackets(8)
          .setSamples(9)
          .setVarianceHigh(1)
          .setVarianceLow(10)
          .setSamplingRateMin(11)
          .setSamplingRateMax(12)
          .setLongestRecordMs(13)
          .setUnknownRateRecords(14)
          .build();
  private static final String USAGE_SHOWN =
      "18446744073709551615\t2\t3\t4\t5\t6\t7\t8\t9\t18446744073709551626\t11\t12\t13\t14";

  @TempDir private static Path directory;

  private static TestTables tables;

  @BeforeAll
  static void start() throws Exception {
    tables = TestTables.start(directory);
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  private static SettledRow.Builder closed() {
    return SettledRow.newBuilder().setCloseMs(ms("2026-11-01T00:03:30.123Z"));
  }

  private static SettledRow minute(String address, String minute, Usage usage) {
    return closed()
        .setMinute(
            EipMinute.newBuilder()
                .setAddress(address(address))
                .setMinuteMs(ms(minute))
                .setUsage(usage))
        .build();
  }

  private static Usage bytesOut(long bytes) {
    return Usage.newBuilder().setBytesOut(bytes).build();
  }

  @Test
  void everyFieldOfAMinuteAndAQuarterIsInItsColumn() {
    tables.empty("eip_minutes", "eip_quarters");
    tables.put(
        7,
        List.of(
            closed()
                .setMinute(
                    EipMinute.newBuilder()
                        .setAddress(address("100.64.0.1"))
                        .setMinuteMs(ms("2026-11-01T00:01:00Z"))
                        .setSliceMs(ms("2026-11-01T00:05:00Z"))
                        .setUsage(USAGE))
                .build()));
    tables.put(
        8,
        List.of(
            closed()
                .setQuarter(
                    EipQuarter.newBuilder()
                        .setAddress(address("2001:db8::1"))
                        .setQuarterMs(ms("2026-11-01T00:15:00Z"))
                        .setSliceMs(0)
                        .setUsage(USAGE))
                .build()));
    assertThat(tables.query("SELECT * FROM eipmeter.eip_minutes FINAL"))
        .containsExactly(
            "::ffff:100.64.0.1\t2026-11-01 00:01:00\t2026-11-01 00:05:00"
                + "\t2026-11-01 00:03:30.123\t7\t"
                + USAGE_SHOWN);
    assertThat(tables.query("SELECT * FROM eipmeter.eip_quarters FINAL"))
        .containsExactly(
            "2001:db8::1\t2026-11-01 00:15:00\t1970-01-01 00:00:00\t2026-11-01 00:03:30.123\t8\t"
                + USAGE_SHOWN);
  }

  @Test
  void everyFieldOfAnExporterAnInterfaceAndAControlTotalIsInItsColumn() {
    tables.put(
        1,
        List.of(
            closed()
                .setExporterMinute(
                    ExporterMinute.newBuilder()
                        .setExporterAddress(address("192.0.2.1"))
                        .setMinuteMs(ms("2026-11-01T00:01:00Z"))
                        .setDatagrams(1)
                        .setDecoded(2)
                        .setDuplicates(3)
                        .setRejected(4)
                        .setWaiting(5)
                        .setReleased(6)
                        .setFlows(7)
                        .setTemplates(8)
                        .setLostExports(-9)
                        .setRestarts(10)
                        .setCorrectedTimes(11)
                        .setClockSkewMs(12)
                        .setUnknownRateRecords(13)
                        .setRecordsWithoutBytes(14)
                        .setDatagramBytes(15)
                        .setRejectedFlows(16)
                        .setLostFromMs(ms("2026-11-01T00:00:01Z"))
                        .setRateDisagreesRecords(17)
                        .setCountedBeforeRate(18)
                        .setDroppedRecords(19)
                        .setTotalsToldAgain(20)
                        .setTotalsForgotten(21)
                        .setPayloadRecords(22)
                        .setInOutDifferRecords(23)
                        .setAssumedTimeRecords(24))
                .build()));
    tables.put(
        2,
        List.of(
            closed()
                .setInterfaceMinute(
                    InterfaceMinute.newBuilder()
                        .setExporterAddress(address("192.0.2.1"))
                        .setIfIndex(-1)
                        .setMinuteMs(ms("2026-11-01T00:01:00Z"))
                        .setInOctets(1)
                        .setOutOctets(2)
                        .setInPackets(3)
                        .setOutPackets(4)
                        .setCounterSamples(5))
                .build()));
    tables.put(
        3,
        List.of(
            closed()
                .setControlTotal(
                    ControlTotal.newBuilder()
                        .setExporterAddress(address("192.0.2.1"))
                        .setHourMs(ms("2026-11-01T01:00:00Z"))
                        .setSliceMs(ms("2026-11-01T01:05:00Z"))
                        .setCountedBytes(1)
                        .setBytesOut(2)
                        .setBytesIn(3)
                        .setBothBytes(4)
                        .setOtherBytes(5)
                        .setElsewhereBytes(6)
                        .setCountedPackets(7)
                        .setFlows(8))
                .build()));
    String minute = "\t2026-11-01 00:01:00\t2026-11-01 00:03:30.123";
    assertThat(tables.query("SELECT * FROM eipmeter.exporter_minutes FINAL"))
        .containsExactly(
            "::ffff:192.0.2.1"
                + minute
                + "\t1\t1\t2\t3\t4\t5\t6\t7\t8\t-9\t10\t11\t12\t13\t14\t15\t16"
                + "\t2026-11-01 00:00:01.000\t::\t::\t::\t::\t17\t18\t19\t20\t21\t22\t23\t24");
    assertThat(tables.query("SELECT * FROM eipmeter.interface_minutes FINAL"))
        .containsExactly("::ffff:192.0.2.1\t4294967295" + minute + "\t2\t1\t2\t3\t4\t5");
    assertThat(tables.query("SELECT * FROM eipmeter.control_totals FINAL"))
        .containsExactly(
            "::ffff:192.0.2.1\t2026-11-01 01:00:00\t2026-11-01 01:05:00\t2026-11-01 00:03:30.123"
                + "\t3\t1\t2\t3\t4\t5\t6\t7\t8");
    tables.empty("exporter_minutes");
  }

  @Test
  void everyFieldOfAFlowIsInItsColumnAndTheViewFillsInWhatNatLeftAlone() {
    tables.put(
        Topic.FLOW_SAMPLES,
        new FlowRows(),
        0,
        FlowBlock.newBuilder()
            .setExporterAddress(address("192.0.2.1"))
            .setReceivedMs(ms("2026-11-01T00:00:10.900Z"))
            .setProtocol("ipfix")
            .setSrc(address("10.0.0.1"))
            .setDst(address("198.51.100.1"))
            .setPostNatSrc(address("100.64.0.1"))
            .setPostNatDst(address("198.51.100.1"))
            .addSrcPort(1)
            .addDstPort(2)
            .addPostNatSrcPort(3)
            .addPostNatDstPort(2)
            .addIpProtocol(6)
            .addBytes(7)
            .addPackets(8)
            .addStartMs(ms("2026-11-01T00:00:09Z"))
            .addEndMs(ms("2026-11-01T00:00:09.5Z"))
            .addSamplingRate(100)
            .addSamplingSize(3)
            .addInIf(11)
            .addOutIf(12)
            .addDirection(1)
            .addTcpFlags(0x1ff)
            .addDroppedBytes(13)
            .addDroppedPackets(14)
            .addNatEvent(15)
            .setPartition(3)
            .setOffset(4)
            .addIndex(5)
            .build());
    assertThat(tables.query("SELECT * FROM eipmeter.flows FINAL"))
        .containsExactly(
            "3\t4\t5\t::ffff:192.0.2.1\t2026-11-01 00:00:10\tipfix\t::ffff:10.0.0.1"
                + "\t::ffff:198.51.100.1\t::ffff:100.64.0.1\t::\t1\t2\t3\t0\t6\t7\t8"
                + "\t2026-11-01 00:00:09.500\t500\t100\t11\t12\t1\t511\t13\t14\t15\t3");
    assertThat(
            tables.query(
                "SELECT public_ip, peer_ip, start, post_nat_dst, post_nat_dst_port, scaled_bytes"
                    + " FROM eipmeter.flow WHERE public_address = toIPv6('100.64.0.1')"))
        .containsExactly(
            "100.64.0.1\t198.51.100.1\t2026-11-01 00:00:09.000\t::ffff:198.51.100.1\t2\t233");
  }

  @Test
  void anOperationIsFoundByItsAccountAndByItsEip() {
    OperationRecord operation =
        OperationRecord.newBuilder()
            .setRequestId("R-1")
            .setAtMs(ms("2026-11-01T00:00:01Z"))
            .setAccount("acct")
            .setAccessKeyId("ak")
            .setAction("AssociateEipAddress")
            .putParameters("Mode", "NAT")
            .putParameters("AllocationId", "eip-1")
            .setOutcome("IncorrectEipStatus")
            .setMessage("it is InUse")
            .setHttpStatus(400)
            .setSource("192.0.2.7")
            .setUserAgent("sdk")
            .addEipIds("eip-1")
            .build();
    tables.put(Topic.OPERATIONS, new OperationRows(), 0, operation, operation);
    assertThat(tables.query("SELECT * FROM eipmeter.operations FINAL WHERE account = 'acct'"))
        .containsExactly(
            "R-1\t2026-11-01 00:00:01.000\tacct\tak\tAssociateEipAddress"
                + "\t{'AllocationId':'eip-1','Mode':'NAT'}\tIncorrectEipStatus\tit is InUse\t400"
                + "\t192.0.2.7\tsdk\t['eip-1']");
    assertThat(
            tables.query(
                "SELECT action, outcome FROM eipmeter.eip_operations WHERE eip_id = 'eip-1'"))
        .containsExactly("AssociateEipAddress\tIncorrectEipStatus");
  }

  @Test
  void everyFieldOfAStatementAndOfARejectIsInItsColumn() {
    tables.put(
        Topic.EIP_EVENTS,
        new EventRows(),
        ms("2026-11-01T00:00:01Z"),
        EipEvent.newBuilder()
            .setOwnershipId("o1")
            .setAddress(address("100.64.9.9"))
            .setPrefixLength(128)
            .setFromMs(ms("2026-11-01T00:00:02Z"))
            .setToMs(ms("2026-11-01T00:00:03Z"))
            .setAccount("acct")
            .setEipId("eip")
            .setRegion("r")
            .setLine("l")
            .setChargeMethod(ChargeMethod.CHARGE_METHOD_BANDWIDTH)
            .setMaxBandwidthBitsPerSecond(5)
            .setAssociationKind("vm")
            .setAssociationId("i-1")
            .setSharedBandwidthId("sb")
            .setFineGrained(true)
            .setName("name")
            .setSource("file")
            .setAddressPoolId("pool")
            .setResourceGroupId("rg")
            .setLock("financial")
            .setAccountEipQuota(20)
            .setAssociationMode("NAT")
            .setStaticPublicIp(true)
            .putTags("env", "test")
            .build());
    assertThat(
            tables.query(
                "SELECT * EXCEPT (log_offset) FROM eipmeter.eip_events FINAL WHERE ownership_id = 'o1'"))
        .containsExactly(
            "o1\t2026-11-01 00:00:01.000\t0\t::ffff:100.64.9.9\t128\t2026-11-01 00:00:02.000"
                + "\t2026-11-01 00:00:03.000\tacct\teip\tr\tl\tbandwidth\t5\tvm\ti-1\tsb\ttrue"
                + "\tname\tfile\tpool\trg\tfinancial\t20\tNAT\ttrue\t{'env':'test'}");
    tables.put(
        Topic.FLOW_DATAGRAMS_REJECTED,
        new RejectedRows(),
        0,
        RejectedDatagram.newBuilder()
            .setExporterAddress(address("192.0.2.1"))
            .setReason("truncated")
            .setReceivedMs(ms("2026-11-01T00:00:01Z"))
            .setPartition(1)
            .setOffset(2)
            .setIndex(3)
            .setSetOffsetBytes(-1)
            .setOriginalLengthBytes(4)
            .build());
    assertThat(tables.query("SELECT * FROM eipmeter.rejected FINAL"))
        .containsExactly("1\t2\t3\t-1\t::ffff:192.0.2.1\ttruncated\t2026-11-01 00:00:01.000\t4");
    assertThat(
            tables.query("SELECT minute, exporter_ip, reason, items FROM eipmeter.rejected_minute"))
        .containsExactly("2026-11-01 00:00:00\t192.0.2.1\ttruncated\t1");
  }

  @Test
  void theSameRowsTwiceAreTheSameRowsAndALaterGenerationReplacesThem() {
    tables.empty("eip_minutes");
    List<SettledRow> rows =
        List.of(
            minute("100.64.0.1", "2026-11-01T00:01:00Z", bytesOut(10)),
            minute("100.64.0.2", "2026-11-01T00:01:00Z", bytesOut(20)));
    String all = "SELECT ip, minute, bytes_out, slices FROM eipmeter.eip_minute ORDER BY ALL";
    tables.put(0, rows);
    List<String> once = tables.query(all);
    tables.put(0, rows);
    assertThat(tables.query(all))
        .isEqualTo(once)
        .containsExactly(
            "100.64.0.1\t2026-11-01 00:01:00\t10\t1", "100.64.0.2\t2026-11-01 00:01:00\t20\t1");
    tables.put(1, List.of(minute("100.64.0.1", "2026-11-01T00:01:00Z", bytesOut(11))));
    tables.put(0, rows); // the first generation again, after the later one
    assertThat(tables.query(all))
        .containsExactly(
            "100.64.0.1\t2026-11-01 00:01:00\t11\t1", "100.64.0.2\t2026-11-01 00:01:00\t20\t1");
  }

  @Test
  void aQueryForADayReadsThePartsOfThatDay() {
    tables.empty("eip_minutes");
    for (int day = 1; day <= 3; day++) {
      tables.put(0, List.of(minute("100.64.0.1", "2026-11-0" + day + "T00:01:00Z", bytesOut(day))));
    }
    String query =
        "SELECT sum(bytes_out) FROM eipmeter.eip_minute"
            + " WHERE minute >= '2026-11-02 00:00:00' AND minute <= '2026-11-02 23:59:00'";
    assertThat(tables.query(query)).containsExactly("2");
    assertThat(
            tables.query(
                "EXPLAIN indexes = 1 " + query.replace("eip_minute ", "eip_minute_owned ")))
        .anyMatch(line -> line.strip().startsWith("Parts: 1/3"));
    assertThat(tables.query("EXPLAIN indexes = 1 " + query))
        .anyMatch(line -> line.strip().startsWith("Parts: 1/3"));
  }
}
