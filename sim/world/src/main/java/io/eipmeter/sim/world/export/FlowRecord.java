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
 * @param droppedBytes IP-layer bytes of packets of this flow that the gateway dropped, not in
 *     {@code bytes}
 * @param droppedPackets of which there were so many
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
    long droppedBytes,
    long droppedPackets,
    int samplingRate) {
  public static final int IDLE_TIMEOUT = 1;
  public static final int ACTIVE_TIMEOUT = 2;
  public static final int END_DETECTED = 3;
  public static final int FORCED_END = 4;

  /** Without drops. */
  public static FlowRecord of(
      FlowPath path,
      long bytes,
      long packets,
      long startMs,
      long endMs,
      int tcpFlags,
      int endReason,
      int samplingRate) {
    return new FlowRecord(
        path, bytes, packets, startMs, endMs, tcpFlags, endReason, 0, 0, samplingRate);
  }

  FlowRecord withTimes(long newStartMs, long newEndMs) {
    return copy(path, bytes, packets, newStartMs, newEndMs);
  }

  FlowRecord withCounts(long newBytes, long newPackets) {
    return copy(path, newBytes, newPackets, startMs, endMs);
  }

  public FlowRecord withPath(FlowPath newPath) {
    return copy(newPath, bytes, packets, startMs, endMs);
  }

  private FlowRecord copy(
      FlowPath newPath, long newBytes, long newPackets, long newStartMs, long newEndMs) {
    return new FlowRecord(
        newPath,
        newBytes,
        newPackets,
        newStartMs,
        newEndMs,
        tcpFlags,
        endReason,
        droppedBytes,
        droppedPackets,
        samplingRate);
  }
}
