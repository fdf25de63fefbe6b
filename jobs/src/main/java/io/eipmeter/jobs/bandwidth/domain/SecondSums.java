package io.eipmeter.jobs.bandwidth.domain;

/**
 * Sums by the second of the units that are monitored so finely. Only records shorter than a second
 * go in, and only in time: a longer one says nothing about a second, a later one would begin its
 * second anew.
 */
final class SecondSums {
  private final SettingsHistory history;
  private final SumTable table;

  /**
   * @param table takes rows of {@link SumKind#SECOND}
   */
  SecondSums(SettingsHistory history, SumTable table) {
    this.history = history;
    this.table = table;
  }

  /** A record of a unit that is monitored so finely, scaled. */
  void add(
      long unitHigh,
      long unitLow,
      boolean in,
      long bytes,
      long packets,
      long startMs,
      long endMs,
      long logMs) {
    if (endMs - startMs >= Slices.SECOND_MS) {
      return;
    }
    long bytesBefore = 0;
    long packetsBefore = 0;
    for (long second = startMs / Slices.SECOND_MS; second <= endMs / Slices.SECOND_MS; second++) {
      long edgeMs = (second + 1) * Slices.SECOND_MS;
      long bytesUntil = Split.before(bytes, startMs, endMs, edgeMs);
      long packetsUntil = Split.before(packets, startMs, endMs, edgeMs);
      if (isInTime(second, logMs)) {
        int row = table.row(unitHigh, unitLow, SumTable.detail(second, 0));
        table.add(
            row + (in ? SecondColumn.BYTES_IN : SecondColumn.BYTES_OUT).ordinal(),
            bytesUntil - bytesBefore);
        table.add(
            row + (in ? SecondColumn.PACKETS_IN : SecondColumn.PACKETS_OUT).ordinal(),
            packetsUntil - packetsBefore);
      }
      bytesBefore = bytesUntil;
      packetsBefore = packetsUntil;
    }
  }

  private boolean isInTime(long second, long logMs) {
    long minute = second * Slices.SECOND_MS / Slices.MINUTE_MS;
    return Slices.ofMinute(minute, logMs, history.settleDelayMs(minute)) == 0;
  }
}
