package io.eipmeter.sim.lab.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.lab.cli.Main;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.SentDatagram;
import io.eipmeter.sim.world.Simulation;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.Usage;
import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.export.FlowRecord;
import io.eipmeter.sim.world.logs.ProviderLogs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The provider's logs of a run, read back, against the run's own ledger. */
final class ImportTest {
  private static final int MINUTES = 10;

  @TempDir Path directory;
  private final StringWriter err = new StringWriter();
  private final Map<String, EipEvent> held = new LinkedHashMap<>();
  private Ledger ledger;

  @BeforeEach
  void runAWorldAndWriteItsLogs() throws IOException {
    Path scenario = directory.resolve("steady.yaml");
    Files.writeString(
        scenario,
        """
        description: nobody moves, so that each EIP's sums are those of one resource
        control-plane:
          changes-per-eip-minute: 0
          nat-gateways: {eips-each: 2, dnat-part: 0.2, own-eip-part: 0.3}
        """);
    SimulationOptions options =
        new SimulationOptions(
            3,
            60,
            MINUTES,
            SimulationOptions.DEFAULT_START_MS,
            Scenario.named(scenario.toString()));
    Simulation world =
        new Simulation(
            options,
            (exporter, datagram) -> {},
            (event, atMs) -> held.put(event.getOwnershipId(), event));
    world.runTo(options.endMs() + 30_000);
    world.finish();
    ledger = world.ledger();
    ProviderLogs.write(ledger, directory);
    inventory();
  }

  private void inventory() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("id,address,account,eip_id,region,line,from,to,association_kind,association_id");
    for (EipEvent event : held.values()) {
      String address = Address.ofBytes(event.getAddress().toByteArray()).toString();
      int length = event.getPrefixLength() - (address.contains(":") ? 0 : 96);
      lines.add(
          String.join(
              ",",
              event.getOwnershipId(),
              address + "/" + length,
              event.getAccount(),
              event.getEipId(),
              event.getRegion(),
              event.getLine(),
              Instant.ofEpochMilli(event.getFromMs()).toString(),
              event.getToMs() == 0 ? "" : Instant.ofEpochMilli(event.getToMs()).toString(),
              event.getAssociationKind(),
              event.getAssociationId()));
    }
    Files.write(directory.resolve("inventory.csv"), lines);
  }

  /** Bytes out and in by EIP, as printed; every row must be best effort. */
  private SortedMap<String, List<Long>> imported(String format, String... files) {
    List<String> line = new ArrayList<>(List.of("import", "--format", format, "--inventory"));
    line.add(directory.resolve("inventory.csv").toString());
    for (String file : files) {
      line.add(directory.resolve(file).toString());
    }
    StringWriter out = new StringWriter();
    CommandLine root = Main.commandLine();
    root.setOut(new PrintWriter(out, true));
    root.setErr(new PrintWriter(err, true));
    assertThat(root.execute(line.toArray(new String[0]))).as(err.toString()).isZero();
    SortedMap<String, List<Long>> byEip = new TreeMap<>();
    out.toString()
        .lines()
        .skip(1)
        .map(row -> row.split(",", -1))
        .forEach(
            row -> {
              assertThat(row[8]).isEqualTo("best-effort");
              assertThat(row[4]).isEqualTo("2026-01-31T23:00:00Z");
              byEip.put(row[3], List.of(Long.parseLong(row[6]), Long.parseLong(row[5])));
            });
    return byEip;
  }

  /** The EIPs that were attached to a kind of resource all the time, by their address. */
  private Map<Address, String> attached(Set<String> kinds) {
    Map<Address, String> eips = new TreeMap<>();
    held.values().stream()
        .filter(event -> event.getToMs() == 0 && kinds.contains(event.getAssociationKind()))
        .forEach(
            event -> eips.put(Address.ofBytes(event.getAddress().toByteArray()), event.getEipId()));
    return eips;
  }

  @Test
  void theFlowLogGivesWhatPassedEachEipThatStandsAlone() {
    SortedMap<String, List<Long>> expected = new TreeMap<>();
    SortedMap<Address, Usage> passed = Ledger.totals(ledger.packets());
    attached(Set.of("EcsInstance", "NetworkInterface"))
        .forEach(
            (address, eip) -> {
              Usage usage = passed.getOrDefault(address, Usage.NONE);
              if (!usage.equals(Usage.NONE)) {
                expected.put(eip, List.of(usage.bytesOut(), usage.bytesIn()));
              }
            });
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(imported("vpc-flow-log", ProviderLogs.VPC_FLOW_LOG)).isEqualTo(expected);
    assertThat(err.toString())
        .contains("rejected by the provider's access rules")
        .contains("between private addresses")
        .contains("without data")
        .contains("of a resource that had no EIP then"); // behind NAT gateways
  }

  @Test
  void theSessionLogGivesWhatWasTranslatedToEachEipOfANatGateway() {
    Map<Address, String> nat = attached(Set.of("Nat"));
    SortedMap<String, List<Long>> expected = new TreeMap<>();
    Set<Address> forwarded = new HashSet<>();
    for (FlowRecord record : records()) {
      FlowPath path = record.path();
      boolean out = nat.containsKey(path.postSrc()) && path.postSrcPort() >= 10_240;
      boolean in =
          nat.containsKey(path.dst())
              && path.dstPort() >= 10_240
              && !path.postDst().equals(path.dst());
      if (out || in) {
        expected.merge(
            String.valueOf(nat.get(out ? path.postSrc() : path.dst())),
            List.of(out ? record.bytes() : 0, in ? record.bytes() : 0),
            (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
      } else if (nat.containsKey(path.dst()) && path.translated()) {
        forwarded.add(path.dst()); // by DNAT: the session log does not have it
      }
    }
    assertThat(expected).hasSizeGreaterThan(3);
    assertThat(forwarded).isNotEmpty();
    assertThat(imported("nat-session-log", ProviderLogs.NAT_SESSION_LOG)).isEqualTo(expected);
  }

  @Test
  void aFileThatIsImportedTwiceCountsOnce() {
    SortedMap<String, List<Long>> once = imported("vpc-flow-log", ProviderLogs.VPC_FLOW_LOG);
    assertThat(imported("vpc-flow-log", ProviderLogs.VPC_FLOW_LOG, ProviderLogs.VPC_FLOW_LOG))
        .isEqualTo(once);
  }

  @Test
  void aMistakeIsOneSentence() {
    CommandLine root = Main.commandLine();
    root.setErr(new PrintWriter(err, true));
    assertThat(root.execute("import", "x.jsonl", "--format", "netflow", "--inventory", "y.csv"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("must be vpc-flow-log or nat-session-log, was 'netflow'")
        .doesNotContain("\tat ");
    assertThat(root.execute("import", "x.jsonl", "--format", "vpc-flow-log")).isEqualTo(2);
    assertThat(err.toString()).contains("--inventory=FILE");
  }

  private List<FlowRecord> records() {
    List<FlowRecord> records = new ArrayList<>();
    for (var exporter : ledger.exporters()) {
      for (SentDatagram datagram : ledger.datagrams(exporter.exporter())) {
        records.addAll(datagram.records());
      }
    }
    return records;
  }
}
