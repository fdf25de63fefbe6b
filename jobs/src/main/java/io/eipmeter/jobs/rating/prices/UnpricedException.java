package io.eipmeter.jobs.rating.prices;

/** A price book does not say what something costs. The message is for the user. */
public final class UnpricedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnpricedException(String message) {
    super(message);
  }
}
