package io.eipmeter.jobs.rating.report;

/** What the tables hold, or do not, stands in the way. The message is for the user. */
public final class TablesException extends Exception {
  private static final long serialVersionUID = 1L;

  public TablesException(String message) {
    super(message);
  }

  public TablesException(String message, Throwable cause) {
    super(message, cause);
  }
}
