package io.eipmeter.jobs.bandwidth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.log.Slot;
import io.eipmeter.protocols.Flow;
import io.eipmeter.protocols.RejectReason;
import io.eipmeter.protocols.Scaling;
import io.eipmeter.schemas.v1.FlowDirection;
import io.eipmeter.schemas.v1.MeteredPrefix;
import io.eipmeter.schemas.v1.MeteringPoint;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlowMeterTest {
  private static final long MINUTE = 30_000_000; // number of a minute in 2027
  private static final long MINUTE_MS = MINUTE * Slices.MINUTE_MS;
  private static final long OURS = TestSettings.NET_LOW + 7;
  private static final long OURS_TOO = TestSettings.NET_LOW + 8;
  private static final long PRIVATE = 0x0000_ffff_0a00_0001L;
  private static final long REMOTE = 0x0000_ffff_0808_0808L;
  private static final long EXPORTER = 0x0000_ffff_7f00_0001L;

  private final SumTable minutes = new SumTable(SumKind.MINUTE);
  private final SumTable controls = new SumTable(SumKind.CONTROL);
  private final SumTable seconds = new SumTable(SumKind.SECOND);

  /** Meters flows, and brings all sums into the tables after each. */
  private final class Meter {
    private final MinutePieces pieces = new MinutePieces();
    private final FlowMeter meter;

    Meter(SettingsHistory history, long logMs) {
      meter = new FlowMeter(history, pieces, controls, seconds);
      meter.begin(0, EXPORTER, logMs);
    }

    void begin(long exporterHigh, long exporterLow, long logMs) {
      meter.begin(exporterHigh, exporterLow, logMs);
    }

    @Nullable RejectReason meter(Flow flow) {
      RejectReason reason = meter.meter(flow);
      meter.flush();
      for (int slot = 0; slot < Slot.COUNT; slot++) {
        SumTable sums = pieces.slot(slot);
        for (int row = 0; row < sums.rows(); row++) {
          minutes.mergeRow(sums.high(row), sums.low(row), sums.detail(row), sums, row);
        }
        pieces.clear(slot);
      }
      assertThat(pieces.rows()).isZero();
      return reason;
    }
  }

  private Meter meter(SettingsHistory history, long logMs) {
    return new Meter(history, logMs);
  }

  private static Flow flow(long src, long dst, long bytes, long startMs, long endMs) {
    Flow flow = new Flow();
    flow.present = Flow.SRC | Flow.DST | Flow.BYTES | Flow.PACKETS | Flow.TIMES;
    flow.srcLow = src;
    flow.dstLow = dst;
    flow.bytes = bytes;
    flow.packets = 1;
    flow.samplingRate = 1;
    flow.startMs = startMs;
    flow.endMs = endMs;
    flow.receivedMs = endMs;
    return flow;
  }

  private long sum(long low, UsageColumn column) {
    long sum = 0;
    for (int row = 0; row < minutes.rows(); row++) {
      if (minutes.low(row) == low) {
        sum += minutes.cell(minutes.position(row) + column.ordinal());
      }
    }
    return sum;
  }

  private long control(ControlColumn column) {
    long sum = 0;
    for (int row = 0; row < controls.rows(); row++) {
      sum += controls.cell(controls.position(row) + column.ordinal());
    }
    return sum;
  }

  @Test
  void outboundTrafficCountsForTheAddressAfterNat() {
    Flow flow = flow(PRIVATE, REMOTE, 1_500, MINUTE_MS, MINUTE_MS + 10);
    flow.present |= Flow.POST_NAT_SRC;
    flow.postNatSrcLow = OURS;

    assertThat(meter(TestSettings.history(), MINUTE_MS).meter(flow)).isNull();

    assertThat(sum(OURS, UsageColumn.BYTES_OUT)).isEqualTo(1_500);
    assertThat(sum(OURS, UsageColumn.FLOWS_OUT)).isEqualTo(1);
    assertThat(minutes.rows()).isEqualTo(1);
  }

  @Test
  void inboundTrafficCountsForTheDestinationBeforeNat() {
    Flow flow = flow(REMOTE, OURS, 900, MINUTE_MS, MINUTE_MS);
    flow.present |= Flow.POST_NAT_DST;
    flow.postNatDstLow = PRIVATE;

    meter(TestSettings.history(), MINUTE_MS).meter(flow);

    assertThat(sum(OURS, UsageColumn.BYTES_IN)).isEqualTo(900);
    assertThat(control(ControlColumn.BYTES_IN)).isEqualTo(900);
  }

  /** FortiOS: the reply goes to the inside host, and the address before NAT stands after it. */
  @Test
  void aReplyNamedByItsInsideDestinationCountsForTheAddressOfItsNat() {
    Flow flow = flow(REMOTE, PRIVATE, 900, MINUTE_MS, MINUTE_MS);
    flow.present |= Flow.POST_NAT_DST;
    flow.postNatDstLow = OURS;

    meter(TestSettings.history(), MINUTE_MS).meter(flow);

    assertThat(sum(OURS, UsageColumn.BYTES_IN)).isEqualTo(900);
    assertThat(control(ControlColumn.BYTES_IN)).isEqualTo(900);
    assertThat(control(ControlColumn.OTHER_BYTES)).isZero();
  }

  /**
   * FortiOS: what a forwarded port answers has the EIP as source, and the inside host after NAT.
   */
  @Test
  void aPortForwardingNamedByItsInsideSourceCountsForItsAddress() {
    Flow flow = flow(OURS, REMOTE, 700, MINUTE_MS, MINUTE_MS);
    flow.present |= Flow.POST_NAT_SRC;
    flow.postNatSrcLow = PRIVATE;

    meter(TestSettings.history(), MINUTE_MS).meter(flow);

    assertThat(sum(OURS, UsageColumn.BYTES_OUT)).isEqualTo(700);
    assertThat(control(ControlColumn.BYTES_OUT)).isEqualTo(700);
  }

  @Test
  void aFlowThatTurnsBackWithinItsNatCountsOnce() {
    Flow flow = flow(PRIVATE, OURS, 500, MINUTE_MS, MINUTE_MS);
    flow.present |= Flow.POST_NAT_SRC | Flow.POST_NAT_DST;
    flow.postNatSrcLow = OURS;
    flow.postNatDstLow = PRIVATE + 1;
    Meter meter = meter(TestSettings.history(), MINUTE_MS);

    meter.meter(flow);
    assertThat(sum(OURS, UsageColumn.BYTES_OUT)).isEqualTo(500);
    assertThat(sum(OURS, UsageColumn.BYTES_IN)).isZero();
    assertThat(control(ControlColumn.BOTH_BYTES)).isZero();

    flow.dstLow = OURS_TOO; // by way of another address it is used by both
    meter.meter(flow);
    assertThat(sum(OURS, UsageColumn.BYTES_OUT)).isEqualTo(1_000);
    assertThat(sum(OURS_TOO, UsageColumn.BYTES_IN)).isEqualTo(500);
    assertThat(control(ControlColumn.COUNTED_BYTES)).isEqualTo(1_000);
  }

  /** I1, and no side of a flow counts for two addresses, whichever way its exporter names them. */
  @Property
  void whateverNatNamesTheControlSumsBalance(@ForAll long seed) {
    minutes.clear();
    controls.clear();
    Random random = new Random(seed);
    long[] addresses = {OURS, OURS_TOO, PRIVATE, REMOTE};
    Flow flow =
        flow(addresses[random.nextInt(4)], addresses[random.nextInt(4)], 1, MINUTE_MS, MINUTE_MS);
    flow.present |= random.nextBoolean() ? Flow.POST_NAT_SRC : 0;
    flow.present |= random.nextBoolean() ? Flow.POST_NAT_DST : 0;
    flow.postNatSrcLow = flow.has(Flow.POST_NAT_SRC) ? addresses[random.nextInt(4)] : 0;
    flow.postNatDstLow = flow.has(Flow.POST_NAT_DST) ? addresses[random.nextInt(4)] : 0;

    meter(TestSettings.history(), MINUTE_MS).meter(flow);

    long out = sum(OURS, UsageColumn.BYTES_OUT) + sum(OURS_TOO, UsageColumn.BYTES_OUT);
    long in = sum(OURS, UsageColumn.BYTES_IN) + sum(OURS_TOO, UsageColumn.BYTES_IN);
    assertThat(out).isEqualTo(control(ControlColumn.BYTES_OUT)).isLessThanOrEqualTo(1);
    assertThat(in).isEqualTo(control(ControlColumn.BYTES_IN)).isLessThanOrEqualTo(1);
    assertThat(out + in - control(ControlColumn.BOTH_BYTES) + control(ControlColumn.OTHER_BYTES))
        .isEqualTo(1);
  }

  @Test
  void aFlowBetweenTwoOfOursCountsOutForOneAndInForTheOther() {
    meter(TestSettings.history(), MINUTE_MS).meter(flow(OURS, OURS_TOO, 10, MINUTE_MS, MINUTE_MS));

    assertThat(sum(OURS, UsageColumn.BYTES_OUT)).isEqualTo(10);
    assertThat(sum(OURS_TOO, UsageColumn.BYTES_IN)).isEqualTo(10);
    assertThat(control(ControlColumn.BOTH_BYTES)).isEqualTo(10);
    assertThat(control(ControlColumn.COUNTED_BYTES)).isEqualTo(10);
  }

  @Test
  void whatIsNotOursIsOther() {
    meter(TestSettings.history(), MINUTE_MS).meter(flow(PRIVATE, REMOTE, 10, MINUTE_MS, MINUTE_MS));

    assertThat(minutes.rows()).isZero();
    assertThat(control(ControlColumn.OTHER_BYTES)).isEqualTo(10);
  }

  @Test
  void aSightingThatNoMeteringPointNamesIsSeenElsewhere() {
    SettingsHistory egressOnly =
        new SettingsHistory(
            List.of(
                TestSettings.first()
                    .addMeteringPoints(
                        MeteringPoint.newBuilder()
                            .setExporterAddress(TestSettings.address(0, EXPORTER))
                            .setIfIndex(5)
                            .setDirection(FlowDirection.FLOW_DIRECTION_EGRESS))
                    .build()));
    Flow flow = flow(OURS, REMOTE, 10, MINUTE_MS, MINUTE_MS);
    flow.present |= Flow.OUT_IF | Flow.DIRECTION;
    flow.outIf = 5;
    flow.direction = 0;
    Meter meter = meter(egressOnly, MINUTE_MS);

    meter.meter(flow);
    assertThat(control(ControlColumn.ELSEWHERE_BYTES)).isEqualTo(10);
    assertThat(minutes.rows()).isZero();

    flow.direction = 1;
    meter.meter(flow);
    assertThat(sum(OURS, UsageColumn.BYTES_OUT)).isEqualTo(10);

    meter.begin(0, EXPORTER + 1, MINUTE_MS);
    meter.meter(flow);
    assertThat(control(ControlColumn.ELSEWHERE_BYTES)).isEqualTo(20);
  }

  @Test
  void addressesOfAnIpv6UnitCountTogether() {
    Flow flow = flow(0x1111, 1, 10, MINUTE_MS, MINUTE_MS);
    flow.srcHigh = 0x2001_0db8_0000_0001L;
    flow.dstHigh = 0x2600_0000_0000_0000L;
    Meter meter = meter(TestSettings.history(), MINUTE_MS);

    meter.meter(flow);
    flow.srcLow = 0x2222;
    meter.meter(flow);

    assertThat(minutes.rows()).isEqualTo(1);
    assertThat(minutes.high(0)).isEqualTo(0x2001_0db8_0000_0001L);
    assertThat(minutes.low(0)).isZero();
    assertThat(sum(0, UsageColumn.BYTES_OUT)).isEqualTo(20);
  }

  @Test
  void aLongRecordIsSpreadOverItsMinutesAndCountsInItsLast() {
    // 120,000 ms from the middle of one minute to the middle of the next but one
    Flow flow = flow(OURS, REMOTE, 1_200, MINUTE_MS + 30_000, MINUTE_MS + 149_999);
    flow.packets = 12;

    meter(TestSettings.history(), MINUTE_MS + 150_000).meter(flow);

    assertThat(minutes.rows()).isEqualTo(3);
    long[] bytes = new long[3];
    long[] flows = new long[3];
    for (int row = 0; row < 3; row++) {
      int minute = (int) (SumTable.intervalOf(minutes.detail(row)) - MINUTE);
      bytes[minute] = minutes.cell(minutes.position(row) + UsageColumn.BYTES_OUT.ordinal());
      flows[minute] = minutes.cell(minutes.position(row) + UsageColumn.FLOWS_OUT.ordinal());
    }
    assertThat(bytes).containsExactly(300, 600, 300);
    assertThat(flows).containsExactly(0, 0, 1);
  }

  @Property
  void noByteIsLostOrMadeBySplittingAndScaling(
      @ForAll @LongRange(min = 0, max = 1L << 40) long bytes,
      @ForAll @LongRange(min = 1, max = 10_000) long rate,
      @ForAll @LongRange(min = 0, max = 7_200_000) long durationMs,
      @ForAll @LongRange(min = 0, max = 59_999) long offsetMs) {
    minutes.clear();
    controls.clear();
    Flow flow = flow(OURS, REMOTE, bytes, MINUTE_MS + offsetMs, MINUTE_MS + offsetMs + durationMs);
    flow.samplingRate = rate;

    assertThat(meter(TestSettings.history(), MINUTE_MS + offsetMs + durationMs).meter(flow))
        .isNull();

    assertThat(sum(OURS, UsageColumn.BYTES_OUT)).isEqualTo(bytes * rate);
    assertThat(sum(OURS, UsageColumn.PACKETS_OUT)).isEqualTo(rate);
    assertThat(control(ControlColumn.COUNTED_BYTES)).isEqualTo(bytes * rate);
    assertThat(sum(OURS, UsageColumn.FLOWS_OUT)).isEqualTo(1);
  }

  @Test
  void aRecordThatEndsBeforeItStartsCountsAtItsEnd() {
    meter(TestSettings.history(), MINUTE_MS)
        .meter(flow(OURS, REMOTE, 7, MINUTE_MS + 57, MINUTE_MS - 1));

    assertThat(minutes.rows()).isEqualTo(1);
    assertThat(SumTable.intervalOf(minutes.detail(0))).isEqualTo(MINUTE - 1);
    assertThat(sum(OURS, UsageColumn.BYTES_OUT)).isEqualTo(7);
    assertThat(sum(OURS, UsageColumn.LONGEST_RECORD_MS)).isZero();
  }

  @Test
  void twoOfThreePacketsAreScaledByOneAndAHalf() {
    Flow flow = flow(OURS, REMOTE, 1_000_001, MINUTE_MS, MINUTE_MS);
    flow.samplingRate = 3;
    flow.samplingSize = 2;

    meter(TestSettings.history(), MINUTE_MS).meter(flow);

    assertThat(sum(OURS, UsageColumn.BYTES_OUT)).isEqualTo(1_500_002); // half up
    assertThat(sum(OURS, UsageColumn.SAMPLES)).isEqualTo(1);
    assertThat(sum(OURS, UsageColumn.SAMPLING_RATE_MAX)).isEqualTo(2);
  }

  @Test
  void aRecordThatCannotBeIsRefusedWithItsReason() {
    Meter meter = meter(TestSettings.history(), MINUTE_MS);
    long dayMs = 86_400_000;
    assertThat(meter.meter(flow(OURS, REMOTE, 1, MINUTE_MS - dayMs - 1, MINUTE_MS)))
        .isEqualTo(RejectReason.RECORD_TOO_LONG);
    assertThat(
            meter.meter(flow(OURS, REMOTE, 1, MINUTE_MS - 36 * dayMs, MINUTE_MS - 35 * dayMs - 1)))
        .isEqualTo(RejectReason.RECORD_TOO_LATE);
    assertThat(meter.meter(flow(OURS, REMOTE, 1, MINUTE_MS, MINUTE_MS + 1_200_001)))
        .isEqualTo(RejectReason.RECORD_IN_FUTURE);
    assertThat(meter.meter(flow(OURS, REMOTE, Scaling.LARGEST_COUNT + 1, MINUTE_MS, MINUTE_MS)))
        .isEqualTo(RejectReason.COUNT_TOO_LARGE);
    assertThat(minutes.rows() + controls.rows()).isZero();
  }

  @Test
  void dataAfterTheSettleDelayGoesToTheSliceOfItsFiveMinutes() {
    long closeMs = MINUTE_MS + 60_000 + 90_000;
    meter(TestSettings.history(), closeMs - 1).meter(flow(OURS, REMOTE, 1, MINUTE_MS, MINUTE_MS));
    meter(TestSettings.history(), closeMs).meter(flow(OURS, REMOTE, 1, MINUTE_MS, MINUTE_MS));

    assertThat(minutes.rows()).isEqualTo(2);
    assertThat(SumTable.detailOf(minutes.detail(0))).isZero();
    assertThat(SumTable.detailOf(minutes.detail(1))).isEqualTo(closeMs / Slices.LATE_SLICE_MS);
  }

  @Property(tries = 20)
  void howManyPiecesWaitTogetherDoesNotMatter(@ForAll long seed) {
    minutes.clear();
    controls.clear();
    Random random = new Random(seed);
    MinutePieces pieces = new MinutePieces();
    SumTable table = new SumTable(SumKind.CONTROL);
    FlowMeter together = new FlowMeter(TestSettings.history(), pieces, table, seconds);
    together.begin(0, EXPORTER, MINUTE_MS);
    Meter alone = meter(TestSettings.history(), MINUTE_MS);
    for (int i = 0; i < 2_000; i++) {
      long startMs = MINUTE_MS - random.nextInt(200_000);
      Flow flow = flow(OURS + random.nextInt(2), OURS_TOO, 1_000, startMs, MINUTE_MS);
      flow.samplingRate = 1 + random.nextInt(3);
      flow.samplingRateUnknown = random.nextBoolean();
      flow.present |= Flow.DROPPED_BYTES | Flow.DROPPED_PACKETS;
      flow.droppedBytes = random.nextInt(10);
      flow.droppedPackets = random.nextInt(2);
      assertThat(together.meter(flow)).isNull();
      assertThat(alone.meter(flow)).isNull();
    }
    together.flush();
    for (SumTable sums :
        new SumTable[] {pieces.slot(Slot.of(0, OURS)), pieces.slot(Slot.of(0, OURS_TOO)), table}) {
      SumTable expected = sums == table ? controls : minutes;
      assertThat(sums.rows()).isPositive();
      for (int row = 0; row < sums.rows(); row++) {
        int at = expected.row(sums.high(row), sums.low(row), sums.detail(row));
        for (int column = 0; column < sums.kind().columns(); column++) {
          assertThat(sums.cell(sums.position(row) + column)).isEqualTo(expected.cell(at + column));
        }
      }
    }
  }

  @Test
  void aShortRecordOfAFineGrainedUnitCountsInItsSecondsAndALongOrLateOneDoesNot() {
    SettingsHistory fine =
        new SettingsHistory(
            List.of(
                TestSettings.first()
                    .addFineGrained(
                        MeteredPrefix.newBuilder()
                            .setAddress(TestSettings.address(0, OURS))
                            .setPrefixLength(128))
                    .build()));
    Meter meter = meter(fine, MINUTE_MS + 5_000);
    meter.meter(flow(OURS, REMOTE, 1_000, MINUTE_MS + 1_500, MINUTE_MS + 2_499)); // half and half
    meter.meter(flow(REMOTE, OURS, 7, MINUTE_MS + 2_000, MINUTE_MS + 2_000));
    meter.meter(flow(OURS, REMOTE, 1_000, MINUTE_MS + 1_500, MINUTE_MS + 2_500));
    meter.meter(flow(OURS_TOO, REMOTE, 1_000, MINUTE_MS + 1_500, MINUTE_MS + 1_500));
    meter.begin(0, EXPORTER, MINUTE_MS + 150_000);
    meter.meter(flow(OURS, REMOTE, 1_000, MINUTE_MS + 1_500, MINUTE_MS + 1_500));

    long second = MINUTE_MS / Slices.SECOND_MS + 1;
    assertThat(seconds.rows()).isEqualTo(2);
    assertThat(second(second, SecondColumn.BYTES_OUT)).isEqualTo(500);
    assertThat(second(second + 1, SecondColumn.BYTES_OUT)).isEqualTo(500);
    assertThat(second(second + 1, SecondColumn.BYTES_IN)).isEqualTo(7);
    assertThat(second(second + 1, SecondColumn.PACKETS_OUT)).isEqualTo(1);
    assertThat(sum(OURS, UsageColumn.BYTES_OUT)).isEqualTo(3_000);
  }

  private long second(long second, SecondColumn column) {
    return seconds.cell(seconds.row(0, OURS, SumTable.detail(second, 0)) + column.ordinal());
  }
}
