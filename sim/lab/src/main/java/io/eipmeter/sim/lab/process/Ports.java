package io.eipmeter.sim.lab.process;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on the loopback address: a given one is checked before anything is started with it. */
public final class Ports {
  private Ports() {}

  /**
   * A TCP port for a process to come.
   *
   * @param wanted 0: a free one
   * @param option the option that sets it, for the error's sentence
   */
  public static int tcp(int wanted, String option) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw taken("TCP", wanted, option, e);
    }
  }

  /** As {@link #tcp}, for UDP. */
  public static int udp(int wanted, String option) {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw taken("UDP", wanted, option, e);
    }
  }

  private static LabFailure taken(String protocol, int port, String option, IOException cause) {
    return new LabFailure(
        protocol + " port " + port + " is taken: choose another one with " + option + ".", cause);
  }
}
