package io.eipmeter.sim.lab.traffic;

import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.ExportTransport;
import io.eipmeter.sim.world.export.UdpTransport;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends each exporter's datagrams over real UDP, and remembers a fingerprint of each, in the order
 * sent. Written by one thread; the counts, and what is under way, may be asked for by others.
 */
public final class UdpExports implements ExportTransport, AutoCloseable {
  private final UdpTransport udp;
  private final Clock clock;
  private final Map<Address, List<Fingerprint>> sent = new HashMap<>();
  private final InFlight inFlight = new InFlight();
  private volatile long datagrams;

  /**
   * @param collector where the collector listens
   * @param clock virtual time
   */
  public UdpExports(InetSocketAddress collector, Clock clock) {
    this.clock = clock;
    udp = new UdpTransport(collector);
  }

  @Override
  public void send(InetAddress exporterAddress, byte[] datagram) {
    Address exporter = Address.of(exporterAddress);
    Fingerprint fingerprint = Fingerprint.of(datagram, 0, datagram.length);
    sent.computeIfAbsent(exporter, key -> new ArrayList<>()).add(fingerprint);
    inFlight.sent(exporter, fingerprint, clock.millis(), System.nanoTime());
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

  /** A datagram is in the log. */
  void appended(Address exporter, Fingerprint datagram) {
    inFlight.appended(exporter, datagram);
  }

  /** Virtual time of the first datagram sent that may still come; the highest long: none. */
  long underWaySinceMs() {
    return inFlight.oldestMs(System.nanoTime());
  }

  /** The collector was killed: what it held may be lost, and virtual time does not wait for it. */
  public void giveUpWhatIsUnderWay() {
    inFlight.giveUp();
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
