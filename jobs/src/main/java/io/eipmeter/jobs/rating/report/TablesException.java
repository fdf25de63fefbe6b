package io.eipmeter.jobs.rating.report;

import io.eipmeter.schemas.clickhouse.ClickHouseException;

/** What the tables hold, or do not, stands in the way. The message is for the user. */
public final class TablesException extends Exception {
  private static final long serialVersionUID = 1L;

  public TablesException(String message) {
    super(message);
  }

  static TablesException of(ClickHouseException failure) {
    TablesException exception = new TablesException(String.valueOf(failure.getMessage()));
    exception.initCause(failure);
    return exception;
  }
}
