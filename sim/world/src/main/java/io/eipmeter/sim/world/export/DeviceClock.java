package io.eipmeter.sim.world.export;

/**
 * What an exporter takes for the time.
 *
 * @param skewMs how far it is ahead of the true time; negative if behind
 * @param bootMs when it started, by its own clock; 32-bit uptimes wrap 49.7 days later
 */
public record DeviceClock(long skewMs, long bootMs) {
  public long shows(long trueMs) {
    return trueMs + skewMs;
  }

  /** Milliseconds since the start, by its own clock, as they fit into 32 bits. */
  long uptime(long deviceMs) {
    return (deviceMs - bootMs) & 0xffffffffL;
  }

  DeviceClock restartedAt(long trueMs) {
    return new DeviceClock(skewMs, shows(trueMs));
  }

  /** The record in this clock's time. */
  FlowRecord stamp(FlowRecord record) {
    return skewMs == 0
        ? record
        : record.withTimes(record.startMs() + skewMs, record.endMs() + skewMs);
  }
}
