package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.report.domain.Statement;

/** Takes statements one after the other: on paper, as rows, as objects. */
public interface StatementOutput {
  void write(Statement statement) throws TablesException;
}
