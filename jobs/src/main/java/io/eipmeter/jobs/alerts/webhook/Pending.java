package io.eipmeter.jobs.alerts.webhook;

import io.eipmeter.jobs.alerts.domain.Subject;
import io.eipmeter.schemas.v1.AlertNotice;

/** A notice on its way to a receiver. */
final class Pending {
  private final AlertNotice notice;
  private final int partition;
  private final long offset;
  private final long sinceMs;
  private int attempts;
  private boolean underWay;

  /**
   * A notice to be sent.
   *
   * @param partition where it stands in the topic
   * @param offset where it stands in the partition
   * @param sinceMs since when it is tried
   * @param attempts so far
   */
  Pending(AlertNotice notice, int partition, long offset, long sinceMs, int attempts) {
    this.notice = notice;
    this.partition = partition;
    this.offset = offset;
    this.sinceMs = sinceMs;
    this.attempts = attempts;
  }

  AlertNotice notice() {
    return notice;
  }

  int partition() {
    return partition;
  }

  long offset() {
    return offset;
  }

  long sinceMs() {
    return sinceMs;
  }

  int attempts() {
    return attempts;
  }

  boolean isUnderWay() {
    return underWay;
  }

  void start() {
    underWay = true;
  }

  void end() {
    underWay = false;
    attempts++;
  }

  String line() {
    return line(notice);
  }

  /** Notices of one such line, a rule and a resource, go one after the other. */
  static String line(AlertNotice notice) {
    return notice.getRuleId() + " " + Subject.of(notice);
  }
}
