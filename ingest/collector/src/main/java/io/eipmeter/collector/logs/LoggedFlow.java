package io.eipmeter.collector.logs;

import java.util.List;

/**
 * What a line tells.
 *
 * @param resources whose traffic it is: the first of them that had an EIP then. An id, or an
 *     address of 16 bytes as text
 * @param startMs milliseconds since the epoch
 * @param endMs the last millisecond of the last second
 */
record LoggedFlow(
    List<String> resources, long startMs, long endMs, long bytesOut, long bytesIn, long packets) {

  /** Refuses what no log of any kind may tell. */
  static void refuse(long startMs, long endMs, boolean internal) throws LineException {
    if (endMs < startMs) {
      throw new LineException(Fate.END_BEFORE_START, "ends before it starts");
    }
    if (internal) {
      throw new LineException(Fate.INTERNAL, "goes to a private address");
    }
  }
}
