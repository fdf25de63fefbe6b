package io.eipmeter.jobs.alerts.webhook;

import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.AlertState;
import io.eipmeter.schemas.v1.DeliveryAttempt;
import io.eipmeter.schemas.v1.DeliveryOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What waits for one receiver. Notices of one rule and resource go in order, one at a time; others
 * beside each other. While the receiver is in trouble one notice at a time tries whether it is
 * back, a different one each time, so that one that it can't digest does not stand before all.
 */
final class Lane {
  private final Receiver receiver;
  private final Backoff backoff;
  private final int mostAtOnce;
  private final Map<String, ArrayDeque<Pending>> lines = new HashMap<>();
  private final PriorityQueue<Head> ready =
      new PriorityQueue<>(Comparator.comparingLong(Head::dueMs).thenComparingLong(Head::number));
  private final Map<String, Told> told = new LinkedHashMap<>();

  private int underWay;
  private boolean reposting;
  private int failures;
  private long notBeforeMs = Long.MIN_VALUE;
  private long heads;

  /** The newest notice of a line that the receiver took, or that it will never take. */
  private record Told(AlertNotice notice, long offset) {}

  /** A line whose first notice may go when its time has come. */
  private record Head(long dueMs, long number, String line) {}

  Lane(Receiver receiver, Backoff backoff, int mostAtOnce) {
    this.receiver = receiver;
    this.backoff = backoff;
    this.mostAtOnce = mostAtOnce;
  }

  Receiver receiver() {
    return receiver;
  }

  int waiting() {
    return lines.values().stream().mapToInt(ArrayDeque::size).sum();
  }

  /** Whether it has anything to do with this notice. */
  boolean wants(AlertNotice notice) {
    return notice.getReceiversCount() == 0 || notice.getReceiversList().contains(receiver.name());
  }

  void add(Pending pending) {
    ArrayDeque<Pending> line = lines.get(pending.line());
    if (line == null) {
      line = new ArrayDeque<>();
      lines.put(pending.line(), line);
      ready.add(new Head(Long.MIN_VALUE, heads++, pending.line()));
    }
    line.add(pending);
  }

  /** Somebody says that the receiver is well again. */
  void wake() {
    failures = 0;
    notBeforeMs = Long.MIN_VALUE;
  }

  /** The receiver took it: as far as it knows, the alert is so, unless it took a later one. */
  void remember(AlertNotice notice, long offset) {
    told.merge(
        Pending.line(notice),
        new Told(notice, offset),
        (before, now) -> now.offset() < before.offset() ? before : now);
  }

  /**
   * What to say now to a receiver that takes states, not events: one that is sent again after a
   * later one was taken would bring back what is over.
   */
  AlertNotice current(Pending pending) {
    Told newest = told.get(pending.line());
    return newest == null || newest.offset() <= pending.offset()
        ? pending.notice()
        : newest.notice();
  }

  /** The newest notices of the alerts that go on. */
  Collection<AlertNotice> active() {
    return told.values().stream()
        .map(Told::notice)
        .filter(notice -> notice.getState() != AlertState.ALERT_STATE_OK)
        .toList();
  }

  /**
   * Takes out what is to be posted again: alerts that go on and of which nothing waits. Until
   * {@link #endRepost} nothing else is under way, so that no end is overtaken by an older
   * beginning.
   *
   * @return nothing if something is under way
   */
  List<AlertNotice> startRepost() {
    if (underWay > 0 || reposting) {
      return List.of();
    }
    List<AlertNotice> again = new ArrayList<>();
    for (AlertNotice notice : active()) {
      if (!lines.containsKey(Pending.line(notice))) {
        again.add(notice);
      }
    }
    reposting = !again.isEmpty();
    return again;
  }

  void endRepost() {
    reposting = false;
  }

  /** Takes out what may go now. */
  List<Pending> take(long nowMs) {
    List<Pending> taken = new ArrayList<>();
    int room = reposting ? 0 : (failures > 0 ? 1 : mostAtOnce) - underWay;
    while (room > 0 && nowMs >= notBeforeMs && !ready.isEmpty() && ready.peek().dueMs() <= nowMs) {
      ArrayDeque<Pending> line = lines.get(ready.remove().line());
      if (line != null && !line.getFirst().isUnderWay()) { // a head may outlive its line
        line.getFirst().start();
        taken.add(line.getFirst());
        underWay++;
        room--;
      }
    }
    return taken;
  }

  /** When the next one may go; {@link Long#MAX_VALUE}: when something happens. */
  long nextDueMs() {
    return ready.isEmpty() ? Long.MAX_VALUE : Math.max(notBeforeMs, ready.peek().dueMs());
  }

  /** Puts the outcome of an attempt to the books, and says what it was. */
  DeliveryAttempt finish(Pending pending, Answer answer, long nowMs) {
    underWay--;
    pending.end();
    DeliveryOutcome outcome = outcome(pending, answer, nowMs);
    if (answer.verdict() == Answer.Verdict.RETRY) {
      failures++;
      notBeforeMs = nowMs + Math.max(backoff.afterMs(failures), answer.retryAfterMs());
    } else {
      wake();
    }
    long nextMs = 0;
    if (outcome == DeliveryOutcome.DELIVERY_OUTCOME_RETRY) {
      nextMs = Math.max(nowMs + backoff.afterMs(pending.attempts()), notBeforeMs);
      ready.add(new Head(nextMs, heads++, pending.line()));
    } else {
      next(pending.line());
    }
    if (outcome == DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED) {
      remember(pending.notice(), pending.offset());
    }
    return record(pending, outcome, answer, nowMs, nextMs);
  }

  /**
   * While the receiver is in trouble, parks what has waited too long: it would wait for its turn to
   * be tried once more, and that is late already.
   */
  List<DeliveryAttempt> giveUp(long nowMs) {
    List<DeliveryAttempt> parked = new ArrayList<>();
    if (failures > 0) {
      for (ArrayDeque<Pending> line : lines.values()) {
        while (!line.isEmpty()
            && !line.getFirst().isUnderWay()
            && isTooOld(line.getFirst(), nowMs)) {
          parked.add(
              record(
                  line.removeFirst(),
                  DeliveryOutcome.DELIVERY_OUTCOME_PARKED,
                  Answer.none("the receiver has been in trouble for too long", 0),
                  nowMs,
                  0));
        }
      }
      lines.values().removeIf(ArrayDeque::isEmpty);
    }
    return parked;
  }

  private boolean isTooOld(Pending pending, long nowMs) {
    return nowMs - pending.sinceMs() >= receiver.parkAfter().toMillis();
  }

  private DeliveryAttempt record(
      Pending pending, DeliveryOutcome outcome, Answer answer, long nowMs, long nextMs) {
    return DeliveryAttempt.newBuilder()
        .setReceiver(receiver.name())
        .setNoticeId(pending.notice().getNoticeId())
        .setAlertId(pending.notice().getAlertId())
        .setAttempt(pending.attempts())
        .setAtMs(nowMs)
        .setOutcome(outcome)
        .setHttpStatus(answer.status())
        .setError(answer.error())
        .setTookMs((int) Math.min(Integer.MAX_VALUE, answer.tookMs()))
        .setNextMs(nextMs)
        .setAlertPartition(pending.partition())
        .setAlertOffset(pending.offset())
        .build();
  }

  private DeliveryOutcome outcome(Pending pending, Answer answer, long nowMs) {
    return switch (answer.verdict()) {
      case DELIVERED -> DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED;
      case REFUSED -> DeliveryOutcome.DELIVERY_OUTCOME_PARKED;
      case RETRY ->
          isTooOld(pending, nowMs)
              ? DeliveryOutcome.DELIVERY_OUTCOME_PARKED
              : DeliveryOutcome.DELIVERY_OUTCOME_RETRY;
    };
  }

  private void next(String line) {
    ArrayDeque<Pending> rest = lines.get(line);
    if (rest != null) {
      rest.removeFirst();
      if (rest.isEmpty()) {
        lines.remove(line);
      } else {
        ready.add(new Head(Long.MIN_VALUE, heads++, line));
      }
    }
  }
}
