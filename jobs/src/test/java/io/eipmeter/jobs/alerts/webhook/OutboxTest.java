package io.eipmeter.jobs.alerts.webhook;

import static io.eipmeter.jobs.alerts.webhook.TestNotices.notice;
import static io.eipmeter.jobs.alerts.webhook.TestNotices.receiver;
import static io.eipmeter.schemas.v1.AlertState.ALERT_STATE_ALERT;
import static io.eipmeter.schemas.v1.AlertState.ALERT_STATE_OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.DeliveryAttempt;
import io.eipmeter.schemas.v1.DeliveryOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Time is a number here: ten minutes of an outage pass at once. */
class OutboxTest {
  private static final long START = 1_793_491_230_000L;
  private static final Answer OK = new Answer(200, 0, "", 3);
  private static final Answer BROKEN = new Answer(500, 0, "", 3);
  private static final Answer DOWN = Answer.none("not reachable", 3);

  private final History history = new History();
  private long nowMs = START;
  private Outbox outbox = outbox();

  private Outbox outbox() {
    return new Outbox(
        List.of(
            receiver("a", Receiver.Form.STANDARD, "http://a/", Duration.ofSeconds(1)),
            receiver("b", Receiver.Form.ALERTMANAGER, "http://b/", Duration.ofSeconds(1))),
        history,
        new Backoff(new Random(1)),
        4,
        Duration.ofDays(1));
  }

  private void offer(AlertNotice notice) {
    outbox.offer(notice, 0, 7, nowMs);
  }

  private List<Outbox.Job> take(String receiver) {
    return outbox.take(nowMs).stream()
        .filter(job -> job.lane().receiver().name().equals(receiver))
        .toList();
  }

  private static List<String> ids(List<Outbox.Job> jobs) {
    return jobs.stream().map(job -> job.pending().notice().getNoticeId()).toList();
  }

  @Test
  void noticesOfOneAlertGoOneAfterTheOtherAndOthersBesideThem() {
    offer(notice("1", 1, ALERT_STATE_ALERT));
    offer(notice("2", 1, ALERT_STATE_OK));
    offer(notice("3", 2, ALERT_STATE_ALERT));
    List<Outbox.Job> first = take("a");
    assertThat(ids(first)).containsExactly("1", "3");
    assertThat(take("a")).isEmpty();
    outbox.finish(first.get(0), OK, nowMs);
    assertThat(ids(take("a"))).containsExactly("2");
  }

  @Test
  void aReceiverThatIsDownForTenMinutesDelaysNobodyAndGetsAllInOrder() {
    for (int host = 1; host <= 3; host++) {
      offer(notice("fire-" + host, host, ALERT_STATE_ALERT));
      offer(notice("end-" + host, host, ALERT_STATE_OK));
    }
    List<String> toB = new ArrayList<>();
    List<String> toA = new ArrayList<>();
    int tries = 0;
    while (toA.size() < 6) {
      for (Outbox.Job job : outbox.take(nowMs)) {
        boolean isA = job.lane().receiver().name().equals("a");
        boolean up = !isA || nowMs >= START + 600_000;
        DeliveryAttempt attempt = outbox.finish(job, up ? OK : DOWN, nowMs);
        if (up) {
          (isA ? toA : toB).add(attempt.getNoticeId());
          if (!isA) {
            assertThat(nowMs).as("b waits for nobody").isEqualTo(START);
          }
        } else {
          tries++;
          assertThat(attempt.getOutcome()).isEqualTo(DeliveryOutcome.DELIVERY_OUTCOME_RETRY);
          assertThat(attempt.getNextMs()).isGreaterThan(nowMs);
        }
      }
      if (toA.size() < 6) {
        nowMs = Math.max(nowMs, outbox.nextDueMs());
      }
    }
    assertThat(tries).isBetween(3, 30);
    assertThat(toA).containsExactlyInAnyOrderElementsOf(toB);
    for (int host = 1; host <= 3; host++) {
      assertThat(toA.indexOf("fire-" + host)).isLessThan(toA.indexOf("end-" + host));
    }
  }

  @Test
  void whatTheReceiverAsksToWaitIsWaitedByAllOfItsNotices() {
    offer(notice("1", 1, ALERT_STATE_ALERT));
    outbox.finish(take("a").get(0), new Answer(429, 120_000, "", 3), nowMs);
    offer(notice("2", 2, ALERT_STATE_ALERT));
    nowMs += 119_999;
    assertThat(take("a")).isEmpty();
    nowMs += 1;
    assertThat(take("a")).hasSize(1);
  }

  @Test
  void oneThatTheReceiverCannotDigestDoesNotStandBeforeTheOthers() {
    offer(notice("bad", 1, ALERT_STATE_ALERT));
    outbox.finish(take("a").get(0), BROKEN, nowMs);
    offer(notice("good", 2, ALERT_STATE_ALERT));
    nowMs += 1_000;
    List<Outbox.Job> next = take("a");
    assertThat(ids(next)).containsExactly("good");
    outbox.finish(next.get(0), OK, nowMs);
  }

  @Test
  void whatIsRefusedOrTriedForTooLongIsParkedAndWhatFollowsGoesOn() {
    offer(notice("1", 1, ALERT_STATE_ALERT));
    offer(notice("2", 1, ALERT_STATE_OK));
    assertThat(outbox.finish(take("a").get(0), new Answer(400, 0, "", 3), nowMs).getOutcome())
        .isEqualTo(DeliveryOutcome.DELIVERY_OUTCOME_PARKED);
    List<Outbox.Job> second = take("a");
    assertThat(ids(second)).containsExactly("2");
    nowMs += Duration.ofHours(1).toMillis();
    assertThat(outbox.finish(second.get(0), DOWN, nowMs).getOutcome())
        .isEqualTo(DeliveryOutcome.DELIVERY_OUTCOME_PARKED);
    outbox.resend("a", notice("2", 1, ALERT_STATE_OK), 0, 8, nowMs);
    assertThat(outbox.finish(take("a").get(0), OK, nowMs).getAttempt()).isEqualTo(2);
  }

  @Test
  void whatWaitsTooLongForAReceiverInTroubleIsParkedUntried() {
    offer(notice("1", 1, ALERT_STATE_ALERT));
    offer(notice("2", 2, ALERT_STATE_ALERT));
    for (Outbox.Job job : outbox.take(nowMs)) {
      boolean second = job.pending().notice().getNoticeId().equals("2");
      outbox.finish(job, second ? DOWN : OK, nowMs);
    }
    offer(notice("3", 2, ALERT_STATE_OK));
    assertThat(outbox.giveUp(nowMs)).isEmpty();
    nowMs += Duration.ofHours(1).toMillis();
    assertThat(outbox.giveUp(nowMs))
        .extracting(attempt -> attempt.getReceiver() + " " + attempt.getNoticeId())
        .containsExactlyInAnyOrder("a 2", "a 3", "b 2", "b 3");
    offer(notice("4", 2, ALERT_STATE_ALERT));
    assertThat(ids(take("a"))).as("once, for all that is left of older turns").containsExactly("4");
  }

  @Test
  void aRestartSendsWhatHasNoEndInTheHistoryAndNothingElse() {
    AlertNotice done = notice("done", 1, ALERT_STATE_ALERT);
    AlertNotice open = notice("open", 2, ALERT_STATE_ALERT);
    offer(done);
    offer(open);
    offer(open); // a repeat of the job
    for (Outbox.Job job : take("b")) {
      outbox.finish(job, job.pending().notice().getNoticeId().equals("done") ? OK : DOWN, nowMs);
    }
    outbox = outbox();
    offer(done);
    offer(open);
    List<Outbox.Job> again = take("b");
    assertThat(ids(again)).containsExactly("open");
    assertThat(outbox.finish(again.get(0), OK, nowMs).getAttempt()).isEqualTo(2);
    assertThat(outbox.lanes().get(1).active())
        .as("what goes on is posted again after a restart too")
        .extracting(AlertNotice::getNoticeId)
        .containsExactlyInAnyOrder("done", "open");
  }

  @Test
  void whatGoesOnIsPostedAgainOnlyWhenNothingIsUnderWayAndNothingOfItWaits() {
    offer(notice("1", 1, ALERT_STATE_ALERT));
    offer(notice("2", 2, ALERT_STATE_ALERT));
    Lane lane = outbox.lanes().get(1);
    List<Outbox.Job> jobs = take("b");
    assertThat(lane.startRepost()).isEmpty();
    jobs.forEach(job -> outbox.finish(job, OK, nowMs));
    offer(notice("3", 2, ALERT_STATE_OK));
    assertThat(lane.startRepost()).extracting(AlertNotice::getNoticeId).containsExactly("1");
    assertThat(take("b")).as("the end must not be overtaken").isEmpty();
    lane.endRepost();
    assertThat(ids(take("b"))).containsExactly("3");
  }

  @Test
  void whatIsSentAgainAfterItsEndDoesNotComeBackWhereStatesAreTold() {
    AlertNotice fire = notice("fire", 1, ALERT_STATE_ALERT);
    AlertNotice end = notice("end", 1, ALERT_STATE_OK);
    outbox.offer(fire, 0, 7, nowMs);
    outbox.offer(end, 0, 9, nowMs);
    outbox.finish(take("b").get(0), new Answer(400, 0, "", 3), nowMs);
    outbox.finish(take("b").get(0), OK, nowMs);
    outbox.resend("b", fire, 0, 7, nowMs);
    Outbox.Job again = take("b").get(0);
    assertThat(again.lane().current(again.pending())).isEqualTo(end);
    outbox.finish(again, OK, nowMs);
    assertThat(again.lane().active()).isEmpty();
    outbox.offer(notice("next", 1, ALERT_STATE_ALERT), 0, 11, nowMs);
    Outbox.Job next = take("b").get(0);
    assertThat(next.lane().current(next.pending()).getNoticeId()).isEqualTo("next");
  }

  @Test
  void aRuleThatNamesReceiversReachesNoOther() {
    offer(notice("1", 1, ALERT_STATE_ALERT).toBuilder().addReceivers("b").build());
    assertThat(outbox.take(nowMs)).hasSize(1);
    assertThat(take("a")).isEmpty();
  }

  @Test
  void anOldNoticeThatWasNeverTriedIsNotSent() {
    nowMs = START + Duration.ofDays(1).toMillis() + 1;
    offer(notice("1", 1, ALERT_STATE_ALERT));
    assertThat(outbox.take(nowMs)).isEmpty();
  }
}
