package io.eipmeter.jobs.alerts.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules with a period of a second; seconds are numbered from 0. */
class WatchSecondsTest extends WatchStory {
  private void second(long second, long bytesOut) {
    watch.seeSecond(second * 1_000, bytesOut(bytesOut));
    notices.addAll(watch.lookEarly(book, second * 1_000 + 1_500));
  }

  private static AlertRule ofSeconds(int times) {
    // 1,000 bytes in a second are 8,000 bit/s
    return Rules.rule(
        "r", Metric.OUT_RATE, Duration.ofSeconds(1), Rules.warnAbove(8_000, times, 8_000));
  }

  private List<String> toldSeconds() {
    return notices.stream()
        .map(notice -> notice.getState() + " " + notice.getPeriodMs() / 1_000)
        .toList();
  }

  @Test
  void aRuleOfSecondsFiresAtOnceAndEndsWhenTheMinuteSettles() {
    rules(ofSeconds(2));
    second(61, 1_000);
    second(62, 999);
    second(63, 999);
    second(63, 1_000); // the same second, as it is known later
    assertThat(notices).isEmpty();
    second(64, 1_200);
    assertThat(toldSeconds()).containsExactly("ALERT_STATE_ALERT 64");
    assertThat(notices.get(0).getEarly()).isTrue();
    assertThat(notices.get(0).getValue()).isEqualTo("9600");
    assertThat(notices.get(0).getPeriodSeconds()).isEqualTo(1);
    second(65, 10);
    assertThat(notices).as("an early sum ends nothing").hasSize(1);
    silent(1);
    assertThat(toldSeconds()).containsExactly("ALERT_STATE_ALERT 64", "ALERT_STATE_OK 65");
    assertThat(watch.seconds().isEmpty()).isTrue();
  }

  @Test
  void aSecondWithoutARowHadNoTrafficAndEndsARowOfSeconds() {
    rules(ofSeconds(3));
    second(60, 5_000);
    second(61, 5_000);
    second(63, 5_000);
    second(64, 5_000);
    assertThat(notices).isEmpty();
    second(65, 5_000);
    silent(1);
    silent(2);
    assertThat(toldSeconds()).containsExactly("ALERT_STATE_ALERT 65", "ALERT_STATE_OK 66");
  }

  @Test
  void anAlertOfSecondsGoesOnOverTheEndOfAMinute() {
    rules(ofSeconds(1));
    for (int second = 115; second < 130; second++) {
      second(second, 2_000);
    }
    silent(1);
    assertThat(toldSeconds()).containsExactly("ALERT_STATE_ALERT 115");
    silent(2);
    assertThat(toldSeconds()).containsExactly("ALERT_STATE_ALERT 115", "ALERT_STATE_OK 130");
  }

  @Test
  void secondsThatNoRuleLooksAtAreNotKeptAndMinutesDoNotMeetARuleOfSeconds() {
    rules(ofSeconds(1));
    settled(1, 600_000);
    assertThat(notices).isEmpty();
    rules(Rules.rule("r", Rules.warnAbove(8_000, 1, 8_000)));
    second(121, 100_000);
    assertThat(watch.seconds().isEmpty()).isTrue();
    assertThat(notices).isEmpty();
  }
}
