package io.eipmeter.schemas.clickhouse;

import org.jspecify.annotations.Nullable;

/** A statement that ClickHouse did not do to its end, in one sentence. */
public final class ClickHouseException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final boolean answered;

  /**
   * A refusal.
   *
   * @param code ClickHouse's own error code; 0: it told none
   */
  public ClickHouseException(int code, String message) {
    this(code, true, message, null);
  }

  ClickHouseException(int code, boolean answered, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.answered = answered;
  }

  /** ClickHouse's own error code; 0: it told none. */
  public int code() {
    return code;
  }

  /**
   * Whether ClickHouse itself refused. False: it did not answer, or its answer broke off; whether
   * the statement was done is not known.
   */
  public boolean answered() {
    return answered;
  }
}
