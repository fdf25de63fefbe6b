package io.eipmeter.collector.cli;

import io.eipmeter.collector.pcap.CaptureException;
import io.eipmeter.collector.pcap.DatagramSource;
import io.eipmeter.collector.pcap.UdpDatagram;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eipmeter replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Sends the export datagrams of a capture to a collector, in their rhythm.")
public final class ReplayCommand implements Callable<Integer> {
  private static final String AT_ONCE = "max";

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A capture (pcap, pcapng).")
  Path file;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where the collector listens.")
  String to;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description = "So many times as fast as captured, or max. Default: ${DEFAULT-VALUE}.")
  String speed;

  @Override
  public Integer call() throws InterruptedException {
    InetSocketAddress target = target();
    double factor = factor();
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw bad(file + " can't be read");
    }
    try (DatagramSource source = DatagramSource.open(file);
        DatagramSocket socket = new DatagramSocket()) {
      return send(source, socket, target, factor);
    } catch (CaptureException e) {
      throw bad(String.valueOf(e.getMessage()));
    } catch (SocketException e) {
      spec.commandLine().getErr().println("can't send to " + to + ": " + e.getMessage());
      return 1;
    } catch (IOException e) {
      spec.commandLine().getErr().println("stopped: " + e.getMessage());
      return 1;
    }
  }

  private int send(
      DatagramSource source, DatagramSocket socket, InetSocketAddress target, double factor)
      throws IOException, InterruptedException {
    long sent = 0;
    long others = 0;
    long firstMs = 0;
    long startNanos = System.nanoTime();
    for (UdpDatagram next = source.next(); next != null; next = source.next()) {
      byte[] payload = next.payload();
      if (!isExport(payload)) {
        others++;
        continue;
      }
      firstMs = sent == 0 ? next.timeMs() : firstMs;
      long dueNanos = (long) ((next.timeMs() - firstMs) * 1e6 / factor);
      long waitNanos = dueNanos - (System.nanoTime() - startNanos);
      if (waitNanos > 0) {
        TimeUnit.NANOSECONDS.sleep(waitNanos);
      }
      socket.send(new DatagramPacket(payload, payload.length, target));
      sent++;
    }
    spec.commandLine()
        .getErr()
        .println("sent " + sent + " datagrams; " + others + " of the capture are no exports");
    return 0;
  }

  private static boolean isExport(byte[] payload) {
    if (payload.length < 4) {
      return false;
    }
    int version = ByteBuffer.wrap(payload).getInt();
    int half = version >>> 16;
    return version == 5 || half == 5 || half == 9 || half == 10;
  }

  private InetSocketAddress target() {
    int colon = to.lastIndexOf(':');
    try {
      int port = Integer.parseInt(to.substring(colon + 1));
      String host = colon > 0 ? to.substring(0, colon) : "";
      if (host.isEmpty() || port < 1 || port > 65_535) {
        throw bad("--to must be HOST:PORT, was " + to);
      }
      InetSocketAddress address = new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port);
      if (address.isUnresolved()) {
        throw bad("the host in --to " + to + " is not known");
      }
      return address;
    } catch (NumberFormatException e) {
      throw bad("--to must be HOST:PORT, was " + to);
    }
  }

  private double factor() {
    if (speed.equals(AT_ONCE)) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double factor = Double.parseDouble(speed);
      if (factor > 0) {
        return factor;
      }
    } catch (NumberFormatException e) {
      throw bad("--speed must be a number above 0, or max; was " + speed);
    }
    throw bad("--speed must be a number above 0, or max; was " + speed);
  }

  private ParameterException bad(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
