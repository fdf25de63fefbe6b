package io.eipmeter.jobs.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.alerts.domain.AlertRule;
import io.eipmeter.jobs.alerts.domain.Comparison;
import io.eipmeter.jobs.alerts.domain.Metric;
import io.eipmeter.jobs.alerts.domain.Observation;
import io.eipmeter.jobs.alerts.domain.RuleBook;
import io.eipmeter.jobs.alerts.domain.RuleMessages;
import io.eipmeter.jobs.alerts.domain.Rules;
import io.eipmeter.jobs.alerts.domain.Subject;
import io.eipmeter.jobs.alerts.domain.Watch;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.ChargeControl;
import io.eipmeter.schemas.v1.HourCharge;
import io.eipmeter.schemas.v1.IdleEnd;
import io.eipmeter.schemas.v1.IdleFinding;
import io.eipmeter.schemas.v1.IdleKind;
import io.eipmeter.schemas.v1.NoDataPolicy;
import io.eipmeter.schemas.v1.ResourceKind;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Findings, costs and differences: from the rows of `idle` and `billing` to notices. */
class ValuesThatHoldTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  /** 2026-10-31T23:00:00Z: in Shanghai November has begun. */
  private static final long LAST_HOUR = 1_793_487_600_000L;

  private static final ByteString EIP =
      ByteString.copyFrom(Address.of(new byte[] {100, 64, 0, 1}).toBytes());
  private static final AlertRule IDLE = rule("idle", Metric.IDLE_FINDINGS, 1_000);
  private static final AlertRule BUDGET = rule("budget", Metric.COST, 10_000);
  private static final AlertRule BOOKS = rule("books", Metric.RECONCILE_DIFFERENCE, 1_000);

  private final Map<ResourceKey, Watch> watches = new HashMap<>();
  private final List<AlertNotice> told = new ArrayList<>();
  private final RuleBook book = new RuleBook(List.of(IDLE, BUDGET, BOOKS));

  private static AlertRule rule(String id, Metric metric, long thresholdMilli) {
    return Rules.rule(
        id,
        metric,
        Duration.ofMinutes(1),
        Rules.condition(
            AlertLevel.ALERT_LEVEL_WARN,
            Comparison.GREATER_OR_EQUAL,
            thresholdMilli,
            1,
            thresholdMilli));
  }

  private void tell(Observation seen) {
    Watch watch = watches.get(ResourceKey.of(seen));
    if (watch == null) {
      watch = new Watch(seen.resource(), seen.address());
      watch.passTime(book, seen.logMs() / MINUTE * MINUTE, seen.logMs());
      watches.put(ResourceKey.of(seen), watch);
    }
    seen.tell(watch);
    if (seen.isEarly()) {
      told.addAll(watch.lookEarly(book, seen.logMs()));
    }
  }

  /** All minutes before this one settle. */
  private void pass(long settledMs) {
    watches.values().forEach(w -> told.addAll(w.passTime(book, settledMs, settledMs + 90_000)));
  }

  private static Observation of(long closeMs, SettledRow.Builder row) throws Exception {
    return Observation.settled(
            SettledBlock.newBuilder().addRows(row.setCloseMs(closeMs)).build().toByteArray())
        .get(0);
  }

  private static Observation finding(long closeMs, IdleKind kind, int number, IdleEnd end)
      throws Exception {
    return of(
        closeMs,
        SettledRow.newBuilder()
            .setIdleFinding(
                IdleFinding.newBuilder()
                    .setAddress(EIP)
                    .setKind(kind)
                    .setSinceMs(1)
                    .setNumber(number)
                    .setEnd(end)));
  }

  private static Observation charge(long closeMs, long hourMs, String owner, String cost)
      throws Exception {
    return of(
        closeMs,
        SettledRow.newBuilder()
            .setHourCharge(
                HourCharge.newBuilder()
                    .setAddress(EIP)
                    .setOwnershipId(owner)
                    .setHourMs(hourMs)
                    .setAccount("acme")
                    .setCost(cost)));
  }

  private List<String> states() {
    return told.stream()
        .map(
            n ->
                Subject.of(n)
                    + " "
                    + n.getRuleId()
                    + " "
                    + n.getState().name().substring("ALERT_STATE_".length())
                    + " "
                    + n.getValue())
        .toList();
  }

  @Test
  void aFindingAlertsWhenItIsFoundAndUntilTheLastOfTheEipHasEnded() throws Exception {
    tell(finding(MINUTE, IdleKind.IDLE_KIND_UNUSED, 1, IdleEnd.IDLE_END_UNSPECIFIED));
    tell(finding(2 * MINUTE, IdleKind.IDLE_KIND_UNASSOCIATED, 1, IdleEnd.IDLE_END_UNSPECIFIED));
    pass(3 * MINUTE);
    tell(finding(4 * MINUTE, IdleKind.IDLE_KIND_UNUSED, 2, IdleEnd.IDLE_END_USED));
    // A restart of `idle` tells all of it again.
    tell(finding(MINUTE, IdleKind.IDLE_KIND_UNUSED, 1, IdleEnd.IDLE_END_UNSPECIFIED));
    tell(finding(2 * MINUTE, IdleKind.IDLE_KIND_UNASSOCIATED, 1, IdleEnd.IDLE_END_UNSPECIFIED));
    tell(finding(4 * MINUTE, IdleKind.IDLE_KIND_UNUSED, 2, IdleEnd.IDLE_END_USED));
    pass(6 * MINUTE);
    assertThat(states()).containsExactly("eip 100.64.0.1 idle ALERT 1");
    tell(finding(7 * MINUTE, IdleKind.IDLE_KIND_UNASSOCIATED, 2, IdleEnd.IDLE_END_ASSOCIATED));
    pass(8 * MINUTE);
    // The notice that began it comes again, and says nothing of now.
    tell(finding(2 * MINUTE, IdleKind.IDLE_KIND_UNASSOCIATED, 1, IdleEnd.IDLE_END_UNSPECIFIED));
    pass(9 * MINUTE);
    assertThat(states()).containsExactly("eip 100.64.0.1 idle ALERT 1", "eip 100.64.0.1 idle OK 0");
  }

  @Test
  void whatIsToldOfTheJudgedPastHoldsFromNowOn() throws Exception {
    tell(finding(MINUTE, IdleKind.IDLE_KIND_UNUSED, 1, IdleEnd.IDLE_END_UNSPECIFIED));
    pass(10 * MINUTE);
    tell(finding(5 * MINUTE, IdleKind.IDLE_KIND_UNUSED, 2, IdleEnd.IDLE_END_USED));
    pass(11 * MINUTE);
    assertThat(told).hasSize(2);
    assertThat(told.get(1).getPeriodMs()).isEqualTo(10 * MINUTE);
  }

  @Test
  void aFindingOfLongAgoIsNoSightOfMinutes() throws Exception {
    AlertRule silent =
        RuleMessages.read(
            RuleMessages.write(Rules.rule("silent", Rules.warnAbove(8_000, 1, 8_000))).toBuilder()
                .setNoData(NoDataPolicy.NO_DATA_POLICY_INSUFFICIENT_DATA)
                .build());
    RuleBook both = new RuleBook(List.of(IDLE, silent));
    Observation old = finding(MINUTE, IdleKind.IDLE_KIND_UNUSED, 1, IdleEnd.IDLE_END_UNSPECIFIED);
    Watch watch = new Watch(old.resource(), old.address());
    old.tell(watch);
    assertThat(watch.lookEarly(both, MINUTE)).isEmpty();
    assertThat(watch.passTime(both, 900 * MINUTE, 900 * MINUTE + 90_000)).isEmpty();
    assertThat(watch.passTime(both, 901 * MINUTE, 901 * MINUTE + 90_000))
        .extracting(AlertNotice::getRuleId)
        .containsExactlyInAnyOrder("idle", "silent");
  }

  @Test
  void theCostOfAMonthIsAddedUpByAccountExactlyAndBeginsAnewInTheZonesNextMonth() throws Exception {
    ZoneId shanghai = ZoneId.of("Asia/Shanghai");
    long october = LAST_HOUR - 10 * HOUR;
    tell(charge(october + HOUR, october, "a", "9.999999999999").cost(shanghai));
    pass(october + 2 * HOUR);
    assertThat(told).isEmpty();
    tell(charge(october + 2 * HOUR, october + HOUR, "a", "0.000000000001").cost(shanghai));
    assertThat(states()).containsExactly("account acme budget ALERT 10");
    assertThat(told.get(0).getResourceKind()).isEqualTo(ResourceKind.RESOURCE_KIND_ACCOUNT);
    tell(charge(LAST_HOUR + HOUR, LAST_HOUR, "a", "0.5").cost(shanghai));
    pass(LAST_HOUR + 2 * HOUR);
    assertThat(states())
        .containsExactly("account acme budget ALERT 10", "account acme budget OK 0.5");
  }

  @Test
  void aDifferenceOfTheBooksIsAnAlertOfThePipelineUntilAnHourIsInOrder() throws Exception {
    ChargeControl.Builder control =
        ChargeControl.newBuilder()
            .setSlot(3)
            .setAsOfMs(HOUR)
            .setMinutesBytesOut(70)
            .setMinutesBytesIn(5)
            .setQuartersBytesOut(70)
            .setQuartersBytesIn(5)
            .setBilledBytes(40)
            .setFreeBytes(20)
            .setNoOwnerBytes(7);
    tell(of(HOUR, SettledRow.newBuilder().setChargeControl(control)));
    assertThat(states()).containsExactly("pipeline billing slot 3 books ALERT 3");
    tell(
        of(
            2 * HOUR,
            SettledRow.newBuilder()
                .setChargeControl(control.setNoPriceBytes(3).setAsOfMs(2 * HOUR))));
    pass(2 * HOUR + MINUTE);
    assertThat(told).hasSize(2);
  }

  @Test
  void aChargeThatComesAgainCountsOnceThroughARestore() throws Exception {
    List<Observation> charges =
        List.of(
            charge(HOUR, 0, "a", "1"),
            charge(HOUR, 0, "b", "2"),
            charge(2 * HOUR, HOUR, "a", "4"),
            charge(2 * HOUR, 0, "a", "-0.5")); // a correction that closes with it
    List<Observation> counted = new ArrayList<>();
    OperatorSubtaskState state = OperatorSubtaskState.builder().build();
    for (int restart = 0; restart < 3; restart++) {
      try (var harness = counter()) {
        harness.initializeState(state);
        harness.open();
        for (Observation charge : charges) {
          harness.processElement(new StreamRecord<>(charge));
        }
        counted.addAll(harness.extractOutputValues());
        state = harness.snapshot(restart, restart);
      }
    }
    assertThat(counted).extracting(Observation::kind).containsOnly(Observation.Kind.COST);
    counted.forEach(this::tell);
    assertThat(counted).hasSize(4);
    pass(3 * HOUR);
    assertThat(told).isEmpty();
    tell(charge(3 * HOUR, 2 * HOUR, "a", "3.5").cost(ZoneId.of("UTC")));
    assertThat(states()).containsExactly("account acme budget ALERT 10");
  }

  private static KeyedOneInputStreamOperatorTestHarness<ResourceKey, Observation, Observation>
      counter() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new CountChargesOnce(ZoneId.of("UTC"))),
        ResourceKey::of,
        TypeInformation.of(ResourceKey.class));
  }
}
