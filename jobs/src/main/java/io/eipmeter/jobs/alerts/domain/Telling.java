package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.AlertState;
import io.eipmeter.schemas.v1.NoticeKind;
import java.util.ArrayList;
import java.util.List;

/**
 * What receivers were told of a rule and a resource, and whether it is time to tell them more:
 * changes at once, but only in the effective interval; reminders after the silence; and of a state
 * that flaps one notice until it is steady.
 */
final class Telling {
  private static final Verdict NOTHING_YET =
      new Verdict(AlertState.ALERT_STATE_OK, AlertLevel.ALERT_LEVEL_NONE, 0, 0, 0, false);

  /** What was told last; its anchor names the alert that receivers know. */
  private Verdict told = NOTHING_YET;

  /** What was seen last, told or not. */
  private Verdict seen = NOTHING_YET;

  /** The anchor by which verdicts speak of the alert that receivers know by the told one. */
  private long aliasMs;

  private long startsMs;
  private long lastNoticeMs;
  private boolean held;

  /** When the state went between OK and ALERT, within the rule's window. */
  private final List<Long> changesMs = new ArrayList<>();

  Verdict told() {
    return told;
  }

  Verdict seen() {
    return seen;
  }

  long aliasMs() {
    return aliasMs;
  }

  long startsMs() {
    return startsMs;
  }

  long lastNoticeMs() {
    return lastNoticeMs;
  }

  boolean isHeld() {
    return held;
  }

  List<Long> changesMs() {
    return changesMs;
  }

  static Telling restored(
      Verdict told,
      Verdict seen,
      long aliasMs,
      long startsMs,
      long lastNoticeMs,
      boolean held,
      List<Long> changesMs) {
    Telling telling = new Telling();
    telling.told = told;
    telling.seen = seen;
    telling.aliasMs = aliasMs;
    telling.startsMs = startsMs;
    telling.lastNoticeMs = lastNoticeMs;
    telling.held = held;
    telling.changesMs.addAll(changesMs);
    return telling;
  }

  Telling copy() {
    return restored(told, seen, aliasMs, startsMs, lastNoticeMs, held, changesMs);
  }

  /** Whether a new one would tell the same. */
  boolean isAtRest() {
    return told.state() == AlertState.ALERT_STATE_OK
        && seen.state() == AlertState.ALERT_STATE_OK
        && !held
        && changesMs.isEmpty();
  }

  /**
   * Takes a look and gives the notices that are due.
   *
   * @param nowMs log time
   */
  List<AlertNotice> look(Measure measure, Verdict verdict, long nowMs) {
    AlertRule rule = measure.rule();
    List<AlertNotice> due = new ArrayList<>();
    boolean changed = !verdict.saysTheSameAs(seen);
    if (changed && verdict.isAlert() != seen.isAlert()) {
      changesMs.add(verdict.periodMs());
    }
    seen = verdict;
    changesMs.removeIf(ms -> ms < nowMs - rule.flapWithin().toMillis());
    boolean released = false;
    if (held) {
      held = !changesMs.isEmpty();
      released = !held;
    } else if (changed && rule.flapChanges() > 0 && changesMs.size() >= rule.flapChanges()) {
      held = true;
      tellFlapping(measure, nowMs, due);
    }
    if (!held && rule.effective().contains(nowMs)) {
      tellWhatIsNew(measure, released, nowMs, due);
    }
    return due;
  }

  private void tellFlapping(Measure measure, long nowMs, List<AlertNotice> due) {
    Verdict shown =
        told.isAlert()
            ? told
            : new Verdict(
                AlertState.ALERT_STATE_ALERT,
                seen.isAlert() ? seen.level() : measure.rule().conditions().get(0).level(),
                seen.anchorMs(),
                seen.periodMs(),
                seen.amount(),
                seen.early());
    tell(measure, NoticeKind.NOTICE_KIND_FLAPPING, shown, nowMs, due);
  }

  private void tellWhatIsNew(Measure measure, boolean released, long nowMs, List<AlertNotice> due) {
    if (told.isAlert() && seen.isAlert() && released) {
      // What receivers know as one alert stays one, whatever it did while it was held.
      Verdict same =
          new Verdict(
              seen.state(),
              seen.level(),
              told.anchorMs(),
              seen.periodMs(),
              seen.amount(),
              seen.early());
      if (!same.saysTheSameAs(told)) {
        tell(measure, NoticeKind.NOTICE_KIND_CHANGE, same, nowMs, due);
      }
      aliasMs = seen.anchorMs();
      return;
    }
    if (isNewEpisode()) {
      tell(measure, NoticeKind.NOTICE_KIND_CHANGE, ended(seen.anchorMs()), nowMs, due);
    }
    if (told.state() != seen.state() || told.level() != seen.level()) {
      tell(measure, NoticeKind.NOTICE_KIND_CHANGE, named(seen), nowMs, due);
    } else if (told.isAlert() && nowMs - lastNoticeMs >= measure.rule().silence().toMillis()) {
      tell(measure, NoticeKind.NOTICE_KIND_REMINDER, reminder(nowMs, measure.rule()), nowMs, due);
    }
  }

  private boolean isNewEpisode() {
    return told.isAlert() && seen.isAlert() && seen.anchorMs() != aliasMs;
  }

  /** With the anchor that receivers know while their alert goes on or ends. */
  private Verdict named(Verdict verdict) {
    return told.state() != AlertState.ALERT_STATE_OK
        ? new Verdict(
            verdict.state(),
            verdict.level(),
            told.anchorMs(),
            verdict.periodMs(),
            verdict.amount(),
            verdict.early())
        : verdict;
  }

  private Verdict reminder(long nowMs, AlertRule rule) {
    return new Verdict(
        told.state(), told.level(), told.anchorMs(), rule.periodOf(nowMs), seen.amount(), false);
  }

  private Verdict ended(long periodMs) {
    return new Verdict(
        AlertState.ALERT_STATE_OK,
        AlertLevel.ALERT_LEVEL_NONE,
        told.anchorMs(),
        periodMs,
        Verdict.NO_DATA,
        false);
  }

  /** The rule no longer holds for the resource: what was told ends. */
  List<AlertNotice> end(Measure measure, String reason, long nowMs) {
    List<AlertNotice> due = new ArrayList<>();
    if (told.state() != AlertState.ALERT_STATE_OK) {
      tell(
          measure,
          NoticeKind.NOTICE_KIND_CHANGE,
          ended(measure.rule().periodOf(nowMs)),
          nowMs,
          due);
      due.set(0, due.get(0).toBuilder().setReason(reason).build());
    }
    return due;
  }

  private void tell(
      Measure measure, NoticeKind kind, Verdict verdict, long nowMs, List<AlertNotice> due) {
    if (verdict.state() != AlertState.ALERT_STATE_OK && told.state() == AlertState.ALERT_STATE_OK) {
      startsMs = verdict.periodMs();
    }
    due.add(Notices.of(measure, kind, verdict, told, startsMs, nowMs));
    aliasMs = seen.anchorMs();
    told = verdict;
    lastNoticeMs = nowMs;
  }
}
