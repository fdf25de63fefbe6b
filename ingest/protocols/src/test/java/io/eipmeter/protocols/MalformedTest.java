package io.eipmeter.protocols;

import static io.eipmeter.protocols.Exports.NOW_S;
import static io.eipmeter.protocols.Exports.fields;
import static io.eipmeter.protocols.Exports.ipfix;
import static io.eipmeter.protocols.Exports.join;
import static io.eipmeter.protocols.Exports.netflow5;
import static io.eipmeter.protocols.Exports.netflow5Record;
import static io.eipmeter.protocols.Exports.netflow9;
import static io.eipmeter.protocols.Exports.set;
import static io.eipmeter.protocols.Exports.template;
import static io.eipmeter.protocols.Exports.u16;
import static io.eipmeter.protocols.Exports.u32;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MalformedTest {
  private static final long DAY_MS = 86_400_000;
  private final Exporter exporter = new Exporter();

  private void rejects(byte[] datagram, RejectReason reason, int set) {
    assertThat(exporter.send(datagram)).isEqualTo(Outcome.REJECTED);
    assertThat(exporter.seen.rejects).endsWith(reason);
    assertThat(exporter.seen.rejectedSets).endsWith(set);
  }

  @Test
  void whatIsNoProtocolOfOursIsRejectedWhole() {
    rejects(new byte[0], RejectReason.UNKNOWN_PROTOCOL, -1);
    rejects(new byte[] {0, 9}, RejectReason.UNKNOWN_PROTOCOL, -1);
    rejects(join(u32(4), new byte[100]), RejectReason.UNKNOWN_PROTOCOL, -1);
    rejects(join(u16(8), new byte[100]), RejectReason.UNKNOWN_PROTOCOL, -1);
  }

  @Test
  void headersCutShortAreTruncated() {
    rejects(join(u16(5), u16(0)), RejectReason.TRUNCATED, -1);
    rejects(join(u16(9), new byte[17]), RejectReason.TRUNCATED, -1);
    rejects(join(u16(10), u16(16), new byte[11]), RejectReason.TRUNCATED, -1);
    rejects(join(u32(5), new byte[23]), RejectReason.TRUNCATED, -1);
  }

  @Test
  void aNetflow5CountBeyondTheDatagramRejectsItAll() {
    byte[] record = netflow5Record("10.0.0.1", "1.1.1.1", 1, 1, 1, 0, 0);
    byte[] datagram = netflow5(0, 1_000, NOW_S, 0, record, record);
    rejects(Arrays.copyOf(datagram, datagram.length - 1), RejectReason.TRUNCATED, -1);
    assertThat(exporter.seen.flows).isEmpty();
  }

  @Test
  void bytesBeyondANetflow5CountAreSetAsideAndTheRecordsCount() {
    byte[] record = netflow5Record("10.0.0.1", "1.1.1.1", 1, 1, 1, 0, 0);
    rejects(
        join(netflow5(0, 1_000, NOW_S, 0, record), new byte[] {1, 2}),
        RejectReason.BAD_LENGTH,
        24 + 48);
    assertThat(exporter.seen.flows).hasSize(1);
  }

  @Test
  void aSetThatIsCutIsRejectedAndThoseBeforeItCount() {
    byte[] datagram =
        netflow9(
            1, 0, 1_000, NOW_S, set(0, template(256, 1, 4)), set(256, u32(1)), set(256, u32(2)));
    rejects(Arrays.copyOf(datagram, datagram.length - 2), RejectReason.TRUNCATED, 20 + 12 + 8);
    assertThat(exporter.seen.only().bytes()).isEqualTo(1);
  }

  @Test
  void aSetLengthThatCannotBeEndsTheDatagram() {
    rejects(ipfix(0, u16(256), u16(3), u32(1)), RejectReason.BAD_LENGTH, 16);
    rejects(ipfix(1, u16(256), u16(0), u32(1)), RejectReason.BAD_LENGTH, 16);
  }

  @Test
  void zerosAfterTheLastSetArePadding() {
    byte[] datagram =
        netflow9(1, 0, 1_000, NOW_S, set(0, template(256, 1, 4)), set(256, u32(1)), new byte[900]);
    assertThat(exporter.send(datagram)).isEqualTo(Outcome.DECODED);
    assertThat(exporter.seen.flows).hasSize(1);
  }

  @Test
  void setNumbersKeptForLaterAreSetAside() {
    rejects(ipfix(0, set(4, u32(1)), set(2, template(256, 1, 4))), RejectReason.RESERVED_SET, 16);
    assertThat(exporter.seen.fact(Fact.TEMPLATE)).isEqualTo(1);
  }

  @Test
  void templatesThatCannotBeAreRejected() {
    rejects(ipfix(0, set(2, template(255, 1, 4))), RejectReason.BAD_TEMPLATE, 16);
    rejects(ipfix(0, set(2, template(256, 1, 0))), RejectReason.BAD_TEMPLATE, 16);
    rejects(ipfix(0, set(2, u16(256), u16(9_999), fields(1, 4))), RejectReason.BAD_TEMPLATE, 16);
    rejects(ipfix(0, set(2, template(256, 1, 40_000, 2, 40_000))), RejectReason.BAD_TEMPLATE, 16);
    rejects(netflow9(1, 0, 1_000, NOW_S, set(0, u16(256), u16(0))), RejectReason.BAD_TEMPLATE, 20);
    assertThat(exporter.seen.fact(Fact.TEMPLATE)).isZero();
  }

  @Test
  void anExporterHasNoMoreTemplatesThanTheLimit() {
    Exporter small =
        new Exporter(new DecoderOptions(1_800_000, 1 << 20, 2, 600_000, 1_800_000, DAY_MS, 0));
    byte[] three = join(template(256, 1, 4), template(257, 1, 4), template(258, 1, 4));
    assertThat(small.send(ipfix(0, set(2, three)))).isEqualTo(Outcome.REJECTED);
    assertThat(small.seen.rejects).containsExactly(RejectReason.TOO_MANY_TEMPLATES);
    assertThat(small.seen.fact(Fact.TEMPLATE)).isEqualTo(2);
    assertThat(small.send(ipfix(0, set(2, template(256, 2, 4))))).isEqualTo(Outcome.DECODED);
  }

  @Test
  void aMessageLengthThatForgetsThePaddingOfItsLastSetIsForgiven() {
    byte[] datagram = ipfix(0, set(2, template(256, 1, 4)), set(256, u32(1), u16(0)));
    datagram[3] -= 2;
    assertThat(exporter.send(datagram)).isEqualTo(Outcome.DECODED);
    assertThat(exporter.seen.flows).hasSize(1);
  }

  @Test
  void bytesAfterTheMessageAreSetAside() {
    byte[] datagram = join(ipfix(0, set(2, template(256, 1, 4))), new byte[] {7, 7, 7, 7});
    rejects(datagram, RejectReason.BAD_LENGTH, 16 + 12);
  }

  @Test
  void whatIsOlderThanADayCannotBeTakenForNew() {
    byte[] datagram = ipfix(0, set(2, template(256, 1, 4)), set(256, u32(1)));
    long logMs = exporter.nowMs + 86_400_001;
    assertThat(exporter.send(datagram, exporter.nowMs, logMs)).isEqualTo(Outcome.REJECTED);
    assertThat(exporter.seen.rejects).containsExactly(RejectReason.TOO_OLD_TO_TELL_DUPLICATE);
  }
}
