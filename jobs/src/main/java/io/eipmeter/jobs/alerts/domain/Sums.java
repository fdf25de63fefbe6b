package io.eipmeter.jobs.alerts.domain;

/** What a rule judges of a resource, by time. */
interface Sums {
  boolean isEmpty();

  /** Start of the last that is known, or when it last changed. */
  long lastMs();

  boolean anyIn(long fromMs, long toMs);

  /** The statistic of a column over [from, to), as a sum that the unit turns into a value. */
  long amount(Statistic statistic, int column, long fromMs, long toMs);
}
