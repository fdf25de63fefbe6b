package io.eipmeter.jobs.alerts.webhook;

import io.eipmeter.schemas.v1.DeliveryAttempt;
import io.eipmeter.schemas.v1.DeliveryOutcome;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the topic of attempts says of each notice and receiver: the sender's only memory over a
 * restart.
 */
final class History {
  private final Map<String, Past> pasts = new HashMap<>();

  /**
   * What was tried.
   *
   * @param last outcome
   * @param attempts so far
   * @param sinceMs of the first attempt, or of the last wish to send again
   */
  record Past(DeliveryOutcome last, int attempts, long sinceMs) {
    boolean isOver() {
      return last == DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED
          || last == DeliveryOutcome.DELIVERY_OUTCOME_PARKED;
    }
  }

  void add(DeliveryAttempt attempt) {
    String key = attempt.getReceiver() + " " + attempt.getNoticeId();
    Past before = pasts.get(key);
    boolean wish = attempt.getOutcome() == DeliveryOutcome.DELIVERY_OUTCOME_RESEND;
    pasts.put(
        key,
        new Past(
            attempt.getOutcome(),
            wish && before != null ? before.attempts() : attempt.getAttempt(),
            wish || before == null ? attempt.getAtMs() : before.sinceMs()));
  }

  @Nullable Past of(String receiver, String noticeId) {
    return pasts.get(receiver + " " + noticeId);
  }
}
