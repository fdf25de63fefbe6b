package io.eipmeter.jobs.alerts.webhook;

import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.DeliveryAttempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that waits for all receivers; each has its lane, so that a dead one delays nobody. Knows no
 * clock, no network and no Kafka.
 */
final class Outbox {
  private final List<Lane> lanes = new ArrayList<>();
  private final History history;
  private final Duration oldest;
  private final Set<String> offered = new HashSet<>();

  /** An attempt to be made. */
  record Job(Lane lane, Pending pending) {}

  /**
   * An outbox.
   *
   * @param oldest a notice that was decided longer ago and was never tried is not sent
   */
  Outbox(
      List<Receiver> receivers, History history, Backoff backoff, int mostAtOnce, Duration oldest) {
    this.history = history;
    this.oldest = oldest;
    for (Receiver receiver : receivers) {
      lanes.add(new Lane(receiver, backoff, mostAtOnce));
    }
  }

  List<Lane> lanes() {
    return lanes;
  }

  /** Takes a notice from the topic; one that comes again is taken once. */
  void offer(AlertNotice notice, int partition, long offset, long nowMs) {
    for (Lane lane : lanes) {
      if (lane.wants(notice) && offered.add(key(lane, notice))) {
        offerTo(lane, notice, partition, offset, nowMs);
      }
    }
  }

  private void offerTo(Lane lane, AlertNotice notice, int partition, long offset, long nowMs) {
    History.Past past = history.of(lane.receiver().name(), notice.getNoticeId());
    if (past != null && past.isOver()) {
      lane.remember(notice, offset);
    } else if (past != null) {
      lane.add(new Pending(notice, partition, offset, past.sinceMs(), past.attempts()));
    } else if (nowMs - notice.getDecidedLogMs() <= oldest.toMillis()) {
      lane.add(new Pending(notice, partition, offset, nowMs, 0));
    }
  }

  /** Sends a notice again, as a command asked. */
  void resend(String receiver, AlertNotice notice, int partition, long offset, long nowMs) {
    for (Lane lane : lanes) {
      if (lane.receiver().name().equals(receiver)) {
        History.Past past = history.of(receiver, notice.getNoticeId());
        lane.wake();
        lane.add(new Pending(notice, partition, offset, nowMs, past == null ? 0 : past.attempts()));
      }
    }
  }

  /** Takes out what may go now. */
  List<Job> take(long nowMs) {
    List<Job> jobs = new ArrayList<>();
    for (Lane lane : lanes) {
      lane.take(nowMs).forEach(pending -> jobs.add(new Job(lane, pending)));
    }
    return jobs;
  }

  /** Puts an outcome to the books and gives the record of it. */
  DeliveryAttempt finish(Job job, Answer answer, long nowMs) {
    DeliveryAttempt attempt = job.lane().finish(job.pending(), answer, nowMs);
    history.add(attempt);
    return attempt;
  }

  /** Parks what waits too long for receivers in trouble, and gives the records of it. */
  List<DeliveryAttempt> giveUp(long nowMs) {
    List<DeliveryAttempt> parked = new ArrayList<>();
    lanes.forEach(lane -> parked.addAll(lane.giveUp(nowMs)));
    parked.forEach(history::add);
    return parked;
  }

  /** When something may go next. */
  long nextDueMs() {
    return lanes.stream().mapToLong(Lane::nextDueMs).min().orElse(Long.MAX_VALUE);
  }

  private static String key(Lane lane, AlertNotice notice) {
    return lane.receiver().name() + " " + notice.getNoticeId();
  }
}
