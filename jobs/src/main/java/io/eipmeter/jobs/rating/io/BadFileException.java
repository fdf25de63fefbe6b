package io.eipmeter.jobs.rating.io;

/** A file that cannot be used: the message says where and why, in one sentence. */
public final class BadFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadFileException(String sentence) {
    super(sentence);
  }
}
