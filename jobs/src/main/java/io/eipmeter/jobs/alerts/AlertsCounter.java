package io.eipmeter.jobs.alerts;

import java.util.Locale;

/** What `alerts` counts, per subtask. */
public enum AlertsCounter {
  /** Notices sent to the topic; a restart may send one again. */
  NOTICES,
  /** Versions of rules that this version of the job cannot judge. */
  RULES_NOT_USABLE;

  /** Its name in the metrics. */
  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }
}
