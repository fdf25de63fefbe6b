package io.eipmeter.sim.world.gateway;

import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.export.FlowRecord;
import org.jspecify.annotations.Nullable;

/** One direction of a conversation at a gateway, and what its cache holds of it. */
public final class MeteredFlow {
  static final int NOT_CACHED = -1;

  final FlowPath path;
  final int outUnit;
  final int inUnit;
  int cachedAt = NOT_CACHED;
  private long startMs;
  private long endMs;
  private long bytes;
  private long packets;
  private long droppedBytes;
  private long droppedPackets;
  private int tcpFlags;

  final Gateway gateway;

  /** The same flow at the next gateway on its way; null if it is done here. */
  final @Nullable MeteredFlow onward;

  /** The caps it is under; null where there is none. */
  @Nullable Cap outLimit;

  @Nullable Cap inLimit;

  MeteredFlow(
      Gateway gateway, FlowPath path, int outUnit, int inUnit, @Nullable MeteredFlow onward) {
    this.gateway = gateway;
    this.onward = onward;
    this.path = path;
    this.outUnit = outUnit;
    this.inUnit = inUnit;
  }

  /** Where it passes first. */
  public Gateway gateway() {
    return gateway;
  }

  public FlowPath path() {
    return path;
  }

  public boolean isIpv4() {
    return path.isIpv4();
  }

  void add(long atMs, long addedBytes, long addedPackets, int flags) {
    seen(atMs);
    bytes += addedBytes;
    packets += addedPackets;
    tcpFlags |= flags;
  }

  void addDropped(long atMs, long addedBytes, long addedPackets) {
    seen(atMs);
    droppedBytes += addedBytes;
    droppedPackets += addedPackets;
  }

  private void seen(long atMs) {
    if (packets + droppedPackets == 0) {
      startMs = atMs;
    }
    endMs = atMs;
  }

  long startMs() {
    return startMs;
  }

  long endMs() {
    return endMs;
  }

  /** The record of what was added since the last one; counts begin anew. */
  FlowRecord take(int endReason, int samplingRate) {
    FlowRecord record =
        new FlowRecord(
            path,
            bytes,
            packets,
            startMs,
            endMs,
            tcpFlags,
            endReason,
            droppedBytes,
            droppedPackets,
            samplingRate);
    droppedBytes = 0;
    droppedPackets = 0;
    bytes = 0;
    packets = 0;
    tcpFlags = 0;
    return record;
  }
}
