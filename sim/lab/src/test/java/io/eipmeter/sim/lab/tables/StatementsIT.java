package io.eipmeter.sim.lab.tables;

import static io.eipmeter.sim.lab.tables.TestTables.address;
import static io.eipmeter.sim.lab.tables.TestTables.ms;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.tables.domain.EventRows;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.ControlTotal;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.EipQuarter;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import io.eipmeter.sim.lab.cli.Commands;
import io.eipmeter.sim.lab.cli.Commands.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statements over a real ClickHouse. One GB is 10^9 bytes and costs 0.10; an hour of holding costs
 * 0.01; a gigabyte in a quarter is its first minute.
 */
class StatementsIT {
  private static final long GB = 1_000_000_000L;
  private static final String PRICES =
      """
      name: test
      version: 1
      description: For this test
      currency: USD
      zone: UTC
      validFrom: 2026-01-01
      bytesPerGigabyte: 1000000000
      hours: {configurationFee: clock-hours, bandwidth: duration}
      uncertainUsage: {sampled: park, bestEffort: bill}
      prices:
        - regions: ["*"]
          line: BGP
          dataTransfer:
            metered: out
            perGigabyte: 0.1
          configurationFee: {perHour: 0.01, perDay: 0.24}
          bandwidth: {perMbpsDay: 0.05}
      """;

  @TempDir private static Path directory;

  private static TestTables tables;
  private static Path book;

  @BeforeAll
  static void start() throws Exception {
    tables = TestTables.start(directory);
    book = Files.writeString(directory.resolve("test.yaml"), PRICES);
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  @BeforeEach
  void emptyTables() {
    tables.empty(
        "eip_minutes",
        "eip_quarters",
        "control_totals",
        "eip_events",
        "statements",
        "statement_lines",
        "statement_hours",
        "statement_eips",
        "closed_periods",
        "price_books",
        "progress",
        "statement_locks",
        "snapshot_hours",
        "snapshot_eips");
    settledUntil("2027-03-01 00:00:00");
  }

  /** How far the pipeline is, by the tables. */
  private static void settledUntil(String time) {
    tables.execute(
        "INSERT INTO eipmeter.progress (topic, log_partition, generation, settled_until) SELECT"
            + " arrayJoin(['eip-minutes-v1', 'eip-quarters-v1', 'control-totals-v1',"
            + " 'exporter-minutes-v1']), 0, 1, '"
            + time
            + "'");
  }

  private static Answer run(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.add("--clickhouse");
    words.add(tables.clickHouse().httpUrl().toString());
    return Commands.run(words);
  }

  private static Answer report(String period, String now, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("report", "--book", book.toString(), "--period", period, "--now", now));
    command.addAll(List.of(more));
    return run(command.toArray(String[]::new));
  }

  /** Bytes out in the first minute of a quarter, in all the tables they belong to. */
  private static void used(String address, String quarter, long bytesOut, int late) {
    SettledRow.Builder row = SettledRow.newBuilder().setCloseMs(ms(quarter) + 5_400_000);
    Usage usage = Usage.newBuilder().setBytesOut(bytesOut).setBytesIn(7).setPacketsOut(1).build();
    long sliceMs = late == 0 ? 0 : ms(quarter) + late * 86_400_000L;
    long hourMs = ms(quarter) / 3_600_000 * 3_600_000;
    tables.put(
        1,
        List.of(
            row.setMinute(
                    EipMinute.newBuilder()
                        .setAddress(address(address))
                        .setMinuteMs(ms(quarter))
                        .setSliceMs(sliceMs)
                        .setUsage(usage))
                .build()));
    tables.put(
        1,
        List.of(
            row.setQuarter(
                    EipQuarter.newBuilder()
                        .setAddress(address(address))
                        .setQuarterMs(ms(quarter))
                        .setSliceMs(sliceMs)
                        .setUsage(usage))
                .build()));
    tables.put(
        1,
        List.of(
            row.setControlTotal(
                    ControlTotal.newBuilder()
                        .setExporterAddress(address("192.0.2." + (late + 1)))
                        .setHourMs(hourMs)
                        .setSliceMs(sliceMs)
                        .setCountedBytes(bytesOut + 7)
                        .setBytesOut(bytesOut)
                        .setBytesIn(7))
                .build()));
  }

  private static void held(String id, String account, String ip, String from, String to, int log) {
    tables.put(
        Topic.EIP_EVENTS,
        new EventRows(),
        ms("2026-11-20T00:00:00Z") + log,
        EipEvent.newBuilder()
            .setOwnershipId(id)
            .setAddress(address(ip))
            .setPrefixLength(128)
            .setFromMs(ms(from))
            .setToMs(to.isEmpty() ? 0 : ms(to))
            .setAccount(account)
            .setEipId("eip-" + id)
            .setRegion("r")
            .setLine("BGP")
            .setChargeMethod(ChargeMethod.CHARGE_METHOD_DATA_TRANSFER)
            .setMaxBandwidthBitsPerSecond(5_000_000)
            .build());
  }

  private static String total(String account, String period) {
    return String.join(
        "",
        tables.query(
            "SELECT toString(total) FROM eipmeter.statements FINAL WHERE account = '"
                + account
                + "' AND period = '"
                + period
                + "'"));
  }

  @Test
  void aMonthIsADraftThenInGraceThenClosedAndRunningAgainWritesNothing() {
    held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T11:00:00Z", 0);
    used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    assertThat(report("2026-10", "2026-10-20T00:00:00Z").err())
        .contains("2026-10 is open: 1 statements, 0 written now");
    assertThat(report("2026-10", "2026-11-02T00:00:00Z").err())
        .contains("2026-10 is grace: 1 statements, 0 written now");
    assertThat(tables.query("SELECT count() FROM eipmeter.statement_lines")).containsExactly("0");
    Answer issued = report("2026-10", "2026-11-04T00:00:00Z");
    assertThat(issued.err()).contains("2026-10 is closed: 1 statements, 1 written now");
    assertThat(issued.exitCode()).isZero();
    // 5 GB at 0.10 and the clock hours 9 and 10 at 0.01.
    assertThat(total("acme", "2026-10")).isEqualTo("0.52");
    Answer again = report("2026-10", "2026-11-09T00:00:00Z");
    assertThat(again.err()).contains("1 statements, 0 written now");
    assertThat(again.out()).isEqualTo(issued.out());
  }

  @Test
  void lateUsageIsAReversalAndANewLineInTheNextOpenMonth() {
    held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T11:00:00Z", 0);
    used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    Answer october = report("2026-10", "2026-11-04T00:00:00Z");
    used(
        "100.64.0.1",
        "2026-10-01T10:30:00Z",
        2 * GB,
        40); // E24: 7 instead of 5; E26: after the cutoff
    assertThat(report("2026-10", "2026-11-30T00:00:00Z").out()).isEqualTo(october.out());
    report("2026-11", "2026-12-04T00:00:00Z");
    assertThat(total("acme", "2026-10")).isEqualTo("0.52");
    assertThat(total("acme", "2026-11")).isEqualTo("0.2");
    assertThat(
            tables.query(
                "SELECT charge_period, toString(cost), corrects != '' FROM eipmeter.statement_lines"
                    + " FINAL WHERE period = '2026-11' ORDER BY number"))
        .containsExactly("2026-10\t-0.5\t1", "2026-10\t0.7\t0");
    report("2026-12", "2027-01-04T00:00:00Z");
    assertThat(
            tables.query("SELECT count() FROM eipmeter.statement_lines WHERE period = '2026-12'"))
        .as("what is corrected once is not corrected again")
        .containsExactly("0");
  }

  @Test
  void aCorrectionHasThePricesOfItsMonthAndNotOfToday() throws Exception {
    Path dearer =
        Files.writeString(
            directory.resolve("dearer.yaml"),
            PRICES
                .replace("version: 1", "version: 2")
                .replace("validFrom: 2026-01-01", "validFrom: 2026-11-01")
                .replace("perGigabyte: 0.1", "perGigabyte: 0.3"));
    held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T11:00:00Z", 0);
    used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    report("2026-10", "2026-11-04T00:00:00Z");
    used("100.64.0.1", "2026-10-01T10:30:00Z", 2 * GB, 40);
    held("b", "acme", "100.64.0.2", "2026-11-01T10:00:00Z", "2026-11-01T11:00:00Z", 1);
    used("100.64.0.2", "2026-11-01T10:00:00Z", GB, 0);
    Answer november =
        run(
            "report",
            "--book",
            dearer.toString(),
            "--period",
            "2026-11",
            "--now",
            "2026-12-04T00:00:00Z");
    assertThat(november.exitCode()).as(november.err()).isZero();
    assertThat(
            tables.query(
                "SELECT charge_period, toString(cost) FROM eipmeter.statement_lines FINAL"
                    + " WHERE period = '2026-11' AND bytes != 0 ORDER BY charge_period, cost"))
        .containsExactly("2026-10\t-0.5", "2026-10\t0.7", "2026-11\t0.3");
    for (String line :
        tables.query(
            "SELECT line_id FROM eipmeter.statement_lines FINAL WHERE period = '2026-11'")) {
      assertThat(run("explain", line).exitCode()).as(line).isZero();
    }
  }

  @Test
  void aLateOwnershipEventCorrectsBothAccounts() {
    held("a", "acme", "100.64.0.1", "2026-10-01T09:00:00Z", "2026-10-01T11:00:00Z", 0);
    used("100.64.0.1", "2026-10-01T09:00:00Z", 3 * GB, 0);
    used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    report("2026-10", "2026-11-04T00:00:00Z");
    assertThat(total("acme", "2026-10")).isEqualTo("0.82");
    held("a", "acme", "100.64.0.1", "2026-10-01T09:00:00Z", "2026-10-01T10:00:00Z", 1);
    held("b", "beta", "100.64.0.1", "2026-10-01T10:00:00Z", "2026-10-01T11:00:00Z", 2);
    report("2026-11", "2026-12-04T00:00:00Z");
    assertThat(total("acme", "2026-11")).as("5 GB and an hour are a credit").isEqualTo("-0.51");
    assertThat(total("beta", "2026-11")).isEqualTo("0.51");
  }

  @Test
  void aQuarterWithTwoHoldersIsSplitByItsMinutes() {
    held("a", "acme", "100.64.0.1", "2026-10-01T10:00:00Z", "2026-10-01T10:05:00Z", 0);
    held("b", "beta", "100.64.0.1", "2026-10-01T10:05:00Z", "2026-10-01T11:00:00Z", 1);
    used("100.64.0.1", "2026-10-01T10:00:00Z", 2 * GB, 0);
    report("2026-10", "2026-11-04T00:00:00Z");
    assertThat(total("acme", "2026-10")).as("2 GB and an hour").isEqualTo("0.21");
    assertThat(total("beta", "2026-10")).as("an hour").isEqualTo("0.01");
    String ofTraffic =
        tables.query("SELECT line_id FROM eipmeter.statement_lines FINAL WHERE bytes != 0").get(0);
    assertThat(run("explain", ofTraffic, "--quarters", "--minutes").out())
        .containsPattern("hours +1: out 2000000000 in 7 bytes")
        .containsPattern("quarters +1: out 2000000000 in 7 bytes")
        .containsPattern("minutes +1: out 2000000000 in 7 bytes")
        .contains("  2026-10-01T10:00:00Z 100.64.0.1 out 2000000000 in 7 settled ")
        .contains("agrees       minutes' bytes = quarters' bytes");
    tables.execute(
        "INSERT INTO eipmeter.eip_minutes SELECT * REPLACE (minute + shift AS minute)"
            + " FROM eipmeter.eip_minutes FINAL ARRAY JOIN [60, 600] AS shift");
    assertThat(run("explain", ofTraffic).out())
        .as("10:01 is of the same holder, 10:10 of the next")
        .containsPattern("minutes +2: out 4000000000 in 14 bytes")
        .contains("DIFFERS      minutes' bytes = quarters' bytes");
  }

  @Test
  void eachLineCanBeExplainedAndComesOutTheSame() {
    held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T11:00:00Z", 0);
    used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB + 1, 0);
    report("2026-10", "2026-11-04T00:00:00Z");
    used("100.64.0.1", "2026-10-01T10:30:00Z", 2 * GB, 40);
    report("2026-11", "2026-12-04T00:00:00Z");
    List<String> lines = tables.query("SELECT line_id FROM eipmeter.statement_lines FINAL");
    assertThat(lines).hasSizeGreaterThanOrEqualTo(5);
    for (String line : lines) {
      Answer explained = run("explain", line);
      assertThat(explained.err()).as(explained.out()).contains("the same, to the last digit");
      assertThat(explained.exitCode()).isZero();
    }
    tables.execute(
        "INSERT INTO eipmeter.statement_hours SELECT * REPLACE (bytes_out + 1 AS bytes_out)"
            + " FROM eipmeter.statement_hours FINAL");
    assertThat(lines.stream().map(line -> run("explain", line).exitCode()))
        .as("frozen usage that was touched is found out")
        .contains(1);
  }

  @Test
  void aMonthWhoseSumsDifferCannotBeClosed() {
    held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T11:00:00Z", 0);
    used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    assertThat(run("reconcile", "--period", "2026-10").exitCode()).isZero();
    tables.execute(
        "INSERT INTO eipmeter.eip_quarters SELECT * REPLACE (bytes_out + 1 AS bytes_out, 2 AS"
            + " generation) FROM eipmeter.eip_quarters FINAL");
    Answer reconciled = run("reconcile", "--period", "2026-10");
    assertThat(reconciled.exitCode()).isEqualTo(1);
    assertThat(singleSpaced(reconciled.out()))
        .contains("DIFFERS minutes' bytes = quarters' bytes 5000000007 5000000008 -1\n")
        .contains(" 2026-10-01T10:00:00Z 5000000007 5000000008 -1\n");
    Answer refused = report("2026-10", "2026-11-04T00:00:00Z");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("2026-10 can't be closed: 'minutes' bytes = quarters' bytes' does not hold");
    assertThat(tables.query("SELECT count() FROM eipmeter.statements")).containsExactly("0");
  }

  @Test
  void whatIsTooMuchInOneHourDoesNotHideWhatIsMissingInAnother() {
    held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T13:00:00Z", 0);
    used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    used("100.64.0.1", "2026-10-01T12:00:00Z", 5 * GB, 0);
    tables.execute(
        "INSERT INTO eipmeter.eip_quarters SELECT * REPLACE (if(quarter ="
            + " toDateTime('2026-10-01 10:00:00', 'UTC'), bytes_out + 7, bytes_out - 7) AS"
            + " bytes_out, 2 AS generation) FROM eipmeter.eip_quarters FINAL");
    Answer reconciled = run("reconcile", "--period", "2026-10");
    assertThat(reconciled.exitCode()).isEqualTo(1);
    assertThat(singleSpaced(reconciled.out()))
        .contains("DIFFERS minutes' bytes = quarters' bytes 10000000014 10000000014 0\n")
        .contains(" 2026-10-01T10:00:00Z 5000000007 5000000014 -7\n")
        .contains(" 2026-10-01T12:00:00Z 5000000007 5000000000 7\n");
  }

  private static String singleSpaced(String text) {
    return text.replaceAll(" +", " ");
  }

  @Test
  void anAccountThatCannotBeRatedIsParkedAndTheOthersAreIssued() {
    held("a", "acme", "100.64.0.1", "2026-10-01T10:00:00Z", "2026-10-01T11:00:00Z", 0);
    held("b", "beta", "100.64.0.2", "2026-10-01T10:00:00Z", "2026-10-01T11:00:00Z", 0);
    used("100.64.0.1", "2026-10-01T10:00:00Z", GB, 0);
    tables.execute(
        "INSERT INTO eipmeter.eip_events SELECT * REPLACE ('BGP_PRO' AS line, log_time + 1 AS"
            + " log_time) FROM eipmeter.eip_events FINAL WHERE account = 'beta'");
    Answer run = report("2026-10", "2026-11-04T00:00:00Z");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("account beta: parked");
    assertThat(
            tables.query("SELECT account, state FROM eipmeter.statements FINAL ORDER BY account"))
        .containsExactly("acme\tissued", "beta\tparked");
  }

  @Test
  void thePageShowsTotalChargesAndProof() throws Exception {
    held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T11:00:00Z", 0);
    held("b", "<b>beta", "100.64.0.2", "2026-10-01T09:30:00Z", "", 0);
    for (int day = 10; day < 28; day++) {
      used("100.64.0.2", "2026-10-" + day + "T10:00:00Z", day * GB, 0);
    }
    used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    Answer run = report("2026-10", "2026-11-04T00:00:00Z", "--format", "html");
    String page = run.out();
    assertThat(page)
        .as(run.err())
        .contains("<div class=total>0.52 USD</div>", "&lt;b&gt;beta", "2026-10-27: 27,000,000,000")
        .contains("Usage of 18 EIP-hours: 18 complete, 0 with exports missing")
        .doesNotContain("http");
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("statement.html"), page);
  }
}
