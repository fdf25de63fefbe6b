package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertState;

/**
 * How a rule stands to a resource.
 *
 * @param level NONE unless it is an ALERT
 * @param anchorMs what tells one episode from the next: the period that ended the one before; it
 *     does not depend on when early sums came
 * @param periodMs start of the deciding period
 * @param amount of that period; -1: it had no data
 * @param early decided before the period was settled
 */
public record Verdict(
    AlertState state, AlertLevel level, long anchorMs, long periodMs, long amount, boolean early) {
  static final long NO_DATA = -1;

  boolean isAlert() {
    return state == AlertState.ALERT_STATE_ALERT;
  }

  /** Whether a receiver would be told nothing new. */
  boolean saysTheSameAs(Verdict other) {
    return state == other.state
        && level == other.level
        && (!isAlert() || anchorMs == other.anchorMs);
  }
}
