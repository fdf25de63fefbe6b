package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertState;
import java.util.Arrays;
import java.util.List;

/**
 * How a rule stands to a resource by its settled periods, each judged once and in order, and what
 * the open ones add to that. The settled part is a function of the settled rows alone; the early
 * part is computed anew at each look and kept nowhere, so it can be wrong for a moment but leaves
 * no trace.
 */
final class Judgement {
  private static final long NOT_KNOWN = -1;

  /**
   * Minutes are open for as long as they take to settle, which is minutes. A job that catches up
   * reads far ahead of that, and each of its looks would go through all that it has read.
   */
  private static final long LONGEST_OPEN_MS = 30 * 60_000;

  private Verdict settled;

  /** Settled periods in a row that met each condition, in the rule's order, at most its times. */
  private final int[] runs;

  /**
   * For each condition that compares with an earlier period, the amounts of the last such many
   * periods; a period's place is its number modulo their number.
   */
  private final long[][] earlier;

  Judgement(AlertRule rule) {
    settled = new Verdict(AlertState.ALERT_STATE_OK, AlertLevel.ALERT_LEVEL_NONE, 0, 0, 0, false);
    runs = new int[rule.conditions().size()];
    earlier = new long[runs.length][];
    for (int i = 0; i < runs.length; i++) {
      earlier[i] = new long[rule.conditions().get(i).lagPeriods(rule.periodMs())];
      Arrays.fill(earlier[i], NOT_KNOWN);
    }
  }

  Judgement(Verdict settled, int[] runs, long[][] earlier) {
    this.settled = settled;
    this.runs = runs;
    this.earlier = earlier;
  }

  Verdict settled() {
    return settled;
  }

  int[] runs() {
    return runs;
  }

  long[][] earlier() {
    return earlier;
  }

  Judgement copy() {
    long[][] copies = new long[earlier.length][];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = earlier[i].clone();
    }
    return new Judgement(settled, runs.clone(), copies);
  }

  /** Whether a new one would say and do the same. */
  boolean isAtRest() {
    return settled.state() == AlertState.ALERT_STATE_OK
        && settled.anchorMs() == 0
        && Arrays.stream(runs).allMatch(run -> run == 0)
        && Arrays.stream(earlier).allMatch(lag -> lag.length == 0);
  }

  /**
   * Judges a settled period.
   *
   * @param whole whether all of it was watched: of one that was not, only an upper bound can tell
   */
  void settle(Measure measure, long periodStartMs, boolean whole) {
    AlertRule rule = measure.rule();
    List<Condition> conditions = rule.conditions();
    boolean data = false;
    AlertLevel fired = AlertLevel.ALERT_LEVEL_NONE;
    for (int i = 0; i < runs.length; i++) {
      Condition condition = conditions.get(i);
      long amount = measure.amount(condition, periodStartMs);
      boolean usable = amount != Verdict.NO_DATA && (whole || condition.mayBeEarly());
      boolean met =
          usable
              && measure.holds(
                  condition, amount, condition.thresholdMilli(), earlierOf(rule, i, periodStartMs));
      runs[i] = met ? Math.min(condition.times(), runs[i] + 1) : 0;
      if (runs[i] == condition.times() && condition.level().compareTo(fired) > 0) {
        fired = condition.level();
      }
      data |= usable;
    }
    if (data) {
      judge(measure, periodStartMs, fired);
    } else if (whole) {
      judgeSilence(rule, periodStartMs);
    }
    for (int i = 0; i < runs.length; i++) {
      if (earlier[i].length > 0) {
        earlier[i][place(rule, i, periodStartMs)] =
            whole ? measure.amount(conditions.get(i), periodStartMs) : NOT_KNOWN;
      }
    }
  }

  private void judge(Measure measure, long periodStartMs, AlertLevel fired) {
    AlertLevel level = fired;
    for (int i = 0; i < runs.length && settled.isAlert(); i++) {
      Condition condition = measure.rule().conditions().get(i);
      // A level that was reached holds until its recovery; below it, each that is not recovered.
      if (condition.level().compareTo(settled.level()) <= 0
          && condition.level().compareTo(level) > 0
          && !recovered(measure, i, periodStartMs)) {
        level = condition.level();
      }
    }
    AlertState state =
        level == AlertLevel.ALERT_LEVEL_NONE
            ? AlertState.ALERT_STATE_OK
            : AlertState.ALERT_STATE_ALERT;
    Condition shown = shown(measure.rule(), level, settled.level());
    become(state, level, periodStartMs, measure.amount(shown, periodStartMs));
  }

  private boolean recovered(Measure measure, int index, long periodStartMs) {
    Condition condition = measure.rule().conditions().get(index);
    long amount = measure.amount(condition, periodStartMs);
    return amount == Verdict.NO_DATA
        || !measure.holds(
            condition,
            amount,
            condition.recoveryMilli(),
            earlierOf(measure.rule(), index, periodStartMs));
  }

  private void judgeSilence(AlertRule rule, long periodStartMs) {
    switch (rule.noData()) {
      case NO_DATA_POLICY_INSUFFICIENT_DATA ->
          become(
              AlertState.ALERT_STATE_INSUFFICIENT_DATA,
              AlertLevel.ALERT_LEVEL_NONE,
              periodStartMs,
              Verdict.NO_DATA);
      case NO_DATA_POLICY_OK ->
          become(
              AlertState.ALERT_STATE_OK,
              AlertLevel.ALERT_LEVEL_NONE,
              periodStartMs,
              Verdict.NO_DATA);
      default -> {}
    }
  }

  private void become(AlertState state, AlertLevel level, long periodStartMs, long amount) {
    boolean ended = settled.isAlert() && state != AlertState.ALERT_STATE_ALERT;
    long anchorMs = ended ? periodStartMs : settled.anchorMs();
    boolean same = settled.state() == state && settled.level() == level;
    settled = same ? settled : new Verdict(state, level, anchorMs, periodStartMs, amount, false);
  }

  /**
   * What the open periods say on top of the settled ones: only that a level fires, never that one
   * ends.
   *
   * @param frontierMs every minute before it is settled
   */
  Verdict withEarlySums(Measure measure, long frontierMs) {
    AlertRule rule = measure.rule();
    Verdict best = settled;
    long lastMs = Math.min(measure.sums().lastMs(), frontierMs + LONGEST_OPEN_MS);
    for (int i = 0; i < runs.length; i++) {
      Condition condition = rule.conditions().get(i);
      if (!condition.mayBeEarly()
          || best.isAlert() && condition.level().compareTo(best.level()) <= 0) {
        continue;
      }
      int run = runs[i];
      for (long startMs = rule.periodOf(frontierMs);
          startMs <= lastMs;
          startMs += rule.periodMs()) {
        if (startMs < rule.appliedMs()) {
          continue;
        }
        long amount = measure.amount(condition, startMs);
        run = earlyHolds(measure, i, startMs, frontierMs, amount) ? run + 1 : 0;
        if (run >= condition.times()) {
          best =
              new Verdict(
                  AlertState.ALERT_STATE_ALERT,
                  condition.level(),
                  settled.anchorMs(),
                  startMs,
                  amount,
                  true);
          break;
        }
      }
    }
    return best;
  }

  private boolean earlyHolds(
      Measure measure, int index, long startMs, long frontierMs, long amount) {
    Condition condition = measure.rule().conditions().get(index);
    boolean baselineSettled =
        startMs - (earlier[index].length - 1L) * measure.rule().periodMs() <= frontierMs;
    return amount != Verdict.NO_DATA
        && (earlier[index].length == 0 || baselineSettled)
        && measure.holds(
            condition,
            amount,
            condition.thresholdMilli(),
            earlierOf(measure.rule(), index, startMs));
  }

  private long earlierOf(AlertRule rule, int index, long periodStartMs) {
    return earlier[index].length == 0
        ? NOT_KNOWN
        : earlier[index][place(rule, index, periodStartMs)];
  }

  /** A period stands where the one it is compared with stood. */
  private int place(AlertRule rule, int index, long periodStartMs) {
    return Math.floorMod(periodStartMs / rule.periodMs(), earlier[index].length);
  }

  /** The condition whose numbers a notice shows: of the level in force, else of the one left. */
  static Condition shown(AlertRule rule, AlertLevel level, AlertLevel previous) {
    for (AlertLevel wanted : List.of(level, previous)) {
      for (Condition condition : rule.conditions()) {
        if (condition.level() == wanted) {
          return condition;
        }
      }
    }
    return rule.conditions().get(0);
  }
}
