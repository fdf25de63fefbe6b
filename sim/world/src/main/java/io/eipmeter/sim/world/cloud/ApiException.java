package io.eipmeter.sim.world.cloud;

/** A call that is refused; nothing has changed. */
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * @param sentence for the caller's eyes
   */
  public ApiException(ErrorCode code, String sentence) {
    super(sentence);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  static ApiException invalid(String parameter, String allowed) {
    return new ApiException(
        ErrorCode.INVALID_PARAMETER,
        "Specified value of \"" + parameter + "\" is not valid: " + allowed);
  }
}
