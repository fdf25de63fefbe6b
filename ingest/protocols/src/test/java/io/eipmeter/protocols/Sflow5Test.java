package io.eipmeter.protocols;

import static io.eipmeter.protocols.Exports.ethernet;
import static io.eipmeter.protocols.Exports.flowSample;
import static io.eipmeter.protocols.Exports.ip;
import static io.eipmeter.protocols.Exports.ipv4;
import static io.eipmeter.protocols.Exports.ipv6;
import static io.eipmeter.protocols.Exports.join;
import static io.eipmeter.protocols.Exports.rawHeader;
import static io.eipmeter.protocols.Exports.sflow;
import static io.eipmeter.protocols.Exports.tcp;
import static io.eipmeter.protocols.Exports.typed;
import static io.eipmeter.protocols.Exports.u16;
import static io.eipmeter.protocols.Exports.u32;
import static io.eipmeter.protocols.Exports.u64;
import static io.eipmeter.protocols.Exports.u8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Sflow5Test {
  private static final byte[] TCP = tcp(40_000, 443, 0x18);
  private static final byte[] IPV4 = ipv4("10.0.0.5", "198.51.100.7", 6, 1_500, TCP);

  private final Exporter exporter = new Exporter();
  private long sequence = 1;

  private Outcome send(byte[]... samples) {
    return exporter.send(sflow("192.0.2.1", 9, sequence++, 5_000, samples));
  }

  private Recorder.Seen sampled(byte[]... records) {
    send(flowSample(1, 1_000, 3, 4, records));
    return exporter.seen.only();
  }

  @Test
  void aSampledPacketIsAFlowOfItsIpLengthAtItsReceiveTime() {
    Recorder.Seen flow = sampled(rawHeader(1, 1_518, ethernet(0x0800, IPV4)));
    assertThat(flow.src()).isEqualTo("10.0.0.5");
    assertThat(flow.dst()).isEqualTo("198.51.100.7");
    assertThat(flow.srcPort()).isEqualTo(40_000);
    assertThat(flow.dstPort()).isEqualTo(443);
    assertThat(flow.ipProtocol()).isEqualTo(6);
    assertThat(flow.tcpFlags()).isEqualTo(0x18);
    assertThat(flow.bytes()).isEqualTo(1_500);
    assertThat(flow.packets()).isEqualTo(1);
    assertThat(flow.samplingRate()).isEqualTo(1_000);
    assertThat(flow.inIf()).isEqualTo(3);
    assertThat(flow.outIf()).isEqualTo(4);
    assertThat(flow.domain()).isEqualTo(9);
    assertThat(flow.startMs()).isEqualTo(exporter.nowMs);
    assertThat(flow.endMs()).isEqualTo(exporter.nowMs);
  }

  @Test
  void ipv6IsItsPayloadAndItsHeader() {
    byte[] packet = ipv6("2001:db8::5", "2001:db8::7", 6, 100, TCP);
    Recorder.Seen flow = sampled(rawHeader(1, 160, ethernet(0x86dd, packet)));
    assertThat(flow.bytes()).isEqualTo(140);
    assertThat(flow.src()).isEqualTo("20010db8000000000000000000000005");
    assertThat(flow.srcPort()).isEqualTo(40_000);
  }

  @Test
  void ipv6ExtensionHeadersAreSkipped() {
    byte[] extensions = join(u8(43), u8(0), new byte[6], u8(6), u8(1), new byte[14]);
    byte[] packet = ipv6("2001:db8::5", "2001:db8::7", 0, 100, join(extensions, TCP));
    Recorder.Seen flow = sampled(rawHeader(12, 140, packet));
    assertThat(flow.ipProtocol()).isEqualTo(6);
    assertThat(flow.dstPort()).isEqualTo(443);
  }

  @Test
  void tagsAndLabelsBeforeTheIpHeaderAreSkipped() {
    byte[] vlan = ethernet(0x8100, join(u16(100), u16(0x0800), IPV4));
    byte[] qinq = ethernet(0x88a8, join(u16(7), u16(0x8100), u16(100), u16(0x0800), IPV4));
    byte[] mpls = ethernet(0x8847, join(u32(0x0001_0040), u32(0x0002_0140), IPV4));
    byte[] pseudowire = ethernet(0x8847, join(u32(0x0001_0140), u32(0), ethernet(0x0800, IPV4)));
    byte[] pppoe = ethernet(0x8864, join(u16(0x1100), u16(1), u16(1_502), u16(0x0021), IPV4));
    for (byte[] header : new byte[][] {vlan, qinq, mpls, pseudowire, pppoe}) {
      send(flowSample(1, 10, 1, 2, rawHeader(1, 1_600, header)));
    }
    assertThat(exporter.seen.flows).hasSize(5);
    assertThat(exporter.seen.flows)
        .allSatisfy(flow -> assertThat(flow.src()).isEqualTo("10.0.0.5"))
        .allSatisfy(flow -> assertThat(flow.bytes()).isEqualTo(1_500));
  }

  @Test
  void ofATunnelTheOuterPacketIsMetered() {
    byte[] vxlan =
        join(u16(50_000), u16(4_789), u16(200), u16(0), new byte[8], ethernet(0x0800, IPV4));
    byte[] outer = ipv4("192.0.2.10", "192.0.2.20", 17, 1_550, vxlan);
    Recorder.Seen flow = sampled(rawHeader(1, 1_564, ethernet(0x0800, outer)));
    assertThat(flow.src()).isEqualTo("192.0.2.10");
    assertThat(flow.dstPort()).isEqualTo(4_789);
    assertThat(flow.bytes()).isEqualTo(1_550);
  }

  @Test
  void aLaterFragmentHasNoPorts() {
    byte[] packet = IPV4.clone();
    packet[6] = 0x20;
    packet[7] = 0x10;
    Recorder.Seen flow = sampled(rawHeader(11, 1_500, packet));
    assertThat(flow.has(Flow.SRC_PORT)).isFalse();
    assertThat(flow.bytes()).isEqualTo(1_500);
  }

  @Test
  void whatIsNoIpIsNoFlowAndCounted() {
    send(flowSample(1, 10, 1, 2, rawHeader(1, 64, ethernet(0x0806, new byte[28]))));
    assertThat(exporter.seen.flows).isEmpty();
    assertThat(exporter.seen.fact(Fact.RECORD_WITHOUT_BYTES)).isEqualTo(1);
  }

  @Test
  void aSampledIpRecordServesWhereThereIsNoRawHeader() {
    byte[] record =
        typed(
            3,
            u32(700),
            u32(17),
            ip("10.0.0.5"),
            ip("198.51.100.7"),
            u32(53),
            u32(5_353),
            u32(0),
            u32(0));
    Recorder.Seen flow = sampled(record);
    assertThat(flow.bytes()).isEqualTo(700);
    assertThat(flow.srcPort()).isEqualTo(53);
    assertThat(flow.has(Flow.TCP_FLAGS)).isFalse();
  }

  @Test
  void extendedNatTellsTheTranslatedAddresses() {
    byte[] nat = typed(1_007, u32(1), ip("203.0.113.9"), u32(1), ip("198.51.100.7"));
    byte[] ports = typed(1_020, u32(1_024), u32(443));
    Recorder.Seen flow = sampled(nat, ports, rawHeader(11, 1_500, IPV4));
    assertThat(flow.postNatSrc()).isEqualTo("203.0.113.9");
    assertThat(flow.postNatDst()).isEqualTo("198.51.100.7");
    assertThat(flow.postNatSrcPort()).isEqualTo(1_024);
    send(flowSample(2, 10, 1, 2, rawHeader(11, 1_500, IPV4)));
    assertThat(exporter.seen.flows.get(1).has(Flow.POST_NAT_SRC)).isFalse();
    assertThat(exporter.seen.flows.get(1).postNatSrc()).isEqualTo("none");
  }

  @Test
  void expandedSamplesAreReadAndFormatsThatAreNoInterfaceAreNone() {
    byte[] sample =
        typed(
            3,
            u32(1),
            u32(0),
            u32(3),
            u32(500),
            u32(0),
            u32(0),
            u32(0),
            u32(70_000),
            u32(1),
            u32(256),
            u32(1),
            rawHeader(11, 1_500, IPV4));
    send(sample);
    Recorder.Seen flow = exporter.seen.only();
    assertThat(flow.samplingRate()).isEqualTo(500);
    assertThat(flow.inIf()).isEqualTo(70_000);
    assertThat(flow.has(Flow.OUT_IF)).isFalse();
  }

  /** Brocade tells sample lengths that are four bytes short. */
  @Test
  void aBadSampleIsRejectedAloneAndARetryOfItCountsNoOther() {
    byte[] good = flowSample(1, 10, 1, 2, rawHeader(11, 1_500, IPV4));
    byte[] bad = flowSample(2, 10, 1, 2, join(u32(1), u32(9_999)));
    byte[] another = flowSample(3, 10, 1, 2, rawHeader(11, 1_500, IPV4));
    assertThat(send(good, bad, another)).isEqualTo(Outcome.REJECTED);
    assertThat(exporter.seen.flows).hasSize(2);
    assertThat(exporter.seen.rejects).containsExactly(RejectReason.BAD_LENGTH);
    int at = 28 + good.length;
    assertThat(exporter.seen.rejectedSets).containsExactly(at);
    byte[] datagram = sflow("192.0.2.1", 9, 1, 5_000, good, bad, another);
    assertThat(exporter.retry(datagram, at)).isEqualTo(Outcome.REJECTED);
    assertThat(exporter.seen.flows).hasSize(2);
    byte[] mended = sflow("192.0.2.1", 9, 1, 5_000, good, good, another);
    assertThat(exporter.retry(mended, at)).isEqualTo(Outcome.DECODED);
    assertThat(exporter.seen.flows).hasSize(3);
  }

  @Test
  void aSampleThatRunsOutOfItsDatagramIsRejectedWithAllAfterIt() {
    byte[] good = flowSample(1, 10, 1, 2, rawHeader(11, 1_500, IPV4));
    byte[] cut = join(u32(1), u32(100), u32(1));
    assertThat(send(good, cut)).isEqualTo(Outcome.REJECTED);
    assertThat(exporter.seen.flows).hasSize(1);
    assertThat(exporter.seen.rejects).containsExactly(RejectReason.TRUNCATED);
    assertThat(exporter.seen.rejectedSets).containsExactly(28 + good.length);
  }

  /** A network card that cuts packets itself (TSO) leaves the IP length at 0. */
  @Test
  void withoutAnIpLengthItIsTheFrameLessItsHeaderAndItsCheckSequence() {
    byte[] packet = ipv4("10.0.0.5", "198.51.100.7", 6, 0, TCP);
    assertThat(sampled(rawHeader(1, 9_022, ethernet(0x0800, packet))).bytes()).isEqualTo(9_004);
  }

  @Test
  void aDiscardedPacketIsADropAndTheNextIsNone() {
    byte[] packet = rawHeader(1, 1_518, ethernet(0x0800, IPV4));
    send(flowSample(1, 100, 1, 0x4000_0102L, packet), flowSample(2, 100, 1, 2, packet));
    assertThat(exporter.seen.flows)
        .extracting(flow -> flow.bytes() + " and " + flow.droppedBytes())
        .containsExactly("0 and 150000", "1500 and 0");
    assertThat(exporter.seen.flows.get(0).droppedPackets()).isEqualTo(100);
    assertThat(exporter.seen.flows.get(1).packets()).isEqualTo(1);
    assertThat(exporter.seen.fact(Fact.DROPPED_RECORD)).isEqualTo(1);
  }

  private static byte[] counters(long sample, long in, long out, long packets) {
    byte[] generic =
        typed(
            1,
            u32(7),
            u32(6),
            u64(1_000_000_000),
            u32(1),
            u32(3),
            u64(in),
            u32(packets),
            u32(0),
            u32(0),
            u32(0),
            u32(0),
            u32(0),
            u64(out),
            u32(packets),
            u32(1),
            u32(1),
            u32(0),
            u32(0),
            u32(0));
    return typed(2, u32(sample), u32(7), u32(1), generic);
  }

  @Test
  void countersBecomeWhatWasAddedSinceTheSampleBefore() {
    send(counters(1, 1_000, 2_000, 10));
    assertThat(exporter.seen.interfaces).isEmpty();
    exporter.restore();
    send(counters(2, 1_500, 2_100, 14));
    assertThat(exporter.seen.interfaces).containsExactly("7 in 500 out 100 packets in 4 out 4");
  }

  @Test
  void countersWrapAndResetsAddNothing() {
    send(counters(1, 0xffff_ff00L, 5, 0xffff_fffeL));
    send(counters(2, 0x100, 6, 1)); // 32 bits, wrapped
    send(counters(3, 50, 7, 2)); // back without a wrap: reset
    send(counters(4, 60, 9, 3));
    assertThat(exporter.seen.interfaces)
        .containsExactly("7 in 512 out 1 packets in 3 out 3", "7 in 10 out 2 packets in 1 out 1");
  }

  @Test
  void anOvertakenCounterSampleAddsNothing() {
    send(counters(1, 1_000, 0, 0));
    send(counters(3, 3_000, 0, 0));
    send(counters(2, 2_000, 0, 0));
    send(counters(4, 4_000, 0, 0));
    assertThat(exporter.seen.interfaces)
        .containsExactly(
            "7 in 2000 out 0 packets in 0 out 0", "7 in 1000 out 0 packets in 0 out 0");
  }

  @Test
  void agentsBehindOneAddressHaveSequencesOfTheirOwn() {
    byte[] sample = flowSample(1, 10, 1, 2, rawHeader(11, 1_500, IPV4));
    exporter.send(sflow("192.0.2.1", 0, 1, 5_000, sample));
    exporter.send(sflow("192.0.2.2", 0, 900, 7_000, sample));
    exporter.send(sflow("192.0.2.1", 1, 50, 5_000, sample));
    exporter.send(sflow("192.0.2.1", 0, 2, 5_000, sample));
    assertThat(exporter.seen.flows).hasSize(4);
    assertThat(exporter.seen.fact(Fact.LOST_EXPORTS)).isZero();
  }
}
