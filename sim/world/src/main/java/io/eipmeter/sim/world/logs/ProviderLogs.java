package io.eipmeter.sim.world.logs;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.OwnerInterval;
import io.eipmeter.sim.world.SentDatagram;
import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.export.FlowRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The logs that the provider would have written of a run, from what the gateways metered: {@code
 * vpc-flow-log.jsonl}, taken at the network interfaces, where an EIP is not to be seen; and {@code
 * nat-session-log.jsonl}, of source translation only. Field names and values as in the provider's
 * documentation (facts, 5.1 and 5.2). Beside them what such logs hold as well: refused packets,
 * traffic between private addresses, windows without data.
 */
public final class ProviderLogs {
  public static final String VPC_FLOW_LOG = "vpc-flow-log.jsonl";
  public static final String NAT_SESSION_LOG = "nat-session-log.jsonl";

  /** Ports of source translation; what comes in by DNAT has lower ones and is not logged. */
  private static final int FIRST_TRANSLATED_PORT = 10_240;

  private static final int NOISE_EVERY = 10;

  private final Ledger ledger;
  private final SortedMap<Address, List<OwnerInterval>> owners;
  private final Map<Session, Counts> sessions = new LinkedHashMap<>();
  private long rows;

  private record Session(
      String gateway,
      int ipProtocol,
      Address inside,
      int insidePort,
      Address peer,
      int peerPort,
      Address eip,
      int port) {}

  private static final class Counts {
    long startMs = Long.MAX_VALUE;
    long endMs = Long.MIN_VALUE;
    long bytesOut;
    long packetsOut;
    long bytesIn;
    long packetsIn;
  }

  private ProviderLogs(Ledger ledger) {
    this.ledger = ledger;
    owners = ledger.owners();
  }

  /**
   * Writes both logs.
   *
   * @param ledger one that keeps datagrams
   */
  public static void write(Ledger ledger, Path directory) throws IOException {
    Files.createDirectories(directory);
    ProviderLogs logs = new ProviderLogs(ledger);
    try (BufferedWriter flows = Files.newBufferedWriter(directory.resolve(VPC_FLOW_LOG))) {
      for (var exporter : ledger.exporters()) {
        for (SentDatagram datagram : ledger.datagrams(exporter.exporter())) {
          for (FlowRecord record : datagram.records()) {
            logs.take(record, flows);
          }
        }
      }
    }
    try (BufferedWriter out = Files.newBufferedWriter(directory.resolve(NAT_SESSION_LOG))) {
      for (Map.Entry<Session, Counts> session : logs.sessions.entrySet()) {
        line(out, row(session.getKey(), session.getValue()));
      }
    }
  }

  private void take(FlowRecord record, BufferedWriter flows) throws IOException {
    FlowPath path = record.path();
    OwnerInterval sender = holder(path.postSrc(), record.startMs());
    if (sender != null) {
      log(record, sender, true, flows);
      if (isSourceTranslated(sender, path.postSrcPort())) {
        count(session(sender, path, true), record, true);
      }
    }
    OwnerInterval receiver = holder(path.dst(), record.startMs());
    if (receiver != null) {
      log(record, receiver, false, flows);
      if (isSourceTranslated(receiver, path.dstPort())) {
        count(session(receiver, path, false), record, false);
      }
    }
  }

  /** Who held one of our addresses, and had it attached to something. */
  private @Nullable OwnerInterval holder(Address address, long atMs) {
    int unit = ledger.unit(address);
    if (unit == Ledger.NOT_OURS) {
      return null;
    }
    for (OwnerInterval held : owners.getOrDefault(ledger.unitAddress(unit), List.of())) {
      if (held.fromMs() <= atMs && atMs < held.toMs() && !held.associationId().isEmpty()) {
        return held;
      }
    }
    return null;
  }

  private static boolean isSourceTranslated(OwnerInterval held, int port) {
    return held.associationKind().equals("Nat") && port >= FIRST_TRANSLATED_PORT;
  }

  private static Session session(OwnerInterval held, FlowPath path, boolean out) {
    return out
        ? new Session(
            held.associationId(),
            path.ipProtocol(),
            path.src(),
            path.srcPort(),
            path.dst(),
            path.dstPort(),
            path.postSrc(),
            path.postSrcPort())
        : new Session(
            held.associationId(),
            path.ipProtocol(),
            path.postDst(),
            path.postDstPort(),
            path.src(),
            path.srcPort(),
            path.dst(),
            path.dstPort());
  }

  private void count(Session session, FlowRecord record, boolean out) {
    if (session.inside().equals(session.eip())) {
      return; // a stray packet: no session
    }
    Counts counts = sessions.computeIfAbsent(session, any -> new Counts());
    counts.startMs = Math.min(counts.startMs, record.startMs());
    counts.endMs = Math.max(counts.endMs, record.endMs());
    if (out) {
      counts.bytesOut += record.bytes();
      counts.packetsOut += record.packets();
    } else {
      counts.bytesIn += record.bytes();
      counts.packetsIn += record.packets();
    }
  }

  private static String row(Session session, Counts counts) {
    return new JsonLine()
        .with("instance", session.gateway())
        .with("vpc_id", "vpc-1")
        .with("protocol", session.ipProtocol())
        .with("pri_ip", session.inside())
        .with("pri_port", session.insidePort())
        .with("pub_ip", session.peer())
        .with("pub_port", session.peerPort())
        .with("nat_ip", session.eip())
        .with("nat_port", session.port())
        .with("bytes_from_pub", counts.bytesIn)
        .with("pkts_from_pub", counts.packetsIn)
        .with("bytes_from_vpc", counts.bytesOut)
        .with("pkts_from_vpc", counts.packetsOut)
        .with("start_time", counts.startMs / 1_000)
        .with("end_time", counts.endMs / 1_000)
        .toString();
  }

  /** One side's network interface: before translation on the way out, after it on the way in. */
  private void log(FlowRecord record, OwnerInterval held, boolean out, BufferedWriter flows)
      throws IOException {
    FlowPath path = record.path();
    Address inside = out ? path.src() : path.postDst();
    if (held.associationKind().equals("Nat") && inside.equals(held.address())) {
      return; // a stray packet to the gateway: it comes to no interface
    }
    String instance =
        held.associationKind().equals("EcsInstance") ? held.associationId() : "i-at-" + inside;
    String networkInterface =
        held.associationKind().equals("NetworkInterface")
            ? held.associationId()
            : "eni-at-" + inside;
    JsonLine line =
        interfaceRow(instance, networkInterface)
            .with("srcaddr", out ? path.src() : path.postSrc())
            .with("srcport", out ? path.srcPort() : path.postSrcPort())
            .with("dstaddr", out ? path.dst() : path.postDst())
            .with("dstport", out ? path.dstPort() : path.postDstPort())
            .with("protocol", path.ipProtocol())
            .with("direction", out ? "out" : "in")
            .with("packets", record.packets())
            .with("bytes", record.bytes());
    line(flows, ended(line, record, "OK", "ACCEPT"));
    if (rows++ % NOISE_EVERY == 0) {
      line(flows, ended(refused(instance, networkInterface, inside), record, "OK", "REJECT"));
      line(flows, ended(neighbour(instance, networkInterface, inside), record, "OK", "ACCEPT"));
      line(flows, ended(interfaceRow(instance, networkInterface), record, "NODATA", "-"));
    }
  }

  private JsonLine interfaceRow(String instance, String networkInterface) {
    return new JsonLine()
        .with("version", 1)
        .with("vswitch-id", "vsw-1")
        .with("vm-id", instance)
        .with("vpc-id", "vpc-1")
        .with("account-id", "1")
        .with("eni-id", networkInterface)
        .with("region", "cn-hangzhou");
  }

  /** Somebody outside who is not let in. */
  private JsonLine refused(String instance, String networkInterface, Address inside) {
    return interfaceRow(instance, networkInterface)
        .with("srcaddr", "100.64.0.1")
        .with("srcport", 1_024 + rows % 60_000)
        .with("dstaddr", inside)
        .with("dstport", 23)
        .with("protocol", 6)
        .with("direction", "in")
        .with("packets", 3)
        .with("bytes", 180);
  }

  /** A database in the next network. */
  private JsonLine neighbour(String instance, String networkInterface, Address inside) {
    return interfaceRow(instance, networkInterface)
        .with("srcaddr", inside)
        .with("srcport", 1_024 + rows % 60_000)
        .with("dstaddr", "192.168.7.7")
        .with("dstport", 3_306)
        .with("protocol", 6)
        .with("direction", "out")
        .with("packets", 100)
        .with("bytes", 100_000);
  }

  private static String ended(JsonLine line, FlowRecord record, String status, String action) {
    return line.with("start", record.startMs() / 1_000)
        .with("end", record.endMs() / 1_000)
        .with("log-status", status)
        .with("action", action)
        .with("tcp-flags", record.tcpFlags())
        .toString();
  }

  private static void line(BufferedWriter out, String text) throws IOException {
    out.write(text);
    out.write('\n');
  }
}
