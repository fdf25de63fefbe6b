package io.eipmeter.protocols;

import static io.eipmeter.protocols.Exports.NOW_MS;
import static io.eipmeter.protocols.Exports.NOW_S;
import static io.eipmeter.protocols.Exports.ipfix;
import static io.eipmeter.protocols.Exports.join;
import static io.eipmeter.protocols.Exports.netflow5;
import static io.eipmeter.protocols.Exports.netflow5Record;
import static io.eipmeter.protocols.Exports.netflow9;
import static io.eipmeter.protocols.Exports.set;
import static io.eipmeter.protocols.Exports.template;
import static io.eipmeter.protocols.Exports.u16;
import static io.eipmeter.protocols.Exports.u32;
import static io.eipmeter.protocols.Exports.u64;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordTimesTest {
  private static final long DAY_MS = 86_400_000;
  private final Exporter exporter = new Exporter();

  private Recorder.Seen ipfixTimes(int start, int end, int length, byte[] record) {
    exporter.send(ipfix(0, set(2, template(256, start, length, end, length)), set(256, record)));
    return exporter.seen.only();
  }

  private static long ntp(long ms) {
    return (ms / 1_000 + 2_208_988_800L) << 32 | (ms % 1_000 << 32) / 1_000 + 1;
  }

  @Test
  void secondsAreTheFullSecond() {
    Recorder.Seen flow = ipfixTimes(150, 151, 4, join(u32(NOW_S - 60), u32(NOW_S - 1)));
    assertThat(flow.startMs()).isEqualTo(NOW_MS - 60_000);
    assertThat(flow.endMs()).isEqualTo(NOW_MS - 1_000);
  }

  @Test
  void microsecondsAndNanosecondsAreNtpTimes() {
    long start = NOW_MS - 1_234;
    long end = NOW_MS - 5;
    Recorder.Seen micros = ipfixTimes(154, 155, 8, join(u64(ntp(start)), u64(ntp(end))));
    assertThat(micros.startMs()).isEqualTo(start);
    assertThat(micros.endMs()).isEqualTo(end);
    Exporter other = new Exporter();
    other.send(
        ipfix(0, set(2, template(256, 156, 8, 157, 8)), set(256, u64(ntp(start)), u64(ntp(end)))));
    assertThat(other.seen.only().startMs()).isEqualTo(start);
    assertThat(other.seen.only().endMs()).isEqualTo(end);
  }

  @Test
  void microsecondsSince1970AreUnderstoodThoughNoStandardSaysSo() {
    Recorder.Seen flow =
        ipfixTimes(154, 155, 8, join(u64((NOW_MS - 9) * 1_000), u64(NOW_MS * 1_000)));
    assertThat(flow.startMs()).isEqualTo(NOW_MS - 9);
    assertThat(flow.endMs()).isEqualTo(NOW_MS);
  }

  @Test
  void deltaMicrosecondsAreBeforeTheExport() {
    Recorder.Seen flow = ipfixTimes(158, 159, 4, join(u32(2_000_000), u32(1_000)));
    assertThat(flow.startMs()).isEqualTo(NOW_MS - 2_000);
    assertThat(flow.endMs()).isEqualTo(NOW_MS - 1);
  }

  @Test
  void aDurationStandsInForAMissingEndOrStart() {
    exporter.send(
        ipfix(0, set(2, template(256, 152, 8, 161, 4)), set(256, u64(NOW_MS - 5_000), u32(4_000))));
    assertThat(exporter.seen.only().endMs()).isEqualTo(NOW_MS - 1_000);
    Exporter other = new Exporter();
    other.send(ipfix(0, set(2, template(256, 153, 8, 162, 4)), set(256, u64(NOW_MS), u32(4_000))));
    assertThat(other.seen.only().startMs()).isEqualTo(NOW_MS - 4);
  }

  @Test
  void uptimesOfIpfixCountFromTheTimeAnOptionsRecordTells() {
    byte[] options = join(u16(257), u16(2), u16(1), u16(149), u16(4), u16(160), u16(8));
    exporter.send(ipfix(0, set(3, options), set(257, u32(1), u64(NOW_MS - DAY_MS))));
    exporter.send(
        ipfix(
            1,
            set(2, template(256, 22, 4, 21, 4)),
            set(256, u32(DAY_MS - 3_000), u32(DAY_MS - 1_000))));
    assertThat(exporter.seen.only().startMs()).isEqualTo(NOW_MS - 3_000);
    assertThat(exporter.seen.only().endMs()).isEqualTo(NOW_MS - 1_000);
  }

  @Test
  void uptimesOfIpfixWithoutAnOriginKeepTheirDurationAndAreMarked() {
    Recorder.Seen flow = ipfixTimes(22, 21, 4, join(u32(500), u32(2_500)));
    assertThat(flow.endMs()).isEqualTo(NOW_MS);
    assertThat(flow.startMs()).isEqualTo(NOW_MS - 2_000);
    assertThat(flow.corrected()).isTrue();
    assertThat(exporter.seen.fact(Fact.CORRECTED_TIME)).isEqualTo(1);
  }

  @Test
  void aFlowAcrossTheWrapOfTheUptimeKeepsItsTimes() {
    long wrap = 1L << 32;
    long uptime = 5_000; // five seconds after the wrap
    exporter.send(
        netflow9(
            1,
            0,
            uptime,
            NOW_S,
            set(0, template(256, 22, 4, 21, 4, 1, 4)),
            set(256, u32(wrap - 10_000), u32(2_000), u32(1))));
    assertThat(exporter.seen.only().startMs()).isEqualTo(NOW_MS - 15_000);
    assertThat(exporter.seen.only().endMs()).isEqualTo(NOW_MS - 3_000);
    Exporter five = new Exporter();
    five.send(
        netflow5(
            0,
            uptime,
            NOW_S,
            0,
            netflow5Record("10.0.0.1", "1.1.1.1", 1, 1, 1, wrap - 10_000, 2_000)));
    assertThat(five.seen.only().startMs()).isEqualTo(NOW_MS + 500 - 15_000);
    assertThat(five.seen.only().endMs()).isEqualTo(NOW_MS + 500 - 3_000);
  }

  @Test
  void anExportersClockWithinTheBoundIsBelieved() {
    exporter.nowMs = NOW_MS + 599_000;
    Recorder.Seen flow = ipfixTimes(152, 153, 8, join(u64(NOW_MS - 50), u64(NOW_MS)));
    assertThat(flow.endMs()).isEqualTo(NOW_MS);
    assertThat(flow.corrected()).isFalse();
  }

  @Test
  void anExportersClockBeyondTheBoundIsCorrectedByItsDifference() {
    exporter.nowMs = NOW_MS + 3_600_000; // the exporter is an hour behind
    Recorder.Seen flow = ipfixTimes(152, 153, 8, join(u64(NOW_MS - 50), u64(NOW_MS - 20)));
    assertThat(flow.startMs()).isEqualTo(NOW_MS + 3_600_000 - 50);
    assertThat(flow.endMs()).isEqualTo(NOW_MS + 3_600_000 - 20);
    assertThat(flow.corrected()).isTrue();
  }

  @Test
  void aFlowInTheFutureBeyondTheBoundEndsWhenItWasReceived() {
    Recorder.Seen flow =
        ipfixTimes(152, 153, 8, join(u64(NOW_MS + DAY_MS - 1_000), u64(NOW_MS + DAY_MS)));
    assertThat(flow.startMs()).isEqualTo(NOW_MS - 1_000);
    assertThat(flow.endMs()).isEqualTo(NOW_MS);
    assertThat(exporter.seen.fact(Fact.CORRECTED_TIME)).isEqualTo(1);
  }

  @Test
  void aFlowThatEndsBeforeItStartsIsSetAside() {
    exporter.send(
        ipfix(
            0,
            set(2, template(256, 152, 8, 153, 8)),
            set(256, u64(NOW_MS), u64(NOW_MS - 1), u64(NOW_MS), u64(NOW_MS))));
    assertThat(exporter.seen.flows).hasSize(1);
    assertThat(exporter.seen.rejects).containsExactly(RejectReason.END_BEFORE_START);
  }

  @Test
  void noTimeHoweverWrongBreaksTheSums() {
    for (long wrong : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 52}) {
      Exporter each = new Exporter();
      each.send(ipfix(0, set(2, template(256, 152, 8, 153, 8)), set(256, u64(wrong), u64(wrong))));
      assertThat(each.seen.only().endMs()).isBetween(0L, NOW_MS);
      assertThat(each.seen.only().startMs()).isEqualTo(each.seen.only().endMs());
    }
  }
}
