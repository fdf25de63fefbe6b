package io.eipmeter.sim.lab.process;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Ports on the loopback address: a given one is checked before anything is started with it. */
public final class Ports {
  /**
   * Free ports are looked for below those that Linux gives to connections (32768 and up): between
   * its choice and the server's start such a port can be taken by any connection, even by one that
   * somebody tries to this very port, and meets itself.
   */
  private static final int FIRST = 20_000;

  private static final int COUNT = 12_000;
  private static final int MANY = 1_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private Ports() {}

  /**
   * A TCP port for a process to come.
   *
   * @param wanted 0: a free one
   * @param option the option that sets it, for the error's sentence
   */
  public static int tcp(int wanted, String option) {
    return port(
        "TCP",
        wanted,
        option,
        port -> {
          try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
          }
        });
  }

  /** As {@link #tcp}, for UDP. */
  public static int udp(int wanted, String option) {
    return port(
        "UDP",
        wanted,
        option,
        port ->
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .close());
  }

  /** Takes a port and lets go of it. */
  @FunctionalInterface
  private interface Try {
    void bind(int port) throws IOException;
  }

  private static int port(String protocol, int wanted, String option, Try attempt) {
    IOException last = null;
    for (int tries = wanted == 0 ? MANY : 1; tries > 0; tries--) {
      int port = wanted == 0 ? FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT) : wanted;
      try {
        attempt.bind(port);
        return port;
      } catch (IOException e) {
        last = e;
      }
    }
    throw taken(protocol, wanted, option, last);
  }

  private static LabFailure taken(
      String protocol, int port, String option, @Nullable IOException cause) {
    return new LabFailure(
        protocol + " port " + port + " is taken: choose another one with " + option + ".", cause);
  }
}
