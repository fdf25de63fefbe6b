package io.eipmeter.jobs.alerts.webhook;

/**
 * What came of an attempt.
 *
 * @param status of HTTP; 0: no whole answer came
 * @param retryAfterMs what the receiver asked for; 0: nothing
 * @param error in words that name no address; empty if there was an answer
 */
record Answer(int status, long retryAfterMs, String error, long tookMs) {
  /** What is to be done. */
  enum Verdict {
    DELIVERED,
    /** The receiver is in trouble: all that goes to it waits. */
    RETRY,
    /** It will not take this one, ever. */
    REFUSED
  }

  static Answer none(String error, long tookMs) {
    return new Answer(0, 0, error, tookMs);
  }

  /**
   * 2xx is delivered. No answer, 408, 425, 429 and 5xx are tried again; what else there is (a
   * redirect too, which is not followed) would be the same again.
   */
  Verdict verdict() {
    if (status >= 200 && status < 300) {
      return Verdict.DELIVERED;
    }
    boolean again = status == 0 || status >= 500 || status == 408 || status == 425 || status == 429;
    return again ? Verdict.RETRY : Verdict.REFUSED;
  }
}
