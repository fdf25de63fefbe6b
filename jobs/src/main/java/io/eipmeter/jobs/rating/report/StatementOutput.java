package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.report.domain.Statement;

/** Takes statements one after the other: on paper, as rows, as objects. */
public interface StatementOutput extends AutoCloseable {
  /**
   * @param usage of the statement's month
   */
  void write(Statement statement, DailyUsage usage) throws TablesException;

  /** Ends the page, the list of objects. */
  @Override
  void close();
}
