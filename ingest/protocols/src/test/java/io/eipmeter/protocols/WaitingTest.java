package io.eipmeter.protocols;

import static io.eipmeter.protocols.Exports.NOW_S;
import static io.eipmeter.protocols.Exports.ipfix;
import static io.eipmeter.protocols.Exports.join;
import static io.eipmeter.protocols.Exports.netflow9;
import static io.eipmeter.protocols.Exports.set;
import static io.eipmeter.protocols.Exports.template;
import static io.eipmeter.protocols.Exports.u16;
import static io.eipmeter.protocols.Exports.u32;
import static io.eipmeter.protocols.Exports.u8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final byte[] TEMPLATE = set(2, template(256, 1, 4));

  /** Bytes, and the sampler that took them. */
  private static final byte[] SAMPLED_TEMPLATE = set(0, template(256, 1, 4, 48, 1));

  private static final long DAY_MS = 86_400_000;
  private final Exporter exporter = new Exporter();

  private static byte[] samplerOptions(long sequence, int sampler, long rate) {
    byte[] options =
        join(u16(257), u16(4), u16(8), u16(1), u16(4), u16(48), u16(1), u16(50), u16(4));
    return netflow9(
        1, sequence, 1_000, NOW_S, set(1, options), set(257, u32(0), u8(sampler), u32(rate)));
  }

  private static byte[] sampled(long sequence, long bytes, int sampler) {
    return netflow9(1, sequence, 1_000, NOW_S, set(256, u32(bytes), u8(sampler)));
  }

  @Test
  void dataBeforeItsTemplateIsDecodedWhenTheTemplateComes() {
    assertThat(exporter.send(ipfix(0, set(256, u32(5), u32(6))))).isEqualTo(Outcome.WAITING);
    exporter.restore();
    assertThat(exporter.seen.flows).isEmpty();
    assertThat(exporter.send(ipfix(2, TEMPLATE, set(256, u32(7))))).isEqualTo(Outcome.DECODED);
    assertThat(exporter.seen.flows).extracting(Recorder.Seen::bytes).containsExactly(7L, 5L, 6L);
    assertThat(exporter.seen.fact(Fact.RELEASED_DECODED)).isEqualTo(1);
    assertThat(exporter.seen.fact(Fact.LOST_EXPORTS)).isZero();
  }

  @Test
  void aWaitingDatagramIsADuplicateTheSecondTime() {
    byte[] data = ipfix(0, set(256, u32(5)));
    assertThat(exporter.send(data)).isEqualTo(Outcome.WAITING);
    assertThat(exporter.send(data)).isEqualTo(Outcome.DUPLICATE);
    exporter.send(ipfix(1, TEMPLATE));
    assertThat(exporter.send(data)).isEqualTo(Outcome.DUPLICATE);
    assertThat(exporter.seen.flows).hasSize(1);
  }

  @Test
  void lossesAmongDataThatWaitedAreToldWhenItsLengthIsKnown() {
    exporter.send(ipfix(0, set(256, u32(1), u32(2))));
    exporter.send(ipfix(5, set(256, u32(3)))); // three records are missing, or were in the first
    assertThat(exporter.seen.fact(Fact.LOST_EXPORTS)).isZero();
    exporter.send(ipfix(6, TEMPLATE));
    assertThat(exporter.seen.fact(Fact.LOST_EXPORTS)).isEqualTo(3);
    assertThat(exporter.seen.flows).hasSize(3);
  }

  @Test
  void setsOfADatagramThatCanBeDecodedDoNotWaitForTheOthers() {
    exporter.send(ipfix(0, TEMPLATE));
    assertThat(exporter.send(ipfix(0, set(256, u32(1)), set(300, u32(2)), set(256, u32(3)))))
        .isEqualTo(Outcome.WAITING);
    assertThat(exporter.seen.flows).extracting(Recorder.Seen::bytes).containsExactly(1L, 3L);
    exporter.send(ipfix(3, set(2, template(300, 2, 4))));
    assertThat(exporter.seen.flows).extracting(Recorder.Seen::packets).containsExactly(0L, 0L, 2L);
  }

  @Test
  void whatWaitedLongEnoughIsRejectedWithTheWholeDatagram() {
    exporter.send(ipfix(0, set(256, u32(5))));
    exporter.passTime(1_799_999);
    assertThat(exporter.seen.rejects).isEmpty();
    exporter.passTime(1);
    assertThat(exporter.seen.rejects).containsExactly(RejectReason.TEMPLATE_NEVER_CAME);
    assertThat(exporter.seen.rejectedSets).containsExactly(16);
    assertThat(exporter.seen.fact(Fact.RELEASED_REJECTED)).isEqualTo(1);
    exporter.passTime(1_800_000);
    assertThat(exporter.seen.rejects).hasSize(1);
  }

  @Test
  void aRejectedSetCanBeRetriedThoughItsDatagramIsKnown() {
    byte[] data = ipfix(0, set(256, u32(5)), set(257, u32(6)));
    exporter.send(data);
    exporter.passTime(1_800_000);
    exporter.send(ipfix(2, TEMPLATE, set(2, template(257, 1, 4))));
    assertThat(exporter.seen.flows).isEmpty();
    assertThat(exporter.send(data)).isEqualTo(Outcome.DUPLICATE);
    assertThat(exporter.retry(data, 24)).isEqualTo(Outcome.DECODED);
    assertThat(exporter.seen.only().bytes()).isEqualTo(6);
  }

  @Test
  void moreThanTheLimitDoesNotWait() {
    Exporter small =
        new Exporter(new DecoderOptions(1_800_000, 300, 10, 600_000, 1_800_000, DAY_MS, 0));
    assertThat(small.send(ipfix(0, set(256, u32(1))))).isEqualTo(Outcome.WAITING);
    assertThat(small.send(ipfix(1, set(256, u32(2))))).isEqualTo(Outcome.WAITING);
    assertThat(small.send(ipfix(2, set(256, u32(3))))).isEqualTo(Outcome.REJECTED);
    assertThat(small.seen.rejects).containsExactly(RejectReason.TOO_MUCH_WAITING);
    small.send(ipfix(3, TEMPLATE));
    assertThat(small.seen.flows).extracting(Recorder.Seen::bytes).containsExactly(1L, 2L);
    assertThat(small.send(ipfix(3, set(299, u32(3))))).isEqualTo(Outcome.WAITING);
  }

  @Test
  void dataOfANamedSamplerWaitsForItsRate() {
    exporter.send(netflow9(1, 0, 1_000, NOW_S, SAMPLED_TEMPLATE));
    exporter.send(samplerOptions(1, 2, 2_000));
    assertThat(exporter.send(sampled(2, 500, 1))).isEqualTo(Outcome.WAITING);
    assertThat(exporter.send(sampled(3, 600, 2))).isEqualTo(Outcome.DECODED);
    exporter.restore();
    exporter.send(samplerOptions(4, 1, 1_000));
    assertThat(exporter.seen.flows)
        .extracting(flow -> flow.bytes() + " at 1 in " + flow.samplingRate())
        .containsExactly("600 at 1 in 2000", "500 at 1 in 1000");
    assertThat(exporter.seen.fact(Fact.UNKNOWN_RATE)).isZero();
  }

  @Test
  void aRateThatNeverComesIsOneAndMarkedAndNoLongerWaitedFor() {
    exporter.send(netflow9(1, 0, 1_000, NOW_S, SAMPLED_TEMPLATE));
    exporter.send(sampled(1, 500, 1));
    exporter.passTime(1_800_000);
    Recorder.Seen flow = exporter.seen.only();
    assertThat(flow.samplingRate()).isEqualTo(1);
    assertThat(flow.unknownRate()).isTrue();
    assertThat(flow.has(Flow.SAMPLING_RATE)).isFalse();
    assertThat(exporter.seen.fact(Fact.RELEASED_DECODED)).isEqualTo(1);
    assertThat(exporter.send(sampled(2, 600, 1))).isEqualTo(Outcome.DECODED);
    assertThat(exporter.seen.fact(Fact.UNKNOWN_RATE)).isEqualTo(2);
    exporter.send(samplerOptions(3, 1, 10));
    exporter.send(sampled(4, 700, 1));
    assertThat(exporter.seen.flows.get(2).samplingRate()).isEqualTo(10);
  }

  @Test
  void samplerZeroIsNoSampler() {
    exporter.send(netflow9(1, 0, 1_000, NOW_S, SAMPLED_TEMPLATE));
    assertThat(exporter.send(sampled(1, 500, 0))).isEqualTo(Outcome.DECODED);
    assertThat(exporter.seen.only().unknownRate()).isFalse();
  }

  @Test
  void optionsOfDomainZeroServeAllDomains() {
    byte[] options =
        join(u16(257), u16(3), u16(1), u16(302), u16(4), u16(305), u16(4), u16(306), u16(4));
    exporter.send(ipfix(7, 0, NOW_S, set(2, template(256, 1, 4, 302, 4))));
    assertThat(exporter.send(ipfix(7, 0, NOW_S, set(256, u32(9), u32(3)))))
        .isEqualTo(Outcome.WAITING);
    exporter.send(ipfix(0, 0, NOW_S, set(3, options), set(257, u32(3), u32(1), u32(99))));
    assertThat(exporter.seen.only().samplingRate()).isEqualTo(100);
  }

  @Test
  void theRecordsOwnRateNeedsNoOptions() {
    exporter.send(
        netflow9(
            1,
            0,
            1_000,
            NOW_S,
            set(0, template(256, 1, 4, 48, 1, 34, 4)),
            set(256, u32(9), u8(3), u32(64))));
    assertThat(exporter.seen.only().samplingRate()).isEqualTo(64);
  }
}
