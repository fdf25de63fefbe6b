package io.eipmeter.sim.lab.traffic;

import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.ExportTransport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends each exporter's datagrams over real UDP from its own loopback address, and remembers a
 * fingerprint of each, in the order sent. Written by one thread; the counts may be read by others.
 */
public final class UdpExports implements ExportTransport, AutoCloseable {
  /** A burst ends here for a moment, so that one minute's edge fits into a receive buffer. */
  private static final int BURST_DATAGRAMS = 64;

  private static final long PAUSE_NS = 1_000_000;

  private final InetSocketAddress collector;
  private final Map<InetAddress, DatagramSocket> sockets = new HashMap<>();
  private final Map<Address, List<Fingerprint>> sent = new HashMap<>();
  private volatile long datagrams;

  /**
   * @param collector where the collector listens
   */
  public UdpExports(InetSocketAddress collector) {
    this.collector = collector;
  }

  @Override
  public void send(InetAddress exporterAddress, byte[] datagram) {
    sent.computeIfAbsent(Address.of(exporterAddress), exporter -> new ArrayList<>())
        .add(Fingerprint.of(datagram, 0, datagram.length));
    DatagramSocket socket = sockets.computeIfAbsent(exporterAddress, UdpExports::open);
    try {
      socket.send(new DatagramPacket(datagram, datagram.length, collector));
    } catch (PortUnreachableException e) {
      // The collector is down: this is the loss that the run is about to show.
    } catch (IOException e) {
      throw new LabFailure("A datagram could not be sent: " + e.getMessage() + ".", e);
    }
    datagrams++;
    if (datagrams % BURST_DATAGRAMS == 0) {
      LockSupport.parkNanos(PAUSE_NS);
    }
  }

  /** Datagrams sent so far. */
  public long datagrams() {
    return datagrams;
  }

  /** Fingerprints by exporter, the n-th sent at index n. */
  Map<Address, List<Fingerprint>> sent() {
    return sent;
  }

  @Override
  public void close() {
    sockets.values().forEach(DatagramSocket::close);
  }

  private static DatagramSocket open(InetAddress exporter) {
    try {
      return new DatagramSocket(new InetSocketAddress(exporter, 0));
    } catch (SocketException e) {
      throw new LabFailure(
          "No UDP socket at " + exporter.getHostAddress() + ": " + e.getMessage() + ".", e);
    }
  }
}
