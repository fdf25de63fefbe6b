package io.eipmeter.sim.world;

import java.net.InetAddress;

/** Takes the datagrams of all exporters, in the order in which they are sent. */
public interface ExportTransport {
  /**
   * @param exporterAddress a loopback address (127.1.g.1): send it from there, an exporter's
   *     identity is its source address
   * @param datagram the UDP payload; the callee's to keep
   */
  void send(InetAddress exporterAddress, byte[] datagram);
}
