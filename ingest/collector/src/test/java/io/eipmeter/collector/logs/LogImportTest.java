package io.eipmeter.collector.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.csv.CsvText;
import io.eipmeter.schemas.v1.EipEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogImportTest {
  private static final long TEN = Instant.parse("2026-10-01T10:00:00Z").getEpochSecond();
  private static final List<AddressRange> INTERNAL = List.of(AddressRange.parse("10.0.0.0/8"));

  @TempDir Path directory;

  private static EipEvent held(
      String eip, String address, String kind, String resource, long fromS, long toS) {
    return EipEvent.newBuilder()
        .setOwnershipId(eip + fromS)
        .setAddress(ByteString.copyFrom(AddressRange.parse(address).address()))
        .setPrefixLength(128)
        .setFromMs(fromS * 1_000)
        .setToMs(toS * 1_000)
        .setAccount("acme")
        .setRegion("cn-hangzhou")
        .setLine("BGP")
        .setEipId(eip)
        .setAssociationKind(kind)
        .setAssociationId(resource)
        .build();
  }

  private static final List<EipEvent> HELD =
      List.of(
          held("eip-web", "198.18.0.1", "EcsInstance", "i-web", TEN - 86_400, TEN + 1_800),
          held("eip-new", "198.18.0.2", "EcsInstance", "i-web", TEN + 1_860, 0),
          held("eip-card", "198.18.0.3", "NetworkInterface", "eni-card", TEN - 86_400, 0),
          held("eip-nat", "198.18.0.4", "Nat", "ngw-1", TEN - 86_400, 0));

  private static String flow(Map<String, String> changed) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("vm-id", "i-web");
    fields.put("eni-id", "eni-web");
    fields.put("srcaddr", "10.0.0.5");
    fields.put("dstaddr", "100.64.0.9");
    fields.put("direction", "out");
    fields.put("packets", "7");
    fields.put("bytes", "700");
    fields.put("start", Long.toString(TEN + 60));
    fields.put("end", Long.toString(TEN + 119));
    fields.put("log-status", "OK");
    fields.put("action", "ACCEPT");
    fields.putAll(changed);
    return json(fields);
  }

  private static String session(Map<String, String> changed) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("instance", "ngw-1");
    fields.put("protocol", "6");
    fields.put("pri_ip", "10.0.0.8");
    fields.put("pub_ip", "100.64.0.9");
    fields.put("nat_ip", "198.18.0.4");
    fields.put("bytes_from_pub", "5000");
    fields.put("pkts_from_pub", "5");
    fields.put("bytes_from_vpc", "900");
    fields.put("pkts_from_vpc", "4");
    fields.put("start_time", Long.toString(TEN));
    fields.put("end_time", Long.toString(TEN + 59));
    fields.putAll(changed);
    return json(fields);
  }

  private static String json(Map<String, String> fields) {
    StringBuilder line = new StringBuilder("{");
    fields.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            line.append(line.length() == 1 ? "" : ",")
                .append("\"%s\":\"%s\"".formatted(name, value));
          }
        });
    return line + "}";
  }

  private final HourUsage usage = new HourUsage(new Associations(HELD), ZoneId.of("UTC"));

  private LogImport read(LogFormat format, String... lines) throws IOException {
    Path file = directory.resolve("log.jsonl");
    Files.write(file, List.of(lines));
    LogImport logs = new LogImport(format, INTERNAL, usage);
    logs.read(file);
    return logs;
  }

  private List<String> rows() throws IOException {
    StringWriter csv = new StringWriter();
    usage.csv(CsvText.NEUTRALISED, csv);
    return csv.toString().lines().skip(1).toList();
  }

  private static String row(String eip, int hour, long in, long out, long packets) {
    return String.format(
        Locale.ROOT,
        "acme,cn-hangzhou,BGP,%s,2026-10-01T%d:00:00Z,%d,%d,%d,best-effort",
        eip,
        hour,
        in,
        out,
        packets);
  }

  @Test
  void aFlowGoesToTheEipThatItsInstanceOrInterfaceHadThen() throws IOException {
    read(
        LogFormat.VPC_FLOW_LOG,
        flow(Map.of()),
        flow(Map.of("start", "" + (TEN + 2_400), "end", "" + (TEN + 2_459))),
        flow(Map.of("eni-id", "eni-card", "vm-id", "i-other", "bytes", "30")),
        flow(
            Map.of(
                "direction", "in", "srcaddr", "100.64.0.9", "dstaddr", "10.0.0.5", "bytes", "11")));
    assertThat(rows())
        .containsExactly(
            row("eip-card", 10, 0, 30, 7),
            row("eip-new", 10, 0, 700, 7),
            row("eip-web", 10, 11, 700, 14));
  }

  @Test
  void aSessionOfANatGatewayGoesToTheEipThatItWasGiven() throws IOException {
    read(LogFormat.NAT_SESSION_LOG, session(Map.of()), session(Map.of("start_time", "" + TEN)));
    assertThat(rows()).containsExactly(row("eip-nat", 10, 5_000, 900, 9)); // the same line twice
  }

  @Test
  void theOlderSpellingsOfTheProviderAreTaken() throws IOException {
    LogImport logs =
        read(
            LogFormat.NAT_SESSION_LOG,
            session(Map.of("instance", "", "protocol", "", "intstance", "ngw-1", "portocol", "6")));
    assertThat(logs.lines(Fate.USED)).isEqualTo(1);
  }

  @Test
  void aFlowIsDividedOverItsHoursByTheRuleOfAllFlows() throws IOException {
    // 10:59:00 to 11:01:59: three minutes, 1,000 bytes: 333, 333 and 334.
    read(
        LogFormat.VPC_FLOW_LOG,
        flow(
            Map.of(
                "eni-id", "eni-card",
                "start", "" + (TEN + 3_540),
                "end", "" + (TEN + 3_719),
                "bytes", "1000",
                "packets", "3")));
    assertThat(rows())
        .containsExactly(row("eip-card", 10, 0, 333, 1), row("eip-card", 11, 0, 667, 2));
  }

  @Test
  void minutesInWhichNobodyHadTheResourceAreToldAndNotGiven() throws IOException {
    // i-web had an EIP until 10:30:00 and again from 10:31:00: 10:30 is nobody's.
    LogImport logs =
        read(
            LogFormat.VPC_FLOW_LOG,
            flow(Map.of("start", "" + (TEN + 1_740), "end", "" + (TEN + 1_919), "bytes", "300")));
    assertThat(rows())
        .containsExactly(row("eip-new", 10, 0, 100, 3), row("eip-web", 10, 0, 100, 2));
    assertThat(usage.bytesOfNobody()).isEqualTo(100);
    assertThat(logs.sentence())
        .isEqualTo("1 lines: 1 used; 100 bytes in minutes in which nobody had the EIP.");
  }

  @Test
  void theSameFileTwiceCountsOnce() throws IOException {
    LogImport logs = read(LogFormat.VPC_FLOW_LOG, flow(Map.of()), flow(Map.of("bytes", "1")));
    List<String> once = rows();
    logs.read(directory.resolve("log.jsonl"));
    assertThat(rows()).isEqualTo(once);
    assertThat(logs.lines(Fate.REPEATED)).isEqualTo(2);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of(Fate.REJECTED, flow(Map.of("action", "REJECT"))),
        Arguments.of(Fate.INTERNAL, flow(Map.of("dstaddr", "10.9.9.9"))),
        Arguments.of(Fate.NO_DATA, flow(Map.of("log-status", "SKIPDATA", "bytes", "-"))),
        Arguments.of(Fate.NO_EIP_THEN, flow(Map.of("vm-id", "i-behind-nat"))),
        Arguments.of(
            Fate.NO_EIP_THEN,
            flow(Map.of("start", "" + (TEN - 99_999), "end", "" + (TEN - 99_990)))),
        Arguments.of(Fate.NO_JSON, "1 2 3 ACCEPT OK"),
        Arguments.of(Fate.NO_JSON, "[1]"),
        Arguments.of(Fate.MISSING_FIELD, flow(Map.of("bytes", ""))),
        Arguments.of(Fate.BAD_VALUE, flow(Map.of("bytes", "-1"))),
        Arguments.of(Fate.BAD_VALUE, flow(Map.of("srcaddr", "10.0.0.0/8"))),
        Arguments.of(Fate.BAD_VALUE, flow(Map.of("direction", "up"))),
        Arguments.of(Fate.BAD_VALUE, flow(Map.of("start", "99999999999999"))),
        Arguments.of(Fate.END_BEFORE_START, flow(Map.of("end", "" + TEN))));
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatIsNotUsedIsCountedByItsReason(Fate fate, String line) throws IOException {
    LogImport logs = read(LogFormat.VPC_FLOW_LOG, line, "", flow(Map.of()));
    assertThat(logs.lines(fate)).isEqualTo(1);
    assertThat(logs.lines(Fate.USED)).isEqualTo(1);
    assertThat(logs.sentence()).startsWith("2 lines: 1 used, 1 " + fate.words());
    assertThat(logs.sentence().contains("log.jsonl, line 1: ")).isEqualTo(fate.isBad());
    assertThat(rows()).containsExactly(row("eip-web", 10, 0, 700, 7));
  }
}
