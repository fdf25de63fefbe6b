package io.eipmeter.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Captures that were metered wrongly once, and what they mean by the RFCs. */
class SmallCapturesTest {
  /** Receive time of the first datagram of most captures. */
  private static final long AT_MS = 1_700_000_040_000L;

  @TempDir Path folder;

  /** What `decode` gave: lines of flows and rejects, and the summary beside. */
  private record Decoded(List<String> lines, String summary) {
    List<String> flows() {
      return lines.stream().filter(line -> !line.contains("\"rejected\"")).toList();
    }
  }

  private static Decoded decode(Path file) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new DecodeCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(file.toString());
    assertThat(exitCode).isZero();
    return new Decoded(out.toString().lines().toList(), err.toString());
  }

  private Path capture(String name) throws IOException {
    Path file = folder.resolve(name + ".pcap");
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("/captures/" + name + ".pcap"))) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  private static long field(String flow, String name) {
    Matcher value = Pattern.compile("\"" + name + "\":(\\d+)").matcher(flow);
    return value.find() ? Long.parseLong(value.group(1)) : 0;
  }

  private static String rate(String flow) {
    return flow.contains("\"samplingRateUnknown\":true")
        ? "unknown"
        : String.format(
            Locale.ROOT,
            "%d/%d",
            Math.max(1, field(flow, "samplingRate")),
            Math.max(1, field(flow, "samplingSize")));
  }

  @ParameterizedTest
  @CsvSource({
    "two-samplers-equal-rate, 1000/1",
    "interface-scoped-rate-v9, 100/1 1000/1 unknown",
    "template-scoped-rate, 100/1",
    "domain0-scope-odid, 100/1 1000/1",
    "sampler-0, 1000/1",
    "sampler-replaced, 1000/1 unknown",
    "own0-sampler1, 1000/1",
    "rate-2-of-3, 3/2",
    "sampling-probability, 1000/1",
    "sampling-305-only, unknown",
    "options-after-data, 1000/1 1000/1",
    "akv89-data-dom0, 100/1"
  })
  void aSamplingRateIsRightOrUnknownAndNeverQuietlyOne(String name, String rates)
      throws IOException {
    assertThat(decode(capture(name)).flows().stream().map(SmallCapturesTest::rate))
        .containsExactly(rates.split(" ", -1));
  }

  @Test
  void fortiOsNamesTheInsideHostAndTheAddressBeforeNatStandsAfterIt() throws IOException {
    assertThat(decode(capture("hex-forti")).flows())
        .singleElement()
        .asString()
        .contains("\"dst\":\"10.0.0.5\"", "\"bytes\":1000", "\"postNatDst\":\"203.0.113.5\"");
  }

  private static long sum(Decoded decoded, String field) {
    return decoded.flows().stream().mapToLong(flow -> field(flow, field)).sum();
  }

  @Test
  void oneFlowToldThreeTimesWithItsTotalIsItsLastTotal() throws IOException {
    Decoded decoded = decode(capture("total-count-updates"));
    assertThat(sum(decoded, "bytes")).isEqualTo(3_000_000);
    assertThat(sum(decoded, "packets")).isEqualTo(3_000);
    assertThat(decoded.summary()).contains("total told again: 2");
  }

  @Test
  void droppedPacketsAreDropsAndNoTraffic() throws IOException {
    Decoded status = decode(capture("forwarding-status-dropped"));
    assertThat(sum(status, "bytes")).isEqualTo(1_000);
    assertThat(sum(status, "droppedBytes")).isEqualTo(16_000);
    assertThat(status.summary()).contains("dropped record: 2");
    Decoded discarded = decode(capture("sflow-out-discarded"));
    assertThat(sum(discarded, "bytes")).isZero();
    assertThat(sum(discarded, "droppedBytes")).isEqualTo(100_000); // 1 in 100
  }

  @ParameterizedTest
  @CsvSource({
    "end-before-start-1ms, 1500000, 0",
    "nfdump344, 66235, 0",
    "ten-ebs, 10000, 0",
    "start-zero, 1500000, 1800000",
    "times-both-zero, 1500000, 1800000",
    "record-25h, 1500000, 1800000"
  })
  void noByteIsThrownForAClock(String name, long bytes, long spanMs) throws IOException {
    Decoded decoded = decode(capture(name));
    assertThat(sum(decoded, "bytes")).isEqualTo(bytes);
    assertThat(decoded.flows())
        .allSatisfy(
            flow -> {
              assertThat(flow).contains("\"timesCorrected\":true");
              assertThat(field(flow, "endMs")).isBetween(AT_MS - 10_000, AT_MS);
              assertThat(field(flow, "endMs") - field(flow, "startMs")).isEqualTo(spanMs);
            });
    assertThat(decoded.summary()).contains("assumed time: ", "rejected: 0");
  }

  @Test
  void reportsWithTheFirstStartLieSinceTheReportBeforeOrTheActiveTimeout() throws IOException {
    Decoded decoded = decode(capture("juniper-constant-start"));
    assertThat(decoded.flows()).hasSize(26);
    assertThat(sum(decoded, "bytes")).isEqualTo(26_000_000);
    long before = 0;
    for (String flow : decoded.flows()) {
      assertThat(field(flow, "startMs")).isGreaterThanOrEqualTo(before);
      assertThat(field(flow, "endMs") - field(flow, "startMs")).isBetween(0L, 1_800_000L);
      before = field(flow, "endMs");
    }
    assertThat(decoded.summary()).contains("assumed time: 25");
  }

  @Test
  void aShortSampleIsRejectedAloneAndIsPrinted() throws IOException {
    Decoded decoded = decode(capture("brocade-short"));
    assertThat(decoded.flows()).singleElement().asString().contains("\"src\":\"203.0.113.6\"");
    assertThat(decoded.lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("\"rejected\":\"BAD_LENGTH\"");
  }

  @Test
  void withoutAnIpLengthItIsTheFrameLessItsHeaderAndItsCheckSequence() throws IOException {
    assertThat(sum(decode(capture("sflow-tso-total0")), "bytes")).isEqualTo(9_022 - 14 - 4);
  }

  @Test
  void payloadOfAnAsaIsNoTrafficAndTwoCountsThatDifferAreTold() throws IOException {
    Decoded nsel = decode(capture("nsel"));
    assertThat(sum(nsel, "bytes")).isZero();
    assertThat(nsel.summary()).contains("payload record: 1");
    assertThat(decode(capture("nprobe-in-out")).summary()).contains("in out differ: 1");
  }

  @Test
  void packedCapturesAreReadAsTheyAre() throws IOException {
    Path plain = capture("total-count-updates");
    Path packed = folder.resolve("packed.pcap.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(plain, out);
    }
    assertThat(decode(packed)).isEqualTo(decode(plain));
  }

  /** RFC 5655: the messages of the capture, one after the other. */
  @Test
  void filesOfIpfixMessagesAreRead() throws IOException {
    Path file = folder.resolve("messages.ipfix");
    byte[] bytes = messages(Files.readAllBytes(capture("total-count-updates")));
    Files.write(file, bytes);
    Decoded decoded = decode(file);
    assertThat(sum(decoded, "bytes")).isEqualTo(3_000_000);
    assertThat(decoded.summary()).contains("datagrams: 3");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    Decoded cut = decode(file);
    assertThat(sum(cut, "bytes")).isEqualTo(2_000_000);
    assertThat(cut.summary()).contains("ends in the middle of a packet or message");
    Files.write(file, new byte[20]);
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new DecodeCommand())
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err))
            .execute(file.toString());
    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).contains("messages.ipfix is no file of IPFIX messages (RFC 5655)");
  }

  /** The UDP payloads of a little-endian capture of Ethernet frames with IPv4. */
  private static byte[] messages(byte[] pcap) {
    ByteBuffer in = ByteBuffer.wrap(pcap).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer out = ByteBuffer.allocate(pcap.length);
    for (int at = 24; at < pcap.length; ) {
      int length = in.getInt(at + 8);
      out.put(pcap, at + 16 + 14 + 20 + 8, length - 14 - 20 - 8);
      at += 16 + length;
    }
    return Arrays.copyOf(out.array(), out.position());
  }
}
