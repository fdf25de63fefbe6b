package io.eipmeter.jobs.runtime;

/** A setting that cannot be: its message names key, value and what is allowed, in one sentence. */
public final class BadConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadConfigException(String sentence) {
    super(sentence);
  }
}
