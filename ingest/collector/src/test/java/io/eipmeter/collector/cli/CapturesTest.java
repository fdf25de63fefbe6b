package io.eipmeter.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Real captures of many vendors, where they are at hand: in the folder of the system property
 * {@code eipmeter.captures}, or in {@code ../shared/captures} beside the repository.
 */
class CapturesTest {
  private Path folder = Path.of(".");

  /** What a decoding gave. */
  private record Decoded(int exitCode, List<String> flows, String summary) {
    long sum(String field) {
      Pattern value = Pattern.compile("\"" + field + "\":(\\d+)");
      long sum = 0;
      for (String flow : flows) {
        Matcher found = value.matcher(flow);
        sum += found.find() ? Long.parseLong(found.group(1)) : 0;
      }
      return sum;
    }
  }

  @BeforeEach
  void findCaptures() {
    String told = System.getProperty("eipmeter.captures");
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && !Files.exists(root.resolve("CONTRIBUTING.md"))) {
      root = root.getParent();
    }
    folder = told != null ? Path.of(told) : root.resolveSibling("shared").resolve("captures");
    assumeTrue(Files.isDirectory(folder), "no captures at " + folder);
  }

  private Decoded decode(String... names) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new DecodeCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                Stream.of(names)
                    .map(name -> folder.resolve(name).toString())
                    .toArray(String[]::new));
    List<String> flows =
        out.toString().lines().filter(line -> !line.contains("\"rejected\":")).toList();
    return new Decoded(exitCode, flows, err.toString());
  }

  @Test
  void everyFileIsDecodedWithoutAFailure() throws IOException {
    List<String> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(file -> file.toString().matches(".*\\.(pcap|dat|bin)"))
              .map(file -> folder.relativize(file).toString())
              .sorted()
              .toList();
    }
    assertThat(files).hasSizeGreaterThan(100);
    assertThat(files).allSatisfy(file -> assertThat(decode(file).exitCode()).isZero());
  }

  @Test
  void sumsAreThoseOfTshark() {
    Decoded nprobe = decode("graylog/nprobe-netflow9-3.pcap");
    assertThat(nprobe.flows()).hasSize(892);
    assertThat(nprobe.sum("bytes")).isEqualTo(224_593);
    Decoded netgraph = decode("graylog/netgraph-netflow5.pcap");
    assertThat(netgraph.flows()).hasSize(120);
    assertThat(netgraph.sum("bytes")).isEqualTo(6_765_997);
    assertThat(netgraph.sum("packets")).isEqualTo(19_355);
    Decoded two = decode("graylog/nprobe-netflow9.pcap");
    assertThat(two.flows()).hasSize(152);
    assertThat(two.sum("bytes")).isEqualTo(15_063_040);
    assertThat(two.sum("packets")).isEqualTo(11_285);
  }

  @Test
  void variableReducedAndZeroLengthFieldsOfRealExportersAreRead() {
    assertThat(
            decode("logstash/netflow9_test_iptnetflow_reduced_size_encoding_tpldata260.dat")
                .flows())
        .hasSize(12);
    assertThat(decode("logstash/netflow9_test_0length_fields_tpl_data.dat").flows()).hasSize(10);
    assertThat(
            decode(
                    "logstash/netflow9_test_h3c_netstream_varstring_tpl3281.dat",
                    "logstash/netflow9_test_h3c_netstream_varstring_data3281.dat")
                .flows())
        .hasSize(1);
    assertThat(decode("telegraf/issue_14370_message.bin").flows()).hasSize(2);
  }

  @Test
  void mikrotikTellsTranslatedAddresses() {
    Decoded flows =
        decode("logstash/ipfix_test_mikrotik_tpl.dat", "logstash/ipfix_test_mikrotik_data258.dat");
    assertThat(flows.flows()).hasSize(28);
    assertThat(flows.flows()).anyMatch(flow -> flow.contains("\"postNatSrc\""));
  }

  @Test
  void samplersHaveTheirOwnRatesWhetherTheirOptionsComeBeforeOrAfter() {
    String name = "akvorado/netflow-multiplesamplingrates-";
    String template = name + "template.pcap";
    String data = name + "data.pcap";
    String optionsTemplate = name + "options-template.pcap";
    String options = name + "options-data.pcap";
    Decoded before = decode(optionsTemplate, options, template, data);
    Decoded after = decode(template, data, optionsTemplate, options);
    assertThat(before.flows()).hasSize(12);
    assertThat(after.flows()).isEqualTo(before.flows());
    assertThat(before.flows()).anyMatch(flow -> flow.contains("\"samplingRate\":2000"));
    assertThat(before.flows()).anyMatch(flow -> flow.contains("\"samplingRate\":4000"));
  }

  @Test
  void natEventsBiflowsAndTunnelsOfRealExportersAreRead() {
    assertThat(decode("akvorado/netflow-nat.pcap").flows())
        .hasSize(9)
        .allMatch(flow -> flow.contains("\"natEvent\":"));
    assertThat(
            decode(
                    "akvorado/netflow-ipfixprobe-templates.pcap",
                    "akvorado/netflow-ipfixprobe-data.pcap")
                .flows())
        .hasSize(6);
    assertThat(decode("akvorado/sflow-data-encap-vxlan.pcap").flows())
        .hasSize(1)
        .allMatch(flow -> flow.contains("\"dstPort\":4789"));
    assertThat(decode("akvorado/sflow-data-1140.pcap").flows()).hasSize(5);
  }

  @Test
  void lineCardsWithUptimesOfTheirOwnAreNoRestart() {
    Decoded flows =
        decode(
            "akvorado/netflow-samplingrate-template.pcap",
            "akvorado/netflow-samplingrate-data.pcap");
    assertThat(flows.summary()).doesNotContain("restart");
    assertThat(flows.flows()).isNotEmpty();
  }
}
