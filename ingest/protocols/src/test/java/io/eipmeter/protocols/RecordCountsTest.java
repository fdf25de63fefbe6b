package io.eipmeter.protocols;

import static io.eipmeter.protocols.Exports.NOW_MS;
import static io.eipmeter.protocols.Exports.NOW_S;
import static io.eipmeter.protocols.Exports.ip;
import static io.eipmeter.protocols.Exports.ipfix;
import static io.eipmeter.protocols.Exports.join;
import static io.eipmeter.protocols.Exports.netflow9;
import static io.eipmeter.protocols.Exports.set;
import static io.eipmeter.protocols.Exports.template;
import static io.eipmeter.protocols.Exports.u32;
import static io.eipmeter.protocols.Exports.u64;
import static io.eipmeter.protocols.Exports.u8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.protocols.ExporterSettings.Totals;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RecordCountsTest {
  private static final byte[] TOTALS =
      set(2, template(256, 8, 4, 85, 8, 86, 8, 152, 8, 153, 8, 136, 1));
  private static final int ACTIVE = 2;
  private static final int END = 3;

  private Exporter exporter = new Exporter();
  private int sequence;

  private void total(long bytes, long packets, long startMs, long endMs, int endReason) {
    byte[] record = join(u32(7), u64(bytes), u64(packets), u64(startMs), u64(endMs), u8(endReason));
    exporter.send(ipfix(sequence++, TOTALS, set(256, record)));
  }

  private void use(Totals totals, boolean payloadBilled, boolean outIsReverse) {
    exporter.state.use(new ExporterSettings(List.of(), totals, payloadBilled, outIsReverse));
  }

  private List<Long> bytes() {
    return exporter.seen.flows.stream().map(Recorder.Seen::bytes).toList();
  }

  @Test
  void aTotalThatIsToldAgainCountsItsGrowthSinceTheReportBefore() {
    total(1_000_000, 1_000, NOW_MS - 180_000, NOW_MS - 120_000, ACTIVE);
    exporter.restore();
    total(2_000_000, 2_000, NOW_MS - 180_000, NOW_MS - 60_000, ACTIVE);
    total(3_000_000, 3_000, NOW_MS - 180_000, NOW_MS, END);
    assertThat(bytes()).containsExactly(1_000_000L, 1_000_000L, 1_000_000L);
    assertThat(exporter.seen.flows)
        .extracting(Recorder.Seen::packets)
        .containsExactly(1_000L, 1_000L, 1_000L);
    assertThat(exporter.seen.flows.get(2).startMs()).isEqualTo(NOW_MS - 60_000);
    assertThat(exporter.seen.fact(Fact.TOTAL_TOLD_AGAIN)).isEqualTo(2);
  }

  @Test
  void aTotalOfAnotherStartIsAnotherFlowAsYafHasIt() {
    total(100, 1, NOW_MS - 180_000, NOW_MS - 120_000, ACTIVE);
    total(200, 2, NOW_MS - 119_000, NOW_MS - 60_000, ACTIVE);
    assertThat(bytes()).containsExactly(100L, 200L);
    assertThat(exporter.seen.fact(Fact.TOTAL_TOLD_AGAIN)).isZero();
  }

  @Test
  void aTotalThatComesOutOfOrderIsInTheLaterOne() {
    total(2_000, 2, NOW_MS - 180_000, NOW_MS - 60_000, ACTIVE);
    total(1_000, 1, NOW_MS - 180_000, NOW_MS - 120_000, ACTIVE);
    total(3_000, 3, NOW_MS - 180_000, NOW_MS, END);
    assertThat(bytes()).containsExactly(2_000L, 0L, 1_000L);
  }

  /** To lose traffic is worse: what shrinks, or goes on without growing, is no running total. */
  @Test
  void aTotalThatDoesNotGrowWithItsFlowIsOneOfEachRecord() {
    total(500, 5, NOW_MS - 180_000, NOW_MS - 120_000, ACTIVE);
    total(300, 3, NOW_MS - 180_000, NOW_MS - 60_000, ACTIVE);
    total(300, 3, NOW_MS - 180_000, NOW_MS, ACTIVE);
    assertThat(bytes()).containsExactly(500L, 300L, 300L);
  }

  @Test
  void aSettingSaysHowTotalsAreRead() {
    use(Totals.ONCE, false, false);
    total(1_000, 1, NOW_MS - 180_000, NOW_MS - 120_000, ACTIVE);
    total(2_000, 2, NOW_MS - 180_000, NOW_MS - 60_000, ACTIVE);
    use(Totals.RUNNING, false, false);
    total(2_000, 2, NOW_MS - 170_000, NOW_MS - 60_000, ACTIVE);
    total(2_000, 2, NOW_MS - 170_000, NOW_MS, ACTIVE);
    assertThat(bytes()).containsExactly(1_000L, 2_000L, 2_000L, 0L);
  }

  @Test
  void flowsForgottenForWantOfRoomAreCounted() {
    for (int i = 0; i <= 2 * FlowReports.MOST; i++) {
      total(10, 1, NOW_MS - 180_000 + i, NOW_MS, ACTIVE);
    }
    assertThat(exporter.seen.fact(Fact.TOTAL_FORGOTTEN)).isEqualTo(FlowReports.MOST);
    total(11, 2, NOW_MS - 180_000 + FlowReports.MOST, NOW_MS, ACTIVE);
    assertThat(bytes()).endsWith(1L);
    assertThat(exporter.state.toBytes().length).isLessThan(2 * FlowReports.MOST * 24);
    total(11, 2, NOW_MS - 180_000, NOW_MS, ACTIVE);
    assertThat(bytes()).endsWith(11L);
  }

  /** However running totals are split over reports, and restarts of ours: the last total counts. */
  @Property(tries = 100)
  void theSumOfGrowthsIsTheTotal(@ForAll long seed) {
    Random random = new Random(seed);
    exporter = new Exporter();
    sequence = 0;
    long[] totals = new long[5];
    for (int i = 0; i < 60; i++) {
      int flow = random.nextInt(totals.length);
      totals[flow] += 1 + random.nextInt(1_000);
      total(totals[flow], totals[flow], NOW_MS - 90_000 + flow, NOW_MS - 60_000 + i, ACTIVE);
      if (random.nextInt(10) == 0) {
        exporter.restore();
      }
    }
    assertThat(bytes().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(
            List.of(totals[0], totals[1], totals[2], totals[3], totals[4]).stream()
                .mapToLong(Long::longValue)
                .sum());
    byte[] state = exporter.state.toBytes();
    assertThat(ExporterState.fromBytes(state).toBytes()).isEqualTo(state);
  }

  @Test
  void droppedAndConsumedPacketsAreDrops() {
    byte[] records = new byte[0];
    for (int status : new int[] {0x40, 0x82, 0x80, 0xc0, 0x00}) {
      records = join(records, u32(1_000), u32(2), u8(status));
    }
    exporter.send(ipfix(0, set(2, template(256, 1, 4, 2, 4, 89, 1)), set(256, records)));
    assertThat(exporter.seen.flows)
        .extracting(flow -> flow.bytes() + " and " + flow.droppedBytes())
        .containsExactly("1000 and 0", "0 and 1000", "0 and 1000", "0 and 1000", "1000 and 0");
    assertThat(exporter.seen.flows.get(1).droppedPackets()).isEqualTo(2);
    assertThat(exporter.seen.fact(Fact.DROPPED_RECORD)).isEqualTo(3);
  }

  @Test
  void sampledDropsAreScaled() {
    byte[] record = join(u32(1_000), u32(2), u8(0x80), u32(100));
    exporter.send(ipfix(0, set(2, template(256, 1, 4, 2, 4, 89, 1, 34, 4)), set(256, record)));
    assertThat(exporter.seen.only().droppedBytes()).isEqualTo(100_000);
  }

  @Test
  void anAsasTotalIsPayloadAndSetAsideUnlessItIsToBeBilled() {
    byte[] nsel = set(0, template(256, 8, 4, 85, 4, 233, 1));
    byte[] record = join(ip("203.0.113.5"), u32(3_000), u8(2));
    exporter.send(netflow9(1, 0, 9, NOW_S, nsel, set(256, record)));
    assertThat(exporter.seen.only().has(Flow.BYTES)).isFalse();
    assertThat(exporter.seen.fact(Fact.PAYLOAD_RECORD)).isEqualTo(1);
    use(Totals.RECOGNISED, true, false);
    exporter.send(netflow9(1, 1, 9, NOW_S, nsel, set(256, record)));
    assertThat(exporter.seen.flows.get(1).bytes()).isEqualTo(3_000);
    assertThat(exporter.seen.flows.get(1).has(Flow.BYTES)).isTrue();
    assertThat(exporter.seen.fact(Fact.PAYLOAD_RECORD)).isEqualTo(2);
  }

  @Test
  void payloadOfBothDirectionsIsBilledAsTwoFlowsIfSoSet() {
    use(Totals.RECOGNISED, true, false);
    byte[] nsel = set(0, template(256, 8, 4, 12, 4, 231, 4, 232, 4, 233, 1));
    byte[] record = join(ip("203.0.113.5"), ip("198.51.100.7"), u32(1_000), u32(2_000), u8(2));
    exporter.send(netflow9(1, 0, 9, NOW_S, nsel, set(256, record)));
    assertThat(exporter.seen.flows)
        .extracting(flow -> flow.src() + " " + flow.bytes())
        .containsExactly("203.0.113.5 1000", "198.51.100.7 2000");
  }

  @Test
  void inAndOutBytesThatDifferAreCountedAndMayBeTheOtherDirection() {
    byte[] both = set(0, template(256, 8, 4, 12, 4, 1, 4, 2, 4, 23, 4, 24, 4));
    byte[] record =
        join(ip("203.0.113.5"), ip("1.1.1.1"), u32(1_000), u32(2), u32(90_000), u32(60));
    exporter.send(netflow9(1, 0, 9, NOW_S, both, set(256, record)));
    assertThat(bytes()).containsExactly(1_000L);
    assertThat(exporter.seen.fact(Fact.IN_OUT_DIFFER)).isEqualTo(1);
    use(Totals.RECOGNISED, false, true);
    exporter.send(netflow9(1, 1, 9, NOW_S, both, set(256, record)));
    assertThat(bytes()).containsExactly(1_000L, 1_000L, 90_000L);
    assertThat(exporter.seen.flows.get(2).dst()).isEqualTo("203.0.113.5");
    assertThat(exporter.seen.flows.get(2).packets()).isEqualTo(60);
  }
}
