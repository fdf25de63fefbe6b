package io.eipmeter.jobs.log;

import java.nio.ByteBuffer;

/**
 * What an entry's message is: the first byte of its key, so that of one log time statements are
 * played before minutes.
 */
public enum EntryKind {
  /** {@code EipEvent}; then partition and offset. */
  STATEMENT,
  /** {@code EipMinute}; then address, minute and slice. */
  MINUTE;

  private static final int MINUTE_KEY_BYTES = 1 + 16 + 2 * Long.BYTES;

  public static EntryKind of(LogEntry entry) {
    return values()[entry.key()[0]];
  }

  static byte[] statementKey(int partition, long offset) {
    return ByteBuffer.allocate(1 + Integer.BYTES + Long.BYTES)
        .put((byte) STATEMENT.ordinal())
        .putInt(partition)
        .putLong(offset)
        .array();
  }

  static byte[] minuteKey(byte[] address, long minuteMs, long sliceMs) {
    return ByteBuffer.allocate(MINUTE_KEY_BYTES)
        .put((byte) MINUTE.ordinal())
        .put(address)
        .putLong(minuteMs)
        .putLong(sliceMs)
        .array();
  }
}
