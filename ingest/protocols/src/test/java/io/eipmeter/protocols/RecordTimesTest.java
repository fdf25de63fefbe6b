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

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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

  /** Seen in the wild: 58 ms, in routers of several vendors. */
  @Test
  void aFlowThatEndsBeforeItStartsCountsAtItsEndAndIsMarked() {
    exporter.send(
        ipfix(
            0,
            set(2, template(256, 152, 8, 153, 8)),
            set(256, u64(NOW_MS), u64(NOW_MS - 58), u64(NOW_MS), u64(NOW_MS))));
    assertThat(exporter.seen.flows)
        .extracting(flow -> flow.startMs() - NOW_MS + " to " + (flow.endMs() - NOW_MS))
        .containsExactly("-58 to -58", "0 to 0");
    assertThat(exporter.seen.flows)
        .extracting(Recorder.Seen::corrected)
        .containsExactly(true, false);
    assertThat(exporter.seen.fact(Fact.ASSUMED_TIME)).isEqualTo(1);
    assertThat(exporter.seen.rejects).isEmpty();
    Exporter five = new Exporter();
    five.send(
        netflow5(0, 9_000, NOW_S, 0, netflow5Record("10.0.0.1", "1.1.1.1", 1, 1, 1, 8_058, 8_000)));
    assertThat(five.seen.only().startMs()).isEqualTo(five.seen.only().endMs());
    assertThat(five.seen.only().corrected()).isTrue();
    assertThat(five.seen.fact(Fact.ASSUMED_TIME)).isEqualTo(1);
  }

  private void told(int sequence, long start, long end) {
    exporter.send(
        ipfix(
            sequence,
            set(2, template(256, 8, 4, 152, 8, 153, 8)),
            set(256, u32(7), u64(start), u64(end))));
  }

  private String interval(int flow) {
    Recorder.Seen seen = exporter.seen.flows.get(flow);
    return (seen.startMs() - NOW_MS) / 1_000 + " s to " + (seen.endMs() - NOW_MS) / 1_000 + " s";
  }

  /** nfdump's issues 93 and 231: Juniper keeps the first start over all reports of a flow. */
  @Test
  void whatIsToldWithTheFirstStartAgainLiesSinceTheReportBefore() {
    long start = NOW_MS - 10 * DAY_MS;
    told(0, start, NOW_MS - 120_000); // no report before: not over the active timeout
    exporter.restore();
    told(1, start, NOW_MS - 60_000);
    told(2, start, NOW_MS);
    told(3, start + 1, NOW_MS); // of another start it is another flow
    assertThat(interval(0)).isEqualTo("-1920 s to -120 s");
    assertThat(interval(1)).isEqualTo("-120 s to -60 s");
    assertThat(interval(2)).isEqualTo("-60 s to 0 s");
    assertThat(interval(3)).isEqualTo("-1800 s to 0 s");
    assertThat(exporter.seen.fact(Fact.ASSUMED_TIME)).isEqualTo(4);
    assertThat(exporter.seen.flows).allMatch(Recorder.Seen::corrected);
  }

  @Test
  void withoutAStartOrAnyTimeAFlowLiesWithinTheActiveTimeout() {
    told(0, 0, NOW_MS - 20_000);
    told(1, 0, NOW_MS - 10_000);
    assertThat(interval(0)).isEqualTo("-1820 s to -20 s");
    assertThat(interval(1)).isEqualTo("-20 s to -10 s");
    exporter.nowMs = NOW_MS;
    told(2, 0, 0); // at the export time
    assertThat(interval(2)).isEqualTo("-10 s to 0 s");
    told(3, NOW_MS - 5_000, 0);
    assertThat(interval(3)).isEqualTo("-5 s to 0 s");
    told(4, NOW_MS - 25 * 3_600_000L, NOW_MS);
    assertThat(interval(4)).isEqualTo("-1800 s to 0 s");
    assertThat(exporter.seen.rejects).isEmpty();
  }

  @Test
  void theDistanceOfTheClocksIsTold() {
    exporter.nowMs = NOW_MS + 700;
    told(0, NOW_MS - 5_000, NOW_MS);
    assertThat(exporter.seen.fact(Fact.CLOCK_SKEW_MS)).isEqualTo(700);
  }

  @Test
  void noTimeHoweverWrongBreaksTheSums() {
    for (long wrong : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 52}) {
      Exporter each = new Exporter();
      each.send(ipfix(0, set(2, template(256, 152, 8, 153, 8)), set(256, u64(wrong), u64(wrong))));
      assertThat(each.seen.only().endMs()).isEqualTo(NOW_MS);
      assertThat(each.seen.only().startMs()).isBetween(NOW_MS - 1_800_000, NOW_MS);
      assertThat(each.seen.only().corrected()).isTrue();
    }
  }

  /** Whatever is told, the interval lies before the receive time and within what can be. */
  @Property
  void everyIntervalCanBe(
      @ForAll long start, @ForAll long end, @ForAll @IntRange(max = 2) int form) {
    int[] elements = new int[][] {{152, 153}, {154, 155}, {156, 157}}[form];
    Exporter each = new Exporter();
    each.send(
        ipfix(
            0,
            set(2, template(256, elements[0], 8, elements[1], 8)),
            set(256, u64(start), u64(end))));
    Recorder.Seen flow = each.seen.only();
    assertThat(flow.endMs()).isBetween(NOW_MS - 35 * DAY_MS, NOW_MS + 600_000);
    assertThat(flow.endMs() - flow.startMs()).isBetween(0L, 1_800_000L);
  }
}
