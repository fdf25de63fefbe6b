package io.eipmeter.schemas.files;

/** A file of the user's says what can't be; the message is one sentence for the user. */
public final class BadFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public BadFileException(String sentence) {
    super(sentence);
  }
}
