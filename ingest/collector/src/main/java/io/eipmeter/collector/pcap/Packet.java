package io.eipmeter.collector.pcap;

/**
 * A packet of a capture file.
 *
 * @param timeMs when it was captured, milliseconds since the epoch; {@link #NO_TIME} if not told
 * @param linkType number of its outermost protocol, from the registry of pcap link types
 * @param bytes what was kept of it
 */
record Packet(long timeMs, int linkType, byte[] bytes) {
  static final long NO_TIME = Long.MIN_VALUE;
}
