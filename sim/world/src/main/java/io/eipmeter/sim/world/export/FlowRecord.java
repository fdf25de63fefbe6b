package io.eipmeter.sim.world.export;

/**
 * What a flow cache gives to its exporter.
 *
 * @param bytes IP-layer bytes
 * @param startMs first packet, milliseconds since the epoch
 * @param endMs last packet
 * @param tcpFlags all flags seen, or-ed
 * @param endReason flowEndReason (136)
 */
public record FlowRecord(
    FlowPath path,
    long bytes,
    long packets,
    long startMs,
    long endMs,
    int tcpFlags,
    int endReason) {
  public static final int IDLE_TIMEOUT = 1;
  public static final int ACTIVE_TIMEOUT = 2;
  public static final int END_DETECTED = 3;
  public static final int FORCED_END = 4;
}
