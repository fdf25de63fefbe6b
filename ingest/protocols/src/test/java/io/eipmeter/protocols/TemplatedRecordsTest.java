package io.eipmeter.protocols;

import static io.eipmeter.protocols.Exports.VARIABLE;
import static io.eipmeter.protocols.Exports.enterpriseField;
import static io.eipmeter.protocols.Exports.fields;
import static io.eipmeter.protocols.Exports.ip;
import static io.eipmeter.protocols.Exports.ipfix;
import static io.eipmeter.protocols.Exports.join;
import static io.eipmeter.protocols.Exports.netflow9;
import static io.eipmeter.protocols.Exports.set;
import static io.eipmeter.protocols.Exports.template;
import static io.eipmeter.protocols.Exports.u16;
import static io.eipmeter.protocols.Exports.u32;
import static io.eipmeter.protocols.Exports.u64;
import static io.eipmeter.protocols.Exports.u8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TemplatedRecordsTest {
  private final Exporter exporter = new Exporter();

  private Recorder.Seen ipfixFlow(byte[] template, byte[] record) {
    assertThat(exporter.send(ipfix(0, set(2, template), set(256, record))))
        .isEqualTo(Outcome.DECODED);
    return exporter.seen.only();
  }

  @Test
  void readsEveryFieldOfANatGatewaysIpfixRecord() {
    byte[] template =
        template(
            256, 8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 1, 8, 2, 8, 152, 8, 153, 8, 225, 4, 226, 4, 227, 2,
            228, 2, 230, 1, 6, 1, 10, 4, 14, 4, 61, 1, 132, 8, 133, 8, 34, 4);
    byte[] record =
        join(
            ip("10.0.0.5"),
            ip("198.51.100.7"),
            u16(40_000),
            u16(443),
            u8(6),
            u64(1_500_000_000_000L),
            u64(1_000_000),
            u64(Exports.NOW_MS - 60_000),
            u64(Exports.NOW_MS - 1),
            ip("203.0.113.9"),
            ip("198.51.100.7"),
            u16(1_024),
            u16(443),
            u8(4),
            u8(0x1b),
            u32(3),
            u32(0xffff_ffffL),
            u8(1),
            u64(77),
            u64(5),
            u32(1));
    Recorder.Seen flow = ipfixFlow(template, record);
    assertThat(flow)
        .isEqualTo(
            new Recorder.Seen(
                (1 << 20) - 1, // all twenty
                "10.0.0.5",
                "198.51.100.7",
                40_000,
                443,
                6,
                1_500_000_000_000L,
                1_000_000,
                Exports.NOW_MS - 60_000,
                Exports.NOW_MS - 1,
                1,
                1,
                false,
                false,
                "203.0.113.9",
                "198.51.100.7",
                1_024,
                443,
                4,
                0x1b,
                3,
                -1,
                1,
                77,
                5,
                1,
                Protocol.IPFIX));
  }

  @Test
  void readsCountersOfEveryReducedSize() {
    for (int size = 1; size <= 8; size++) {
      Exporter each = new Exporter();
      byte[] value = new byte[size];
      value[0] = 0x12;
      value[size - 1] |= 0x34;
      each.send(ipfix(0, set(2, template(256, 1, size, 7, 2)), set(256, value, u16(9))));
      long expected = size == 1 ? 0x36 : (0x12L << (8 * (size - 1))) + 0x34;
      assertThat(each.seen.only().bytes()).isEqualTo(expected);
      assertThat(each.seen.only().srcPort()).isEqualTo(9);
    }
  }

  @Test
  void aRecordShorterThanEightBytesAtTheEndIsReadWhole() {
    byte[] datagram = ipfix(0, set(2, template(256, 4, 1)), set(256, u8(6), u8(17), u8(1)));
    DatagramDecoder decoder = new DatagramDecoder(DecoderOptions.DEFAULT);
    Recorder seen = new Recorder();
    decoder.decode(
        new ExporterState(), datagram, 0, datagram.length, exporter.nowMs, exporter.nowMs, seen);
    assertThat(seen.flows).extracting(Recorder.Seen::ipProtocol).containsExactly(6, 17, 1);
  }

  @Test
  void skipsEnterpriseAndVariableFieldsByTheirLength() {
    byte[] template =
        join(
            u16(256),
            u16(5),
            enterpriseField(1, 4, 9), // element 1 of Cisco is not octetDeltaCount
            fields(96, VARIABLE),
            enterpriseField(2, VARIABLE, 6_871),
            fields(1, 4, 7, 2));
    byte[] shortText = join(u32(111), u8(3), u16(0x6162), u8(0x63), u8(0), u32(1_000), u16(80));
    byte[] longText =
        join(u32(222), u8(255), u16(300), new byte[300], u8(2), new byte[2], u32(2_000), u16(81));
    exporter.send(ipfix(0, set(2, template), set(256, shortText, longText)));
    assertThat(exporter.seen.flows)
        .extracting(Recorder.Seen::bytes, Recorder.Seen::srcPort)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1_000L, 80),
            org.assertj.core.groups.Tuple.tuple(2_000L, 81));
  }

  @Test
  void readsACounterThatIsItselfOfVariableLength() {
    exporter.send(
        ipfix(
            0,
            set(2, template(256, 1, VARIABLE, 4, 1)),
            set(256, u8(2), u16(515), u8(6), u8(0), u8(17))));
    assertThat(exporter.seen.flows).extracting(Recorder.Seen::bytes).containsExactly(515L, 0L);
  }

  @Test
  void aVariableFieldThatRunsOutOfItsSetRejectsTheWholeSet() {
    byte[] good = join(u8(1), u8(7), u32(5));
    byte[] bad = join(u8(200), u32(6));
    Outcome outcome =
        exporter.send(ipfix(0, set(2, template(256, 96, VARIABLE, 1, 4)), set(256, good, bad)));
    assertThat(outcome).isEqualTo(Outcome.REJECTED);
    assertThat(exporter.seen.flows).isEmpty();
    assertThat(exporter.seen.rejects).containsExactly(RejectReason.BAD_LENGTH);
    assertThat(exporter.seen.rejectedSets).containsExactly(16 + 16);
  }

  @Test
  void ofRepeatedAndZeroLengthFieldsTheFirstWithALengthCounts() {
    Recorder.Seen flow =
        ipfixFlow(template(256, 1, 0, 7, 2, 1, 4, 1, 4), join(u16(53), u32(1_000), u32(2_000)));
    assertThat(flow.bytes()).isEqualTo(1_000);
    assertThat(flow.srcPort()).isEqualTo(53);
  }

  @Test
  void totalsCountOnlyWhereThereAreNoDeltas() {
    Recorder.Seen both =
        ipfixFlow(
            template(256, 85, 8, 1, 4, 86, 8, 2, 4), join(u64(999), u32(10), u64(99), u32(1)));
    assertThat(both.bytes()).isEqualTo(10);
    assertThat(both.packets()).isEqualTo(1);
    Exporter other = new Exporter();
    other.send(ipfix(0, set(2, template(256, 85, 8, 86, 8)), set(256, u64(999), u64(99))));
    assertThat(other.seen.only().bytes()).isEqualTo(999);
    assertThat(other.seen.only().packets()).isEqualTo(99);
  }

  @Test
  void readsIpv6AndTakesTheVersionThatIsUsedWhereATemplateHasBoth() {
    byte[] template = template(256, 8, 4, 27, 16, 12, 4, 28, 16);
    byte[] four = join(ip("10.0.0.1"), new byte[16], ip("10.0.0.2"), new byte[16]);
    byte[] six = join(new byte[4], ip("2001:db8::1"), new byte[4], ip("2001:db8::2"));
    exporter.send(ipfix(0, set(2, template), set(256, four, six, four)));
    assertThat(exporter.seen.flows)
        .extracting(flow -> flow.src() + ">" + flow.dst())
        .containsExactly(
            "10.0.0.1>10.0.0.2",
            "20010db8000000000000000000000001>20010db8000000000000000000000002",
            "10.0.0.1>10.0.0.2");
  }

  @Test
  void aCountOverTheSignedRangeIsSetAsideAndTheOthersOfItsSetCount() {
    Outcome outcome =
        exporter.send(ipfix(0, set(2, template(256, 1, 8)), set(256, u64(-1), u64(7))));
    assertThat(outcome).isEqualTo(Outcome.DECODED);
    assertThat(exporter.seen.only().bytes()).isEqualTo(7);
    assertThat(exporter.seen.rejects).containsExactly(RejectReason.COUNT_TOO_LARGE);
  }

  @Test
  void aRecordWithoutBytesIsAFlowAndCounted() {
    Recorder.Seen flow = ipfixFlow(template(256, 8, 4, 230, 1), join(ip("10.0.0.1"), u8(4)));
    assertThat(flow.natEvent()).isEqualTo(4);
    assertThat(flow.has(Flow.BYTES)).isFalse();
    assertThat(exporter.seen.fact(Fact.RECORD_WITHOUT_BYTES)).isEqualTo(1);
  }

  @Test
  void aTranslatedAddressOfZeroIsNone() {
    Recorder.Seen flow =
        ipfixFlow(
            template(256, 8, 4, 225, 4, 226, 4, 1, 4),
            join(ip("10.0.0.1"), new byte[4], ip("203.0.113.1"), u32(1)));
    assertThat(flow.has(Flow.POST_NAT_SRC)).isFalse();
    assertThat(flow.postNatSrc()).isEqualTo("none");
    assertThat(flow.postNatDst()).isEqualTo("203.0.113.1");
  }

  @Test
  void theReverseOfABiflowOverNatGoesToThePublicAddress() {
    byte[] template =
        join(
            u16(256),
            u16(11),
            fields(8, 4, 12, 4, 7, 2, 11, 2, 225, 4, 227, 2, 1, 8, 10, 4, 14, 4),
            enterpriseField(1, 8, 29_305),
            enterpriseField(2, 4, 29_305));
    byte[] record =
        join(
            ip("10.0.0.5"),
            ip("198.51.100.7"),
            u16(40_000),
            u16(443),
            ip("203.0.113.9"),
            u16(1_024),
            u64(100),
            u32(1),
            u32(2),
            u64(900),
            u32(6));
    exporter.send(ipfix(0, set(2, template), set(256, record)));
    assertThat(exporter.seen.flows).hasSize(2);
    Recorder.Seen reverse = exporter.seen.flows.get(1);
    assertThat(reverse.src()).isEqualTo("198.51.100.7");
    assertThat(reverse.dst()).isEqualTo("203.0.113.9");
    assertThat(reverse.postNatDst()).isEqualTo("10.0.0.5");
    assertThat(reverse.has(Flow.POST_NAT_SRC)).isFalse();
    assertThat(reverse.srcPort()).isEqualTo(443);
    assertThat(reverse.dstPort()).isEqualTo(1_024);
    assertThat(reverse.postNatDstPort()).isEqualTo(40_000);
    assertThat(reverse.bytes()).isEqualTo(900);
    assertThat(reverse.packets()).isEqualTo(6);
    assertThat(reverse.inIf()).isEqualTo(2);
    assertThat(reverse.outIf()).isEqualTo(1);
    assertThat(reverse.has(Flow.PACKETS)).isTrue();
    assertThat(exporter.seen.flows.get(0).has(Flow.PACKETS)).isFalse();
  }

  @Test
  void aBiflowWithNothingInReverseIsOneFlow() {
    byte[] template = join(u16(256), u16(2), fields(1, 8), enterpriseField(1, 8, 29_305));
    assertThat(ipfixFlow(template, join(u64(100), u64(0))).bytes()).isEqualTo(100);
  }

  @Test
  void optionsRecordsAreNoFlowsAndScopesOfNetflow9AreNoElements() {
    // scope type 1 (system) has the number of octetDeltaCount
    byte[] options = join(u16(257), u16(4), u16(4), u16(1), u16(4), u16(34), u16(4));
    exporter.send(
        netflow9(1, 0, 1_000, Exports.NOW_S, set(1, options), set(257, u32(5), u32(100))));
    exporter.send(
        netflow9(
            1, 1, 1_000, Exports.NOW_S, set(0, template(256, 1, 4)), set(256, u32(40), u32(41))));
    assertThat(exporter.seen.flows)
        .extracting(Recorder.Seen::samplingRate)
        .containsExactly(100L, 100L);
  }

  @Test
  void paddingIsNoRecord() {
    exporter.send(
        ipfix(0, set(2, template(256, 1, 4, 4, 1)), set(256, u32(9), u8(6), new byte[3])));
    assertThat(exporter.seen.only().bytes()).isEqualTo(9);
    assertThat(exporter.seen.rejects).isEmpty();
  }

  @Test
  void aWithdrawnTemplateIsGoneAndItsDataWaits() {
    exporter.send(ipfix(0, set(2, template(256, 1, 4))));
    exporter.send(ipfix(0, set(2, u16(256), u16(0))));
    assertThat(exporter.send(ipfix(0, set(256, u32(1))))).isEqualTo(Outcome.WAITING);
  }

  @Test
  void aChangedTemplateCountsFromThenOn() {
    exporter.send(ipfix(0, set(2, template(256, 1, 4)), set(256, u32(1))));
    exporter.send(ipfix(1, set(2, template(256, 2, 4)), set(256, u32(2))));
    assertThat(exporter.seen.flows).extracting(Recorder.Seen::bytes).containsExactly(1L, 0L);
    assertThat(exporter.seen.flows).extracting(Recorder.Seen::packets).containsExactly(0L, 2L);
    assertThat(exporter.seen.fact(Fact.TEMPLATE)).isEqualTo(2);
  }

  @Test
  void templatesOfOneDomainSayNothingOfAnother() {
    exporter.send(ipfix(1, 0, Exports.NOW_S, set(2, template(256, 1, 4))));
    assertThat(exporter.send(ipfix(2, 0, Exports.NOW_S, set(256, u32(1)))))
        .isEqualTo(Outcome.WAITING);
    assertThat(exporter.seen.flows).isEmpty();
  }
}
