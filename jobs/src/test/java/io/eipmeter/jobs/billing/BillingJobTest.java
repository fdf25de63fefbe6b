package io.eipmeter.jobs.billing;

import static io.eipmeter.jobs.billing.BillingLog.charges;
import static io.eipmeter.jobs.billing.BillingLog.held;
import static io.eipmeter.jobs.billing.BillingLog.quarters;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.prices.Prices;
import io.eipmeter.schemas.v1.ChargeControl;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A GB is 1,073,741,824 bytes and costs 0.123. Seals are an hour late: 75 minutes for quarter 0.
 */
class BillingJobTest {
  private static final long GB = 1_073_741_824;

  private final BillingLog log = new BillingLog();

  private static ChargeControl control(List<SettledRow> rows) {
    ChargeControl.Builder sum = ChargeControl.newBuilder();
    rows.stream()
        .filter(SettledRow::hasChargeControl)
        .map(SettledRow::getChargeControl)
        .forEach(
            row ->
                sum.setMinutesBytesOut(sum.getMinutesBytesOut() + row.getMinutesBytesOut())
                    .setQuartersBytesOut(sum.getQuartersBytesOut() + row.getQuartersBytesOut())
                    .setBilledBytes(sum.getBilledBytes() + row.getBilledBytes())
                    .setNoOwnerBytes(sum.getNoOwnerBytes() + row.getNoOwnerBytes())
                    .setOtherMethodBytes(sum.getOtherMethodBytes() + row.getOtherMethodBytes())
                    .setNoPriceBytes(sum.getNoPriceBytes() + row.getNoPriceBytes()));
    return sum.build();
  }

  @Test
  void aQuarterIsBookedWhenItIsSealedAndAnHourChargedWithItsLastQuarter() throws Exception {
    log.says(0, held("A", 1, 0, 0)).sends(1, 0, GB).sends(1, 14, GB).sends(1, 15, 2 * GB);
    assertThat(log.play(74.9)).isEmpty();
    List<SettledRow> rows = log.play(120);
    assertThat(quarters(rows)).containsExactly("75: A 0 2147483648 2/0", "90: A 15 2147483648 1/0");
    assertThat(charges(rows)).containsExactly("120: A 4294967296 0.492");
  }

  @Test
  void lateUsageIsACorrectionAndTheDifferenceIsCharged() throws Exception {
    log.says(0, held("A", 1, 0, 0)).sends(1, 0, GB).sends(1, 0, 7, GB, 130);
    List<SettledRow> rows = log.play(200);
    assertThat(quarters(rows))
        .containsExactly("75: A 0 1073741824 1/0", "130+2: A 0 1073741824 0/0 correction");
    assertThat(charges(rows))
        .containsExactly("120: A 1073741824 0.123", "130+2: A 1073741824 0.123 correction");
  }

  @Test
  void aLateStatementMovesMinutesByAReversalAndANewRow() throws Exception {
    log.says(0, held("A", 1, 0, 0))
        .sends(1, 0, GB)
        .sends(1, 10, 2 * GB)
        .says(130, held("A", 1, 0, 5))
        .says(130, held("B", 1, 5, 0));
    List<SettledRow> rows = log.play(200);
    assertThat(quarters(rows))
        .containsExactly(
            "75: A 0 3221225472 2/0",
            "130+1: A 0 -2147483648 -1/0 correction",
            "130+2: B 0 2147483648 1/0 correction");
    assertThat(charges(rows))
        .containsExactly(
            "120: A 3221225472 0.369",
            "130+1: A -2147483648 -0.246 correction",
            "130+2: B 2147483648 0.246 correction");
    assertThat(control(rows).getBilledBytes()).isEqualTo(3 * GB);
  }

  @Test
  void aStatementThatChangesNothingThatIsChargedMovesNothing() throws Exception {
    log.says(0, held("A", 1, 0, 0))
        .sends(1, 0, GB)
        .says(130, held("A", 1, 0, 0).setName("another"));
    assertThat(quarters(log.play(200))).hasSize(1);
  }

  @Test
  void aStatementBeforeTheSealNeedsNoCorrection() throws Exception {
    log.says(60, held("A", 1, 0, 0)).sends(1, 0, GB);
    assertThat(quarters(log.play(200))).containsExactly("75: A 0 1073741824 1/0");
  }

  @Test
  void ofTwoInAMinuteTheEarlierPaysAndTheMinuteIsCounted() throws Exception {
    log.says(0, held("A", 1, 0, 3.5)).says(3.5, held("B", 1, 3.5, 0));
    log.sends(1, 2, 10).sends(1, 3, 20).sends(1, 4, 40);
    assertThat(quarters(log.play(75)))
        .containsExactlyInAnyOrder("75: A 0 30 2/1", "75: B 0 40 1/0");
  }

  @Test
  void aLongerPrefixGoesBeforeTheWiderOneAroundIt() throws Exception {
    log.says(0, held("wide", 0, 0, 0).setPrefixLength(120)).says(0, held("A", 1, 0, 0));
    log.sends(1, 0, 10).sends(2, 0, 20);
    assertThat(quarters(log.play(75)))
        .containsExactlyInAnyOrder("75: A 0 10 1/0", "75: wide 0 20 1/0");
  }

  @Test
  void everyByteIsBilledOrSaysWhyNot() throws Exception {
    log.says(0, held("A", 1, 0, 0))
        .says(0, held("B", 2, 0, 0).setChargeMethod(ChargeMethod.CHARGE_METHOD_BANDWIDTH))
        .says(0, held("C", 3, 0, 0).setRegion("nowhere"))
        .says(0, held("D", 5, 0, 0))
        .sends(1, 0, 1)
        .sends(2, 0, 10)
        .sends(3, 0, 100)
        .sends(4, 0, 1_000)
        .sends(5, 0, 0, Usage.newBuilder().setBytesOut(10_000).setSamples(1).build(), 2.5);
    ChargeControl control = control(log.play(120));
    assertThat(control.getMinutesBytesOut()).isEqualTo(11_111);
    assertThat(control.getQuartersBytesOut()).isEqualTo(11_111);
    assertThat(control.getBilledBytes()).isEqualTo(1);
    assertThat(control.getOtherMethodBytes()).isEqualTo(10);
    assertThat(control.getNoPriceBytes()).isEqualTo(10_100); // sampled flows are parked
    assertThat(control.getNoOwnerBytes()).isEqualTo(1_000);
  }

  @Test
  void trafficOfASharedBandwidthIsNotChargedFromTheMinuteTheEipJoinsIt() throws Exception {
    log.says(0, held("A", 1, 0, 20))
        .says(0, held("A2", 1, 20, 0).setSharedBandwidthId("cbwp-1"))
        .sends(1, 19, GB)
        .sends(1, 20, 3 * GB)
        .sends(1, 59, 4 * GB);
    List<SettledRow> rows = log.play(120);
    assertThat(charges(rows)).containsExactly("120: A 1073741824 0.123");
    assertThat(control(rows).getBilledBytes()).isEqualTo(GB);
    assertThat(control(rows).getOtherMethodBytes()).isEqualTo(7 * GB);
  }

  @Test
  void theMinuteInWhichAnEipJoinsIsTheEarlierOnes() throws Exception {
    log.says(0, held("A", 1, 0, 20.5))
        .says(0, held("A2", 1, 20.5, 0).setSharedBandwidthId("cbwp-1"))
        .sends(1, 20, GB)
        .sends(1, 21, 3 * GB);
    assertThat(charges(log.play(120))).containsExactly("120: A 1073741824 0.123");
  }

  @Test
  void anEipThatIsCreatedInsideASharedBandwidthIsNotChargedByTransfer() throws Exception {
    log.says(0, held("A", 1, 30, 0).setSharedBandwidthId("cbwp-1")).sends(1, 30, 100 * GB);
    List<SettledRow> rows = log.play(120);
    assertThat(charges(rows)).isEmpty();
    assertThat(control(rows).getOtherMethodBytes()).isEqualTo(100 * GB);
  }

  @Test
  void aLateWordThatItWasInASharedBandwidthGivesTheTrafficBack() throws Exception {
    log.says(0, held("A", 1, 0, 0))
        .sends(1, 19, GB)
        .sends(1, 20, 7 * GB)
        .says(130, held("A", 1, 0, 20))
        .says(130, held("A2", 1, 20, 0).setSharedBandwidthId("cbwp-1"));
    assertThat(charges(log.play(200)))
        .containsExactly("120: A 8589934592 0.984", "130+1: A -7516192768 -0.861 correction");
  }

  @Test
  void partsOfAGigabyteLoseNoHalfCent() throws Exception {
    log.says(0, held("A", 1, 0, 0)).says(0, held("B", 2, 0, 0)).says(0, held("C", 3, 0, 0));
    log.sends(1, 0, 1_998_597_833).sends(2, 0, 1_918_844_964).sends(3, 0, 1_451_266_323);
    BigDecimal sum =
        log.play(120).stream()
            .filter(SettledRow::hasHourCharge)
            .map(row -> new BigDecimal(row.getHourCharge().getCost()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(Prices.rounded(sum, 2)).isEqualTo("0.62"); // 5 GB at 0.123 are 0.615
  }

  @Test
  void whatIsTooOldToBeMovedIsLeftToTheStatementOfTheMonth() throws Exception {
    log.says(0, held("A", 1, 0, 0)).sends(1, 0, GB).sends(1, 300, GB).says(420, held("A", 1, 5, 0));
    assertThat(quarters(log.play(500))).hasSize(2);
  }
}
