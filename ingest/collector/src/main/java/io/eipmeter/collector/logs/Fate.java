package io.eipmeter.collector.logs;

/** What became of a line of a log. The sum over all is the number of lines that are not empty. */
public enum Fate {
  USED("used"),
  REPEATED("repeated"),
  REJECTED("rejected by the provider's access rules"),
  INTERNAL("between private addresses"),
  NO_DATA("without data"),
  NO_EIP_THEN("of a resource that had no EIP then"),
  NO_JSON("no JSON object", true),
  MISSING_FIELD("lack a field", true),
  BAD_VALUE("have a value that is none", true),
  END_BEFORE_START("end before they start", true);

  private final String words;
  private final boolean bad;

  Fate(String words) {
    this(words, false);
  }

  Fate(String words, boolean bad) {
    this.words = words;
    this.bad = bad;
  }

  /** As a part of a sentence, after a number of lines. */
  public String words() {
    return words;
  }

  /** Whether such a line should not be there. */
  public boolean isBad() {
    return bad;
  }
}
