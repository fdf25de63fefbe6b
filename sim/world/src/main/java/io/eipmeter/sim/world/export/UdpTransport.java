package io.eipmeter.sim.world.export;

import io.eipmeter.sim.world.ExportTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Sends each exporter's datagrams over UDP from its own loopback address. For one thread. */
public final class UdpTransport implements ExportTransport, AutoCloseable {
  /** A burst ends here for a moment, so that one minute's edge fits into a receive buffer. */
  private static final int BURST_DATAGRAMS = 64;

  private static final long PAUSE_NS = 1_000_000;

  private final InetSocketAddress collector;
  private final Map<InetAddress, DatagramSocket> sockets = new HashMap<>();
  private long datagrams;

  /**
   * @param collector where the collector listens
   */
  public UdpTransport(InetSocketAddress collector) {
    this.collector = collector;
  }

  /**
   * What a collector that is down misses is lost.
   *
   * @throws UncheckedIOException if it cannot be sent for another reason; the message says which
   */
  @Override
  public void send(InetAddress exporterAddress, byte[] datagram) {
    DatagramSocket socket = sockets.computeIfAbsent(exporterAddress, UdpTransport::open);
    try {
      socket.send(new DatagramPacket(datagram, datagram.length, collector));
    } catch (PortUnreachableException e) {
      // The collector is down.
    } catch (IOException e) {
      throw new UncheckedIOException("a datagram could not be sent: " + e.getMessage(), e);
    }
    datagrams++;
    if (datagrams % BURST_DATAGRAMS == 0) {
      LockSupport.parkNanos(PAUSE_NS);
    }
  }

  @Override
  public void close() {
    sockets.values().forEach(DatagramSocket::close);
  }

  private static DatagramSocket open(InetAddress exporter) {
    try {
      return new DatagramSocket(new InetSocketAddress(exporter, 0));
    } catch (SocketException e) {
      throw new UncheckedIOException(
          "no UDP socket at " + exporter.getHostAddress() + ": " + e.getMessage(), e);
    }
  }
}
