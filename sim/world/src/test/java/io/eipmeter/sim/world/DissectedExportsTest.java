package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a foreign decoder finds in our exporters' datagrams. */
class DissectedExportsTest {
  @TempDir Path directory;

  @BeforeAll
  static void tsharkIsHere() {
    assumeTrue(Tshark.present(), "tshark is not installed: foreign decoding not tested");
  }

  @Test
  void tsharkFindsAllBytesPacketsAndTranslationsOfIpfix() throws Exception {
    Recording recording = new Recording();
    Simulation world = run("default", recording);
    for (ExporterTotals totals : world.ledger().exporters()) {
      List<byte[]> datagrams = recording.datagrams.getOrDefault(totals.exporter(), List.of());
      List<String> lines =
          Tshark.fields(
              directory,
              datagrams,
              "cflow",
              "cflow.octets",
              "cflow.packets",
              "cflow.post_natsource_ipv4_address",
              "cflow.version",
              "_ws.malformed");
      assertThat(lines).hasSameSizeAs(datagrams).allMatch(line -> line.endsWith("\t10\t"));
      assertThat(Tshark.sum(lines, 0)).isEqualTo(totals.flowBytes());
      List<SentDatagram> sent = world.ledger().datagrams(totals.exporter());
      long packets = 0;
      StringBuilder translations = new StringBuilder();
      for (SentDatagram datagram : sent) {
        for (var record : datagram.records()) {
          packets += record.packets();
          if (record.path().translated()) {
            translations.append(record.path().postSrc()).append(' ');
          }
        }
      }
      assertThat(Tshark.sum(lines, 1)).isEqualTo(packets);
      StringBuilder found = new StringBuilder();
      lines.stream()
          .map(line -> line.split("\t", -1)[2])
          .filter(column -> !column.isEmpty())
          .forEach(column -> found.append(column.replace(',', ' ')).append(' '));
      assertThat(found.toString()).isNotEmpty().isEqualTo(translations.toString());
    }
  }

  private static Simulation run(String scenario, Recording recording) {
    SimulationOptions options =
        new SimulationOptions(
            21, 40, 3, SimulationOptions.DEFAULT_START_MS, Scenario.named(scenario));
    return Recording.run(options, recording);
  }
}
