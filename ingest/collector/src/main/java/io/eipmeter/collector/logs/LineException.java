package io.eipmeter.collector.logs;

/** A line that is not used. */
final class LineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Fate fate;

  LineException(Fate fate, String sentence) {
    super(sentence);
    this.fate = fate;
  }

  Fate fate() {
    return fate;
  }
}
