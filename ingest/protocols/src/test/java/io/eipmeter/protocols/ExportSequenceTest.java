package io.eipmeter.protocols;

import static io.eipmeter.protocols.Exports.NOW_S;
import static io.eipmeter.protocols.Exports.ipfix;
import static io.eipmeter.protocols.Exports.netflow5;
import static io.eipmeter.protocols.Exports.netflow5Record;
import static io.eipmeter.protocols.Exports.netflow9;
import static io.eipmeter.protocols.Exports.set;
import static io.eipmeter.protocols.Exports.template;
import static io.eipmeter.protocols.Exports.u32;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExportSequenceTest {
  private static final byte[] TEMPLATE = template(256, 1, 4);
  private final Exporter exporter = new Exporter();
  private long uptimeMs = 10_000_000;
  private long exportS = NOW_S;

  private void pass(long seconds) {
    exporter.nowMs += seconds * 1_000;
    uptimeMs += seconds * 1_000;
    exportS += seconds;
  }

  private byte[] ipfixData(long sequence, int records) {
    return ipfix(1, sequence, exportS, set(256, values(sequence, records)));
  }

  private static byte[] values(long sequence, int records) {
    return IntStream.range(0, records)
        .mapToObj(i -> u32(1 + sequence * 100 + i))
        .reduce(new byte[0], Exports::join);
  }

  private byte[] v9Data(long sequence, int records) {
    return netflow9(1, sequence, uptimeMs, exportS, set(256, values(sequence, records)));
  }

  private byte[] v5Data(long sequence, int records) {
    byte[][] all = new byte[records][];
    for (int i = 0; i < records; i++) {
      all[i] = netflow5Record("10.0.0.1", "1.1.1.1", i, 1, sequence, uptimeMs, uptimeMs);
    }
    return netflow5(sequence, uptimeMs, exportS, 0, all);
  }

  private long lost() {
    return exporter.seen.fact(Fact.LOST_EXPORTS);
  }

  @Test
  void ipfixCountsDataRecordsAndTemplatesCountNothing() {
    exporter.send(ipfix(1, 100, exportS, set(2, TEMPLATE)));
    exporter.send(ipfixData(100, 3));
    exporter.send(ipfix(1, 103, exportS + 1, set(2, TEMPLATE)));
    exporter.send(ipfixData(103, 2));
    assertThat(lost()).isZero();
    exporter.send(ipfixData(115, 2));
    assertThat(lost()).isEqualTo(10);
  }

  @Test
  void ipfixCountsOptionsRecordsAsData() {
    byte[] options = Exports.join(Exports.fields(257, 1, 1, 34, 4));
    exporter.send(ipfix(1, 0, exportS, set(3, options), set(2, TEMPLATE)));
    exporter.send(ipfix(1, 0, exportS, set(257, u32(10))));
    exporter.send(ipfixData(1, 2));
    exporter.send(ipfixData(3, 2));
    assertThat(lost()).isZero();
    assertThat(exporter.seen.flows).hasSize(4);
  }

  @Test
  void netflow9CountsDatagramsAndNetflow5Flows() {
    exporter.send(netflow9(1, 7, uptimeMs, exportS, set(0, TEMPLATE)));
    exporter.send(v9Data(8, 5));
    exporter.send(v9Data(11, 5));
    assertThat(lost()).isEqualTo(2);
    Exporter five = new Exporter();
    five.send(v5Data(500, 3));
    five.send(v5Data(503, 2));
    five.send(v5Data(512, 2));
    assertThat(five.seen.fact(Fact.LOST_EXPORTS)).isEqualTo(7);
  }

  @Test
  void whatComesLateFillsItsGapAndCountsOnce() {
    exporter.send(netflow9(1, 0, uptimeMs, exportS, set(0, TEMPLATE)));
    byte[] late = v9Data(2, 1);
    exporter.send(v9Data(1, 1));
    exporter.send(v9Data(4, 1));
    assertThat(lost()).isEqualTo(2);
    exporter.restore();
    assertThat(exporter.send(late)).isEqualTo(Outcome.DECODED);
    assertThat(lost()).isEqualTo(1);
    assertThat(exporter.send(late)).isEqualTo(Outcome.DUPLICATE);
    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void aSequenceNumberThatWrapsLosesNothing() {
    exporter.send(ipfix(1, 0xffff_fffeL, exportS, set(2, TEMPLATE)));
    exporter.send(ipfixData(0xffff_fffeL, 3));
    assertThat(exporter.send(ipfixData(1, 3))).isEqualTo(Outcome.DECODED);
    assertThat(lost()).isZero();
    assertThat(exporter.seen.fact(Fact.RESTART)).isZero();
  }

  @Test
  void duplicatesOfMuchEarlierAreStillKnown() {
    exporter.send(ipfix(1, 0, exportS, set(2, TEMPLATE)));
    byte[] early = ipfixData(6, 2);
    for (int i = 0; i < 2_000; i++) {
      exporter.send(ipfixData(2 * i, 2));
      pass(1);
    }
    assertThat(exporter.seen.flows).hasSize(4_000);
    // from the spool of the other collector, which received it when it was sent
    assertThat(exporter.send(early, Exports.NOW_MS, exporter.nowMs)).isEqualTo(Outcome.DUPLICATE);
    assertThat(exporter.state.toBytes().length).isLessThan(6_000);
  }

  @Test
  void anIpfixExportersRestartIsKnownByItsSequenceAndOldTemplatesAreDoubted() {
    exporter.send(ipfix(1, 0, exportS, set(2, TEMPLATE)));
    for (int i = 0; i < 20; i++) {
      exporter.send(ipfixData(2 * i, 2));
    }
    byte[] tail = ipfixData(42, 2);
    exporter.send(ipfixData(40, 2));
    pass(5);
    assertThat(exporter.send(ipfixData(0, 2))).isEqualTo(Outcome.WAITING);
    assertThat(exporter.seen.fact(Fact.RESTART)).isEqualTo(1);
    exporter.send(ipfix(1, 2, exportS, set(2, TEMPLATE)));
    assertThat(exporter.seen.flows).hasSize(44);
    // the end of the old run, through a slower collector
    assertThat(exporter.send(tail)).isEqualTo(Outcome.DECODED);
    assertThat(exporter.send(tail)).isEqualTo(Outcome.DUPLICATE);
    assertThat(exporter.send(ipfixData(2, 2))).isEqualTo(Outcome.DECODED);
    assertThat(exporter.seen.fact(Fact.RESTART)).isEqualTo(1);
    assertThat(lost()).isZero();
  }

  @Test
  void aTemplateSentFirstAfterARestartIsNotDoubted() {
    exporter.send(ipfix(1, 0, exportS, set(2, TEMPLATE)));
    exporter.send(ipfixData(0, 30));
    exporter.send(ipfixData(30, 10));
    pass(5);
    exporter.send(ipfix(1, 0, exportS, set(2, TEMPLATE)));
    assertThat(exporter.send(ipfixData(0, 3))).isEqualTo(Outcome.DECODED);
    assertThat(exporter.seen.fact(Fact.RESTART)).isEqualTo(1);
    assertThat(exporter.seen.flows).hasSize(43);
  }

  @Test
  void aNetflow5ExportersRestartIsKnownByItsUptime() {
    for (int i = 0; i < 10; i++) {
      exporter.send(v5Data(i * 3, 3));
    }
    pass(300);
    uptimeMs = 2_000;
    assertThat(exporter.send(v5Data(0, 2))).isEqualTo(Outcome.DECODED);
    assertThat(exporter.seen.fact(Fact.RESTART)).isEqualTo(1);
    assertThat(exporter.send(v5Data(2, 2))).isEqualTo(Outcome.DECODED);
    assertThat(lost()).isZero();
  }

  @Test
  void aStepOfTheUptimeAloneIsNoRestart() {
    exporter.send(netflow9(1, 0, uptimeMs, exportS, set(0, TEMPLATE)));
    exporter.send(v9Data(1, 1));
    pass(16);
    uptimeMs -= 113_000; // seen at a Cisco with several line cards
    assertThat(exporter.send(v9Data(2, 1))).isEqualTo(Outcome.DECODED);
    assertThat(exporter.seen.fact(Fact.RESTART)).isZero();
  }

  @Test
  void theWrapOfTheUptimeIsNoRestart() {
    uptimeMs = (1L << 32) - 2_000;
    exporter.send(v5Data(0, 2));
    pass(5);
    uptimeMs &= 0xffff_ffffL;
    exporter.send(v5Data(2, 2));
    assertThat(exporter.seen.fact(Fact.RESTART)).isZero();
    assertThat(exporter.seen.flows).hasSize(4);
  }

  @Test
  void anIpfixExporterThatCountsMessagesLosesNothing() {
    exporter.send(ipfix(1, 0, exportS, set(2, TEMPLATE)));
    int flows = 0;
    for (int i = 1; i < 200; i++) {
      int records = 1 + i * 7 % 13;
      assertThat(exporter.send(ipfixData(i, records))).isEqualTo(Outcome.DECODED);
      assertThat(exporter.send(ipfixData(i, records))).isEqualTo(Outcome.DUPLICATE);
      flows += records;
      pass(1);
    }
    assertThat(exporter.seen.flows).hasSize(flows);
    assertThat(exporter.seen.fact(Fact.RESTART)).isZero();
    assertThat(lost()).isZero();
  }

  @Test
  void aNetflow9ExporterThatCountsRecordsLosesNothing() {
    exporter.send(netflow9(1, 0, uptimeMs, exportS, set(0, TEMPLATE)));
    int sequence = 0;
    for (int i = 1; i < 200; i++) {
      int records = 2 + i * 7 % 13;
      assertThat(exporter.send(v9Data(sequence, records))).isEqualTo(Outcome.DECODED);
      sequence += records;
      pass(1);
    }
    assertThat(lost()).isZero();
    exporter.send(v9Data(sequence + 9, 2));
    assertThat(lost()).isEqualTo(9);
  }

  @Test
  void anExporterWithoutSequenceNumbersLosesNothing() {
    exporter.send(ipfix(1, 0, exportS, set(2, TEMPLATE)));
    for (int i = 0; i < 200; i++) {
      byte[] data = ipfix(1, 0, exportS, set(256, u32(i), u32(7)));
      assertThat(exporter.send(data)).isEqualTo(Outcome.DECODED);
      pass(1);
    }
    assertThat(exporter.seen.flows).hasSize(400);
  }
}
