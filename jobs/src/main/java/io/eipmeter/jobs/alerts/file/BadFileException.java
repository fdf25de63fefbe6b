package io.eipmeter.jobs.alerts.file;

/** A file of the user's says what can't be; the message is a sentence for the user. */
public final class BadFileException extends Exception {
  private static final long serialVersionUID = 1L;

  public BadFileException(String sentence) {
    super(sentence);
  }
}
