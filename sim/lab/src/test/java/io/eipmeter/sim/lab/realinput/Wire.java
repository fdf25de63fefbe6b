package io.eipmeter.sim.lab.realinput;

import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.LabFailure;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two interfaces joined by a wire, in a network namespace that lives as long as this does, and a
 * second pair that leads out of it, for exports. No packet of the wire can leave the namespace.
 */
final class Wire implements AutoCloseable {
  /** The end that packets are replayed to. */
  private static final String OUTER = "wire0";

  /** The end that an exporter listens at. */
  static final String INNER = "wire1";

  private static final String OUT = "out";

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Path directory;
  private final Tool holder;
  private final InetAddress outside;

  Wire(Path directory) {
    this.directory = directory;
    this.holder =
        Tool.start(directory.resolve("namespace.log"), "unshare", "--net", "sleep", "300");
    long pid = holder.pid();
    awaitNamespace();
    String net = "169.254." + pid / 64 % 256 + ".";
    long host = pid % 64 * 4; // a network of four addresses for each process
    this.outside = Traffic.address(net + (host + 1));
    String way = "eipmeter" + pid % 1_000_000;
    ip("link", "add", way, "type", "veth", "peer", "name", OUT, "netns", Long.toString(pid));
    ip("address", "add", net + (host + 1) + "/30", "dev", way);
    ip("link", "set", way, "up");
    inside("ip", "address", "add", net + (host + 2) + "/30", "dev", OUT);
    inside("ip", "link", "set", OUT, "up");
    inside("ip", "link", "add", OUTER, "type", "veth", "peer", "name", INNER);
    inside("ip", "link", "set", OUTER, "arp", "off", "up");
    inside("ip", "link", "set", INNER, "arp", "off", "up");
  }

  /** Whether this machine lets us have one. */
  static boolean allowed(Path directory) {
    try (Wire wire = new Wire(directory)) {
      return wire.holder.alive();
    } catch (LabFailure e) {
      return false;
    }
  }

  /** Where those inside reach us. */
  InetAddress outside() {
    return outside;
  }

  /** Sends the packets of a capture over the wire. */
  void replay(Path capture) {
    run(
        directory.resolve("tcpreplay.log"),
        "tcpreplay",
        "-q",
        "--topspeed",
        "-i",
        OUTER,
        capture.toString());
  }

  /** Starts a program inside. */
  Tool start(Path log, String... command) {
    return Tool.start(log, enter(command));
  }

  /** Runs a program inside to its good end, and returns what it printed. */
  String run(Path log, String... command) {
    return Tool.run(log, enter(command));
  }

  /** The kernel takes the namespace, and with it all its interfaces. */
  @Override
  public void close() {
    holder.close();
  }

  /** The holder begins in our namespace. */
  private void awaitNamespace() {
    Path ours = Path.of("/proc/self/ns/net");
    Path its = Path.of("/proc/" + holder.pid() + "/ns/net");
    Await.until(
        "a network namespace",
        LONGEST,
        null,
        () -> {
          if (!holder.alive()) {
            throw new LabFailure("No network namespace: " + holder.output());
          }
          return !Files.readSymbolicLink(its).equals(Files.readSymbolicLink(ours));
        });
  }

  private void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Tool.run(directory.resolve("ip.log"), command.toArray(String[]::new));
  }

  private void inside(String... command) {
    run(directory.resolve("ip.log"), command);
  }

  private String[] enter(String... command) {
    List<String> line =
        new ArrayList<>(List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net"));
    line.add(Tool.path(command[0]));
    line.addAll(List.of(command).subList(1, command.length));
    return line.toArray(String[]::new);
  }
}
