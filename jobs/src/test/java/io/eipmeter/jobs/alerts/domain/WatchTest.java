package io.eipmeter.jobs.alerts.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.AlertState;
import io.eipmeter.schemas.v1.NoDataPolicy;
import io.eipmeter.schemas.v1.NoticeKind;
import io.eipmeter.schemas.v1.ResourceKind;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Minutes are numbered from 0; a settled minute n is judged when minute n + 1 begins to settle. */
class WatchTest extends WatchStory {
  private List<String> told() {
    return notices.stream()
        .map(
            notice ->
                notice.getState().name().substring("ALERT_STATE_".length())
                    + " "
                    + notice.getLevel().name().substring("ALERT_LEVEL_".length())
                    + " "
                    + notice.getPeriodMs() / MINUTE
                    + (notice.getEarly() ? " early" : ""))
        .toList();
  }

  @Test
  void firesWhenTheConditionWasMetTimesPeriodsInARowAndEndsWhenItIsNot() {
    rules(Rules.rule("r", Rules.warnAbove(8_000, 3, 8_000)));
    settled(0, 60_000);
    settled(1, 60_000);
    settled(2, 59_999); // 7,999.9 bit/s: the row is broken
    settled(3, 60_000);
    settled(4, 60_000);
    assertThat(told()).isEmpty();
    settled(5, 60_001);
    settled(6, 70_000);
    settled(7, 10);
    assertThat(told()).containsExactly("ALERT WARN 5", "OK NONE 7");
    assertThat(notices.get(0).getValue()).isEqualTo("8000.133");
    assertThat(notices.get(0).getThreshold()).isEqualTo("8000");
    assertThat(notices.get(1).getAlertId()).isEqualTo(notices.get(0).getAlertId());
    assertThat(notices.get(1).getNoticeId()).isNotEqualTo(notices.get(0).getNoticeId());
    assertThat(notices.get(1).getStartsMs()).isEqualTo(5 * MINUTE);
  }

  @Test
  void anUpperBoundFiresWhileTheMinuteIsOpenAndIsNotToldAgainWhenItSettles() {
    rules(Rules.rule("r", Rules.warnAbove(8_000, 1, 8_000)));
    early(0, 59_999);
    early(0, 60_000);
    early(0, 59_999); // an older look that came late
    settled(0, 61_000);
    assertThat(told()).containsExactly("ALERT WARN 0 early");
  }

  @Test
  void whatIsReadFarAheadIsLookedAtWhenItsTimeComes() {
    rules(Rules.rule("r", Rules.warnAbove(8_000, 1, 8_000)));
    settled(0, 10);
    watch.see(50 * MINUTE, true, bytesOut(60_000)); // the job catches up: its reading is ahead
    silent(1);
    silent(18); // minutes before 19 are settled: up to 49 may be open
    assertThat(told()).isEmpty();
    silent(19);
    assertThat(told()).containsExactly("ALERT WARN 50 early");
  }

  @Test
  void aLowerBoundWaitsUntilTheMinuteIsSettled() {
    rules(
        Rules.rule(
            "r",
            Rules.condition(
                AlertLevel.ALERT_LEVEL_INFO, Comparison.LESS, 8_000_000, 1, 8_000_000)));
    settled(0, 100_000);
    early(1, 10);
    assertThat(told()).isEmpty();
    settled(1, 100);
    assertThat(told()).containsExactly("ALERT INFO 1");
  }

  @Test
  void aLevelHoldsUntilItsRecoveryAndThenFallsToTheNextThatHolds() {
    rules(
        Rules.rule(
            "r",
            Rules.warnAbove(8_000, 1, 4_000),
            Rules.condition(
                AlertLevel.ALERT_LEVEL_CRITICAL,
                Comparison.GREATER_OR_EQUAL,
                16_000_000,
                1,
                12_000_000)));
    settled(0, 120_000); // 16,000 bit/s
    settled(1, 95_000); // 12,667: above the recovery of critical
    settled(2, 80_000); // 10,667
    settled(3, 40_000); // 5,333: above the recovery of warn
    settled(4, 29_000); // 3,867
    assertThat(told()).containsExactly("ALERT CRITICAL 0", "ALERT WARN 2", "OK NONE 4");
    assertThat(notices).extracting(AlertNotice::getAlertId).doesNotContainNull();
    assertThat(notices.stream().map(AlertNotice::getAlertId).distinct()).hasSize(1);
  }

  @Test
  void silenceIsWhatTheRuleSaysItIs() {
    AlertRule rule = Rules.rule("r", Rules.warnAbove(8_000, 1, 8_000));
    rules(
        rule,
        Rules.noData(
            Rules.rule("insufficient", Rules.warnAbove(8_000, 1, 8_000)),
            NoDataPolicy.NO_DATA_POLICY_INSUFFICIENT_DATA),
        Rules.noData(
            Rules.rule("ok", Rules.warnAbove(8_000, 1, 8_000)), NoDataPolicy.NO_DATA_POLICY_OK),
        Rules.noData(
            Rules.rule(
                "zero",
                Rules.condition(AlertLevel.ALERT_LEVEL_WARN, Comparison.LESS_OR_EQUAL, 0, 1, 0)),
            NoDataPolicy.NO_DATA_POLICY_ZERO));
    settled(0, 60_000);
    notices.clear();
    silent(1);
    assertThat(notices)
        .extracting(notice -> notice.getRuleId() + " " + notice.getState())
        .containsExactlyInAnyOrder(
            "insufficient ALERT_STATE_INSUFFICIENT_DATA",
            "ok ALERT_STATE_OK",
            "zero ALERT_STATE_ALERT");
  }

  @Test
  void comparesWithTheLastPeriodInPercent() {
    rules(
        Rules.rule(
            "r",
            Rules.condition(
                AlertLevel.ALERT_LEVEL_WARN,
                Comparison.GREATER_THAN_LAST_PERIOD,
                50_000,
                1,
                50_000)));
    settled(0, 1_000);
    settled(1, 1_499);
    settled(2, 2_248); // 49.97 % more
    settled(3, 3_372); // 50 % more
    settled(4, 3_372);
    assertThat(told()).containsExactly("ALERT WARN 3", "OK NONE 4");
  }

  @Test
  void comparesWithTheSamePeriodOfYesterday() {
    rules(
        Rules.rule(
            "r",
            Metric.OUT_BYTES,
            Duration.ofMinutes(30),
            new Condition(
                AlertLevel.ALERT_LEVEL_WARN,
                Statistic.SUM,
                Comparison.LESS_THAN_YESTERDAY,
                20_000,
                1,
                20_000)));
    for (int half = 0; half < 96; half++) {
      long bytes = half == 50 ? 799 : half >= 48 ? 801 : 1_000;
      watch.see(half * 30 * MINUTE, true, bytesOut(bytes));
      silent(half * 30L + 29);
    }
    assertThat(told()).containsExactly("ALERT WARN 1500", "OK NONE 1530");
  }

  @Test
  void remindsAfterTheSilence() {
    AlertRule rule = Rules.rule("r", Rules.warnAbove(8_000, 1, 8_000));
    rules(Rules.with(rule, rule.noData(), Duration.ofMinutes(2), EffectiveInterval.ALWAYS, 0));
    for (int minute = 0; minute < 5; minute++) {
      settled(minute, 60_000);
    }
    assertThat(notices)
        .extracting(AlertNotice::getKind)
        .containsExactly(
            NoticeKind.NOTICE_KIND_CHANGE,
            NoticeKind.NOTICE_KIND_REMINDER,
            NoticeKind.NOTICE_KIND_REMINDER);
    assertThat(notices.stream().map(AlertNotice::getNoticeId).distinct()).hasSize(3);
  }

  @Test
  void outsideTheEffectiveIntervalNoticesWaitAndWhatEndedMeanwhileIsNotTold() {
    AlertRule rule = Rules.rule("r", Rules.warnAbove(8_000, 1, 8_000));
    // 08:10 to 08:20 in Shanghai is minute 10 to 20; a minute is judged 2.5 minutes after it began.
    rules(
        Rules.with(
            rule,
            rule.noData(),
            rule.silence(),
            new EffectiveInterval(ZoneId.of("Asia/Shanghai"), 8 * 60 + 10, 8 * 60 + 20),
            0));
    settled(0, 60_000);
    settled(1, 0);
    settled(2, 60_000);
    for (int minute = 3; minute < 9; minute++) {
      settled(minute, 60_000);
      assertThat(told()).hasSize(minute < 8 ? 0 : 1);
    }
    assertThat(told()).containsExactly("ALERT WARN 2");
  }

  @Test
  void aStateThatFlapsIsHeldWithOneNoticeUntilItIsSteady() {
    AlertRule rule = Rules.rule("r", Rules.warnAbove(8_000, 1, 8_000));
    rules(Rules.with(rule, rule.noData(), rule.silence(), EffectiveInterval.ALWAYS, 4));
    for (int minute = 0; minute < 20; minute++) {
      settled(minute, minute % 2 == 0 ? 60_000 : 0);
    }
    assertThat(notices)
        .extracting(AlertNotice::getKind)
        .containsExactly(
            NoticeKind.NOTICE_KIND_CHANGE,
            NoticeKind.NOTICE_KIND_CHANGE,
            NoticeKind.NOTICE_KIND_CHANGE,
            NoticeKind.NOTICE_KIND_FLAPPING);
    for (int minute = 20; minute < 90; minute++) {
      settled(minute, 0);
    }
    assertThat(notices).hasSize(5);
    AlertNotice last = notices.get(4);
    assertThat(last.getState()).isEqualTo(AlertState.ALERT_STATE_OK);
    assertThat(last.getAlertId()).isEqualTo(notices.get(3).getAlertId());
  }

  @Test
  void aRuleThatIsRemovedOrChangedEndsItsAlerts() {
    AlertRule rule = Rules.rule("r", Rules.warnAbove(8_000, 1, 8_000));
    rules(rule);
    settled(0, 60_000);
    rules(rule.with(2, false, 3 * MINUTE));
    settled(1, 60_000);
    settled(2, 60_000); // before the new version's time
    settled(3, 60_000);
    rules(rule.with(3, true, 3 * MINUTE));
    settled(4, 60_000);
    assertThat(told()).containsExactly("ALERT WARN 0", "OK NONE 3", "ALERT WARN 3", "OK NONE 6");
    assertThat(notices.get(1).getReason()).isEqualTo("the rule was changed");
    assertThat(notices.get(1).getAlertId()).isEqualTo(notices.get(0).getAlertId());
    assertThat(notices.get(3).getReason()).isEqualTo("the rule was removed");
  }

  @Test
  void utilisationIsOfTheMaximumBandwidthOfTheOwner() {
    rules(
        Rules.rule(
            "r",
            Metric.OUT_UTILISATION,
            Duration.ofMinutes(1),
            Rules.condition(
                AlertLevel.ALERT_LEVEL_CRITICAL, Comparison.GREATER_OR_EQUAL, 90_000, 1, 90_000)));
    settled(0, 60_000); // nobody says how much is the maximum
    watch.own(new Owners.Owner("o", 0, 0, 1, "eip-1", "acme", "north", "web", 10_000));
    settled(1, 67_499);
    assertThat(told()).isEmpty();
    settled(2, 67_500); // 9,000 of 10,000 bit/s
    assertThat(told()).containsExactly("ALERT CRITICAL 2");
    assertThat(notices.get(0).getValue()).isEqualTo("90");
    assertThat(notices.get(0).getAccount()).isEqualTo("acme");
  }

  @Test
  void lostExportsOfAnExporterAreCounted() {
    Watch exporter = new Watch(ResourceKind.RESOURCE_KIND_EXPORTER, EIP);
    rules(
        Rules.rule(
            "lost",
            Metric.LOST_EXPORTS,
            Duration.ofMinutes(1),
            new Condition(
                AlertLevel.ALERT_LEVEL_WARN, Statistic.SUM, Comparison.GREATER, 0, 1, 0)));
    exporter.see(0, true, new long[] {0, 0, 0, 9, 0, 0});
    assertThat(exporter.passTime(book, MINUTE, MINUTE)).isEmpty();
    exporter.see(MINUTE, true, new long[] {2, 0, 0, 9, 0, 0});
    assertThat(exporter.passTime(book, 2 * MINUTE, 2 * MINUTE)).hasSize(1);
  }

  @Test
  void whatNeverMetARuleHoldsNothing() {
    rules(Rules.rule("r", Rules.warnAbove(8_000, 2, 8_000)));
    settled(0, 60_000);
    assertThat(watch.standings()).hasSize(1);
    settled(1, 10);
    assertThat(watch.isAtRest()).isTrue();
    assertThat(watch.standings()).isEmpty();
  }
}
