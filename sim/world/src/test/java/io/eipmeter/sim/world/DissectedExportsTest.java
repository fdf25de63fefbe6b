package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eipmeter.sim.world.export.FlowRecord;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"netflow9", "netflow5"})
  void tsharkFindsAllBytesPacketsAndTimesOfNetflow(String scenario) throws Exception {
    Recording recording = new Recording();
    Simulation world = run(scenario, recording);
    for (ExporterTotals totals : world.ledger().exporters()) {
      List<byte[]> datagrams = recording.datagrams.getOrDefault(totals.exporter(), List.of());
      List<String> lines =
          Tshark.fields(
              directory,
              datagrams,
              "cflow",
              "cflow.octets",
              "cflow.packets",
              "cflow.timestart",
              "cflow.timeend",
              "cflow.sysuptime",
              "cflow.unix_secs",
              "cflow.unix_nsecs",
              "cflow.dstaddr",
              "_ws.malformed");
      List<SentDatagram> sent = world.ledger().datagrams(totals.exporter());
      assertThat(lines).hasSameSizeAs(sent).allMatch(line -> line.endsWith("\t"));
      for (int i = 0; i < lines.size(); i++) {
        String[] columns = lines.get(i).split("\t", -1);
        long bootMs =
            millis(columns[5])
                - millis(columns[4])
                + (columns[6].isEmpty() ? 0 : Long.parseLong(columns[6]) / 1_000_000);
        List<FlowRecord> records = sent.get(i).records();
        assertThat(numbers(columns[0])).isEqualTo(records.stream().map(FlowRecord::bytes).toList());
        assertThat(numbers(columns[1]))
            .isEqualTo(records.stream().map(FlowRecord::packets).toList());
        assertThat(values(columns[2]).stream().map(start -> bootMs + millis(start)).toList())
            .isEqualTo(records.stream().map(FlowRecord::startMs).toList());
        assertThat(values(columns[3]).stream().map(end -> bootMs + millis(end)).toList())
            .isEqualTo(records.stream().map(FlowRecord::endMs).toList());
        assertThat(values(columns[7]))
            .isEqualTo(
                records.stream()
                    .filter(record -> record.path().isIpv4())
                    .map(record -> record.path().dst().toString())
                    .toList());
      }
    }
  }

  @Test
  void tsharkFindsTheSampledPacketsOfSflow() throws Exception {
    Recording recording = new Recording();
    Simulation world = run("sflow", recording);
    int samples = 0;
    for (ExporterTotals totals : world.ledger().exporters()) {
      List<byte[]> datagrams = recording.datagrams.getOrDefault(totals.exporter(), List.of());
      List<String> lines =
          Tshark.fields(
              directory, datagrams, "sflow", "ip.len", "ip.dst", "ipv6.plen", "_ws.malformed");
      List<SentDatagram> sent = world.ledger().datagrams(totals.exporter());
      assertThat(lines).hasSameSizeAs(sent).allMatch(line -> line.endsWith("\t"));
      for (int i = 0; i < lines.size(); i++) {
        String[] columns = lines.get(i).split("\t", -1);
        List<FlowRecord> records = sent.get(i).records();
        samples += records.size();
        // The first IPv4 header is that of the capture itself.
        assertThat(numbers(columns[0]).stream().skip(1))
            .containsExactlyElementsOf(bytes(records, true));
        assertThat(numbers(columns[2]).stream().map(length -> length + 40))
            .containsExactlyElementsOf(bytes(records, false));
        assertThat(values(columns[1]).stream().skip(1))
            .containsExactlyElementsOf(
                records.stream()
                    .filter(record -> record.path().isIpv4())
                    .map(record -> record.path().dst().toString())
                    .toList());
      }
    }
    assertThat(samples).isGreaterThan(200);
  }

  private static List<Long> bytes(List<FlowRecord> records, boolean ipv4) {
    return records.stream()
        .filter(record -> record.path().isIpv4() == ipv4)
        .map(FlowRecord::bytes)
        .toList();
  }

  private static List<String> values(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split(",", -1));
  }

  private static List<Long> numbers(String column) {
    return values(column).stream().map(Long::valueOf).toList();
  }

  private static long millis(String seconds) {
    return new BigDecimal(seconds).movePointRight(3).longValueExact();
  }

  private static Simulation run(String scenario, Recording recording) {
    SimulationOptions options =
        new SimulationOptions(
            21, 40, 3, SimulationOptions.DEFAULT_START_MS, Scenario.named(scenario));
    return Recording.run(options, recording);
  }
}
