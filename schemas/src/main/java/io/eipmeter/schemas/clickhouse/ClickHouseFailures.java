package io.eipmeter.schemas.clickhouse;

import com.clickhouse.client.api.ServerException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the driver threw, as one sentence. */
final class ClickHouseFailures {
  private static final int LONGEST_ANSWER_SHOWN = 500;
  private static final int UNKNOWN_TABLE = 60;
  private static final int UNKNOWN_DATABASE = 81;

  private final ClickHouseTarget target;

  ClickHouseFailures(ClickHouseTarget target) {
    this.target = target;
  }

  /** Of a statement whose answer had not begun. */
  ClickHouseException of(Exception e) {
    ServerException refusal = cause(e, ServerException.class);
    if (refusal != null) {
      return refused(refusal, e);
    }
    IOException silence = cause(e, IOException.class);
    if (silence != null) {
      return new ClickHouseException(
          0, false, "ClickHouse at " + target.url() + " does not answer: " + reason(silence), e);
    }
    return new ClickHouseException(
        0, false, "ClickHouse at " + target.url() + " cannot be asked: " + reason(root(e)), e);
  }

  /**
   * Of an answer that had begun.
   *
   * @param rows how many were read
   */
  ClickHouseException inTheMiddle(Exception e, long rows) {
    ServerException refusal = cause(e, ServerException.class);
    if (refusal != null) {
      return refused(refusal, e);
    }
    if (e.getCause() == null) {
      return new ClickHouseException(
          0,
          true,
          "ClickHouse at " + target.url() + " answered otherwise than asked: " + reason(e),
          e);
    }
    return new ClickHouseException(
        0,
        false,
        "ClickHouse at "
            + target.url()
            + " broke off its answer after "
            + rows
            + " rows: "
            + reason(root(e)),
        e);
  }

  /** Whether nothing more can be read or sent there. */
  static boolean isOfTheConnection(Exception e) {
    return cause(e, IOException.class) != null;
  }

  private static ClickHouseException refused(ServerException refusal, Exception e) {
    int code = refusal.getCode();
    boolean missing = code == UNKNOWN_DATABASE || code == UNKNOWN_TABLE;
    String text = saying(refusal);
    return new ClickHouseException(
        code,
        true,
        missing ? text + "; 'eipmeter tables create' creates what is missing" : text,
        e);
  }

  /**
   * Without the wrapping of code, version and query id, and without the rows that ClickHouse had
   * written before it failed.
   */
  private static String saying(ServerException refusal) {
    String text = String.valueOf(refusal.getMessage());
    String start = "Code: " + refusal.getCode() + ". DB::Exception: ";
    int at = text.lastIndexOf(start);
    text =
        text.substring(at < 0 ? 0 : at + start.length())
            .replaceFirst("\\s*\\(queryId= ?[^)]*\\)\\s*$", "")
            .replaceFirst("\\s*\\(version [^)]*(\\([^)]*\\))?\\)\\s*$", "")
            .strip();
    return text.length() <= LONGEST_ANSWER_SHOWN
        ? text
        : text.substring(0, LONGEST_ANSWER_SHOWN) + "...";
  }

  private static String reason(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static Throwable root(Throwable e) {
    Throwable at = e;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }

  private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }

  /** Whether a connection was closed before a byte of the answer came. */
  static boolean isClosedMeanwhile(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // Of the HTTP client inside the driver: its class is no part of the driver's face.
      if (cause.getClass().getSimpleName().equals("NoHttpResponseException")) {
        return true;
      }
    }
    return false;
  }
}
