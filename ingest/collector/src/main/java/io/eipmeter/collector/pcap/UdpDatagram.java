package io.eipmeter.collector.pcap;

/**
 * A UDP datagram found in a capture.
 *
 * @param timeMs when its last fragment was captured, milliseconds since the epoch
 * @param timeKnown whether the capture told the time; {@code timeMs} is else that of the datagram
 *     before, or zero
 * @param source address it came from: 4 or 16 bytes
 */
public record UdpDatagram(
    long timeMs, boolean timeKnown, byte[] source, int sourcePort, int port, byte[] payload) {}
