package io.eipmeter.protocols;

/**
 * Why a datagram, a set or a record was set aside. The name goes on the wire: frozen once released.
 */
public enum RejectReason {
  /** No protocol of ours. */
  UNKNOWN_PROTOCOL,
  /** A set of a number that the standards keep for later. */
  RESERVED_SET,
  /** Shorter than its header or its count says. */
  TRUNCATED,
  /** A length field that cannot be. */
  BAD_LENGTH,
  /** A template that cannot be (no fields, too many, a field longer than a datagram). */
  BAD_TEMPLATE,
  /** More templates than an exporter may have. */
  TOO_MANY_TEMPLATES,
  /** Its template did not come within the limit. */
  TEMPLATE_NEVER_CAME,
  /** More data waiting than an exporter may have. */
  TOO_MUCH_WAITING,
  /** The flow ended before it started; no longer given: it counts at its end. */
  END_BEFORE_START,
  /** The record spans more time than the limit; of `flow-samples` only. */
  RECORD_TOO_LONG,
  /** The record ended longer ago than the limit. */
  RECORD_TOO_LATE,
  /** The record ends further in the future than a clock may be wrong. */
  RECORD_IN_FUTURE,
  /** A count that does not fit (over 2^63 - 1, or after scaling). */
  COUNT_TOO_LARGE,
  /** The datagram is older than the day in which duplicates are known. */
  TOO_OLD_TO_TELL_DUPLICATE,
  /**
   * It was rejected, tried again with success, and came once more; or more retries succeeded than
   * are remembered.
   */
  RETRIED_BEFORE;

  /**
   * Whether a reject of this reason may be tried again. Where single records of a decoded set went
   * aside, the other records of the set have counted: to try it again would count them twice.
   */
  public boolean isRetryable() {
    return switch (this) {
      case UNKNOWN_PROTOCOL,
          RESERVED_SET,
          TRUNCATED,
          BAD_LENGTH,
          BAD_TEMPLATE,
          TOO_MANY_TEMPLATES,
          TEMPLATE_NEVER_CAME,
          TOO_MUCH_WAITING,
          TOO_OLD_TO_TELL_DUPLICATE ->
          true;
      case END_BEFORE_START,
          RECORD_TOO_LONG,
          RECORD_TOO_LATE,
          RECORD_IN_FUTURE,
          COUNT_TOO_LARGE,
          RETRIED_BEFORE ->
          false;
    };
  }
}
