package io.eipmeter.sim.lab.traffic;

import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.ExportTransport;
import io.eipmeter.sim.world.export.UdpTransport;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends each exporter's datagrams over real UDP, and remembers a fingerprint of each, in the order
 * sent. Written by one thread; the counts may be read by others.
 */
public final class UdpExports implements ExportTransport, AutoCloseable {
  private final UdpTransport udp;
  private final Map<Address, List<Fingerprint>> sent = new HashMap<>();
  private volatile long datagrams;

  /**
   * @param collector where the collector listens
   */
  public UdpExports(InetSocketAddress collector) {
    udp = new UdpTransport(collector);
  }

  @Override
  public void send(InetAddress exporterAddress, byte[] datagram) {
    sent.computeIfAbsent(Address.of(exporterAddress), exporter -> new ArrayList<>())
        .add(Fingerprint.of(datagram, 0, datagram.length));
    try {
      udp.send(exporterAddress, datagram);
    } catch (UncheckedIOException e) {
      throw new LabFailure("The traffic ended: " + e.getMessage() + ".", e);
    }
    datagrams++;
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
    udp.close();
  }
}
