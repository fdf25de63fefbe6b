package io.eipmeter.jobs.rating.report;

/** ClickHouse did not do what was asked; the message is a sentence for the user. */
public final class TablesException extends Exception {
  private static final long serialVersionUID = 1L;

  public TablesException(String sentence) {
    super(sentence);
  }
}
