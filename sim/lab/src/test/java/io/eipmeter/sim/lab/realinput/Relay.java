package io.eipmeter.sim.lab.realinput;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes each datagram that comes, unchanged, to every target, from an address of its own. */
final class Relay implements AutoCloseable {
  private static final int LARGEST_DATAGRAM_BYTES = 65_535;

  private final DatagramSocket in;
  private final DatagramSocket out;
  private final List<InetSocketAddress> targets;
  private final AtomicInteger relayed = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "relay");

  /**
   * @param at where it listens
   * @param from what the targets see as the exporter
   */
  Relay(InetAddress at, InetAddress from, List<InetSocketAddress> targets) throws IOException {
    this.targets = targets;
    this.in = new DatagramSocket(new InetSocketAddress(at, 0));
    this.out = new DatagramSocket(new InetSocketAddress(from, 0));
    thread.setDaemon(true);
    thread.start();
  }

  /** Where the exporter sends to, as a program's argument. */
  String hostAndPort() {
    return in.getLocalAddress().getHostAddress() + ":" + in.getLocalPort();
  }

  /** Datagrams that every target has been sent. */
  int relayed() {
    return relayed.get();
  }

  @Override
  public void close() {
    in.close();
    out.close();
  }

  private void run() {
    DatagramPacket datagram =
        new DatagramPacket(new byte[LARGEST_DATAGRAM_BYTES], LARGEST_DATAGRAM_BYTES);
    while (!in.isClosed()) {
      try {
        datagram.setLength(LARGEST_DATAGRAM_BYTES);
        in.receive(datagram);
        for (InetSocketAddress target : targets) {
          out.send(
              new DatagramPacket(
                  datagram.getData(), datagram.getOffset(), datagram.getLength(), target));
        }
        relayed.incrementAndGet();
      } catch (IOException e) {
        // Closed, or a datagram that could not be sent: whoever counts finds it missing.
      }
    }
  }
}
