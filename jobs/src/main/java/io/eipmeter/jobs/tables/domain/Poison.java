package io.eipmeter.jobs.tables.domain;

import java.util.Locale;

/** Why a record or a row could not become a row of a table. */
public enum Poison {
  /** Not the Protobuf message of its topic. */
  UNREADABLE,
  /** A kind of row that this version does not know. */
  UNKNOWN_ROW,
  /** An address that is not as long as its topic says. */
  BAD_ADDRESS,
  /** A time that is negative, after 2100, or not the start of its minute, quarter or hour. */
  BAD_TIME,
  /**
   * A statement of ownership without an id, with an unknown charge method, or that ends before it
   * starts.
   */
  BAD_STATEMENT,
  /** Text that is no decimal number, or one too large or too fine for its column. */
  BAD_NUMBER,
  /** A notice or an attempt to deliver one without its id, or with an unknown word in it. */
  BAD_NOTICE,
  /** Columns of a block of flows that differ in length. */
  UNEVEN_COLUMNS;

  /** As it stands in the table {@code set_aside}. */
  public String reason() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
