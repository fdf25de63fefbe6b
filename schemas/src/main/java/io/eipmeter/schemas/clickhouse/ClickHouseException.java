package io.eipmeter.schemas.clickhouse;

/** An answer of ClickHouse that is not "done". */
public final class ClickHouseException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * @param code ClickHouse's own error code; 0: it told none
   */
  public ClickHouseException(int code, String message) {
    super(message);
    this.code = code;
  }

  public int code() {
    return code;
  }
}
