package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.report.UsageSource.Snapshot;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import java.time.Instant;
import java.util.List;

/** What must hold before a month is closed, or a closed one rated anew. */
interface ClosingChecks {
  /**
   * What the pipeline has not brought yet, each a sentence.
   *
   * @param until log time that every settled topic must have passed
   */
  List<String> behind(Instant until) throws TablesException;

  /** Sums of a month that must agree and do not, by their names. */
  List<String> differences(BillingPeriod period) throws TablesException;

  /** The same of what is rated: its bytes are those of the quarters, whoever held them. */
  List<String> differencesOf(Snapshot rated) throws TablesException;

  /** Why a closed month can't be rated anew from the tables; none: it can. */
  List<String> expired(BillingPeriod closed) throws TablesException;
}
