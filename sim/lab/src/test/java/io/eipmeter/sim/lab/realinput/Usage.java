package io.eipmeter.sim.lab.realinput;

/** What an address sent and received: bytes of the IP layer, and packets. */
record Usage(long bytesOut, long packetsOut, long bytesIn, long packetsIn) {
  static Usage ofPacket(boolean outbound, long bytes) {
    return outbound ? new Usage(bytes, 1, 0, 0) : new Usage(0, 0, bytes, 1);
  }

  Usage plus(Usage other) {
    return new Usage(
        bytesOut + other.bytesOut,
        packetsOut + other.packetsOut,
        bytesIn + other.bytesIn,
        packetsIn + other.packetsIn);
  }
}
