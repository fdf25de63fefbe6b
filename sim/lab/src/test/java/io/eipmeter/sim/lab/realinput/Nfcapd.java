package io.eipmeter.sim.lab.realinput;

import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;

/** nfcapd on a port of the loopback address, and what nfdump makes of the files it wrote. */
final class Nfcapd implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final Path directory;
  private final int port = Ports.udp(0, "-p");
  private final Tool tool;

  /** Returns when it listens. */
  Nfcapd(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(files());
    this.tool =
        Tool.start(
            directory.resolve("nfcapd.log"),
            "nfcapd",
            "-4",
            "-b",
            "127.0.0.1",
            "-p",
            Integer.toString(port),
            "-w",
            files().toString());
    Await.until("nfcapd", LONGEST, null, () -> tool.output().contains("Startup nfcapd"));
  }

  InetSocketAddress udpAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Stops it when it has read all that it was sent; it then writes its file. */
  void stop() {
    Await.until("nfcapd's reading", LONGEST, null, this::nothingWaits);
    tool.terminate();
  }

  /** Bytes and packets of each address of ours, as nfdump adds them up. */
  TreeMap<String, Usage> usage() {
    TreeMap<String, Usage> usage = new TreeMap<>();
    add(usage, "srcip", "%sa", true);
    add(usage, "dstip", "%da", false);
    return usage;
  }

  @Override
  public void close() {
    tool.close();
  }

  private Path files() {
    return directory.resolve("nfcapd");
  }

  private void add(TreeMap<String, Usage> usage, String by, String field, boolean outbound) {
    String table =
        Tool.run(
            directory.resolve("nfdump-" + by + ".txt"),
            "nfdump",
            "-R",
            files().toString(),
            "-A",
            by,
            "-n",
            "0",
            "-N",
            "-q",
            "-6",
            "-o",
            "fmt:" + field + " %pkt %byt");
    for (String line : table.strip().split("\n")) {
      String[] fields = line.strip().split(" +");
      InetAddress address = Traffic.address(fields[0]);
      if (Traffic.isOurs(address)) {
        long packets = Long.parseLong(fields[1]);
        long bytes = Long.parseLong(fields[2]);
        usage.merge(
            address.getHostAddress(),
            outbound ? new Usage(bytes, packets, 0, 0) : new Usage(0, 0, bytes, packets),
            Usage::plus);
      }
    }
  }

  /** By the kernel's table: port and queue in hexadecimal digits (proc_net_udp). */
  private boolean nothingWaits() throws IOException {
    String local = String.format(Locale.ROOT, "0100007F:%04X", port);
    for (String line : Files.readAllLines(Path.of("/proc/net/udp"))) {
      String[] fields = line.strip().split(" +");
      if (fields[1].equals(local)) {
        return fields[4].endsWith(":00000000");
      }
    }
    return false;
  }
}
