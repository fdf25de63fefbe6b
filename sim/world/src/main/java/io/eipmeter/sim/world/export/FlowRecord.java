package io.eipmeter.sim.world.export;

/**
 * What a flow cache gives to its exporter.
 *
 * @param bytes IP-layer bytes of the packets that were looked at
 * @param packets of which there were so many
 * @param startMs first packet, milliseconds since the epoch
 * @param endMs last packet
 * @param tcpFlags all flags seen, or-ed
 * @param endReason flowEndReason (136)
 * @param samplingRate 1 in so many packets was looked at: the counts stand for so many times as
 *     much
 */
public record FlowRecord(
    FlowPath path,
    long bytes,
    long packets,
    long startMs,
    long endMs,
    int tcpFlags,
    int endReason,
    int samplingRate) {
  public static final int IDLE_TIMEOUT = 1;
  public static final int ACTIVE_TIMEOUT = 2;
  public static final int END_DETECTED = 3;
  public static final int FORCED_END = 4;

  FlowRecord withTimes(long newStartMs, long newEndMs) {
    return new FlowRecord(
        path, bytes, packets, newStartMs, newEndMs, tcpFlags, endReason, samplingRate);
  }

  FlowRecord withCounts(long newBytes, long newPackets) {
    return new FlowRecord(
        path, newBytes, newPackets, startMs, endMs, tcpFlags, endReason, samplingRate);
  }

  public FlowRecord withPath(FlowPath newPath) {
    return new FlowRecord(
        newPath, bytes, packets, startMs, endMs, tcpFlags, endReason, samplingRate);
  }
}
