package io.eipmeter.sim.world;

/**
 * What a metered unit used: IP-layer bytes, packets, and flow records that ended then (0 in the
 * truth of packets, which knows no flows).
 */
public record Usage(
    long bytesOut, long bytesIn, long packetsOut, long packetsIn, long flowsOut, long flowsIn) {
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

  public Usage plus(Usage other) {
    return new Usage(
        Math.addExact(bytesOut, other.bytesOut),
        Math.addExact(bytesIn, other.bytesIn),
        Math.addExact(packetsOut, other.packetsOut),
        Math.addExact(packetsIn, other.packetsIn),
        Math.addExact(flowsOut, other.flowsOut),
        Math.addExact(flowsIn, other.flowsIn));
  }

  public Usage minus(Usage part) {
    return new Usage(
        Math.subtractExact(bytesOut, part.bytesOut),
        Math.subtractExact(bytesIn, part.bytesIn),
        Math.subtractExact(packetsOut, part.packetsOut),
        Math.subtractExact(packetsIn, part.packetsIn),
        Math.subtractExact(flowsOut, part.flowsOut),
        Math.subtractExact(flowsIn, part.flowsIn));
  }

  public Usage withoutFlows() {
    return new Usage(bytesOut, bytesIn, packetsOut, packetsIn, 0, 0);
  }
}
