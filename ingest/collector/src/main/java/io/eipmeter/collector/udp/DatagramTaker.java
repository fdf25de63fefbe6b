package io.eipmeter.collector.udp;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Takes datagrams from several receiver threads. */
public interface DatagramTaker {
  /**
   * Takes one.
   *
   * @param datagram from its position to its limit; valid during the call only
   */
  void take(InetAddress exporter, int sourcePort, ByteBuffer datagram);
}
