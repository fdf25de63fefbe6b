package io.eipmeter.sim.lab.tables;

import static io.eipmeter.sim.lab.tables.BilledTables.GB;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.lab.cli.Commands.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements over a real ClickHouse; what they are made from is {@link BilledTables}. */
class StatementsIT {
  @TempDir private static Path directory;

  private static BilledTables billed;
  private static TestTables tables;

  @BeforeAll
  static void start() throws Exception {
    billed = BilledTables.start(directory);
    tables = billed.tables;
  }

  @AfterAll
  static void stop() {
    billed.close();
  }

  @BeforeEach
  void emptyTables() {
    billed.empty();
  }

  @Test
  void aMonthIsADraftThenInGraceThenClosedAndRunningAgainWritesNothing() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T11:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    assertThat(billed.report("2026-10", "2026-10-20T00:00:00Z").err())
        .contains("2026-10 is open: 1 statements, 0 written now");
    assertThat(billed.report("2026-10", "2026-11-02T00:00:00Z").err())
        .contains("2026-10 is grace: 1 statements, 0 written now");
    assertThat(tables.query("SELECT count() FROM eipmeter.statement_lines")).containsExactly("0");
    Answer issued = billed.report("2026-10", "2026-11-04T00:00:00Z");
    assertThat(issued.err()).contains("2026-10 is closed: 1 statements, 1 written now");
    assertThat(issued.exitCode()).isZero();
    // 5 GB at 0.10 and the clock hours 9 and 10 at 0.01.
    assertThat(billed.total("acme", "2026-10")).isEqualTo("0.52");
    Answer again = billed.report("2026-10", "2026-11-09T00:00:00Z");
    assertThat(again.err()).contains("1 statements, 0 written now");
    assertThat(again.out()).isEqualTo(issued.out());
  }

  @Test
  void lateUsageIsAReversalAndANewLineInTheNextOpenMonth() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T11:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    Answer october = billed.report("2026-10", "2026-11-04T00:00:00Z");
    billed.used(
        "100.64.0.1",
        "2026-10-01T10:30:00Z",
        2 * GB,
        40); // E24: 7 instead of 5; E26: after the cutoff
    assertThat(billed.report("2026-10", "2026-11-30T00:00:00Z").out()).isEqualTo(october.out());
    billed.report("2026-11", "2026-12-04T00:00:00Z");
    assertThat(billed.total("acme", "2026-10")).isEqualTo("0.52");
    assertThat(billed.total("acme", "2026-11")).isEqualTo("0.2");
    assertThat(
            tables.query(
                "SELECT charge_period, toString(cost), corrects != '' FROM eipmeter.statement_lines"
                    + " FINAL WHERE period = '2026-11' ORDER BY number"))
        .containsExactly("2026-10\t-0.5\t1", "2026-10\t0.7\t0");
    billed.report("2026-12", "2027-01-04T00:00:00Z");
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
            BilledTables.PRICES
                .replace("version: 1", "version: 2")
                .replace("validFrom: 2026-01-01", "validFrom: 2026-11-01")
                .replace("perGigabyte: 0.1", "perGigabyte: 0.3"));
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T11:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    billed.report("2026-10", "2026-11-04T00:00:00Z");
    billed.used("100.64.0.1", "2026-10-01T10:30:00Z", 2 * GB, 40);
    billed.held("b", "acme", "100.64.0.2", "2026-11-01T10:00:00Z", "2026-11-01T11:00:00Z", 1);
    billed.used("100.64.0.2", "2026-11-01T10:00:00Z", GB, 0);
    Answer november =
        billed.run(
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
      assertThat(billed.run("explain", line).exitCode()).as(line).isZero();
    }
  }

  @Test
  void aLateOwnershipEventCorrectsBothAccounts() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:00:00Z", "2026-10-01T11:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T09:00:00Z", 3 * GB, 0);
    billed.used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    billed.report("2026-10", "2026-11-04T00:00:00Z");
    assertThat(billed.total("acme", "2026-10")).isEqualTo("0.82");
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:00:00Z", "2026-10-01T10:00:00Z", 1);
    billed.held("b", "beta", "100.64.0.1", "2026-10-01T10:00:00Z", "2026-10-01T11:00:00Z", 2);
    billed.report("2026-11", "2026-12-04T00:00:00Z");
    assertThat(billed.total("acme", "2026-11"))
        .as("5 GB and an hour are a credit")
        .isEqualTo("-0.51");
    assertThat(billed.total("beta", "2026-11")).isEqualTo("0.51");
  }

  @Test
  void aQuarterWithTwoHoldersIsSplitByItsMinutes() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T10:00:00Z", "2026-10-01T10:05:00Z", 0);
    billed.held("b", "beta", "100.64.0.1", "2026-10-01T10:05:00Z", "2026-10-01T11:00:00Z", 1);
    billed.used("100.64.0.1", "2026-10-01T10:00:00Z", 2 * GB, 0);
    billed.report("2026-10", "2026-11-04T00:00:00Z");
    assertThat(billed.total("acme", "2026-10")).as("2 GB and an hour").isEqualTo("0.21");
    assertThat(billed.total("beta", "2026-10")).as("an hour").isEqualTo("0.01");
    String ofTraffic =
        tables.query("SELECT line_id FROM eipmeter.statement_lines FINAL WHERE bytes != 0").get(0);
    assertThat(billed.run("explain", ofTraffic, "--quarters", "--minutes").out())
        .containsPattern("hours +1: out 2000000000 in 7 bytes")
        .containsPattern("quarters +1: out 2000000000 in 7 bytes")
        .containsPattern("minutes +1: out 2000000000 in 7 bytes")
        .contains("  2026-10-01T10:00:00Z 100.64.0.1 out 2000000000 in 7 settled ")
        .contains("agrees       minutes' bytes = quarters' bytes");
    tables.execute(
        "INSERT INTO eipmeter.eip_minutes SELECT * REPLACE (minute + shift AS minute)"
            + " FROM eipmeter.eip_minutes FINAL ARRAY JOIN [60, 600] AS shift");
    assertThat(billed.run("explain", ofTraffic).out())
        .as("10:01 is of the same holder, 10:10 of the next")
        .containsPattern("minutes +2: out 4000000000 in 14 bytes")
        .contains("DIFFERS      minutes' bytes = quarters' bytes");
  }

  @Test
  void eachLineCanBeExplainedAndComesOutTheSame() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T11:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB + 1, 0);
    billed.report("2026-10", "2026-11-04T00:00:00Z");
    billed.used("100.64.0.1", "2026-10-01T10:30:00Z", 2 * GB, 40);
    billed.report("2026-11", "2026-12-04T00:00:00Z");
    List<String> lines = tables.query("SELECT line_id FROM eipmeter.statement_lines FINAL");
    assertThat(lines).hasSizeGreaterThanOrEqualTo(5);
    for (String line : lines) {
      Answer explained = billed.run("explain", line);
      assertThat(explained.err()).as(explained.out()).contains("the same, to the last digit");
      assertThat(explained.exitCode()).isZero();
    }
    tables.execute(
        "INSERT INTO eipmeter.statement_hours SELECT * REPLACE (bytes_out + 1 AS bytes_out)"
            + " FROM eipmeter.statement_hours FINAL");
    assertThat(lines.stream().map(line -> billed.run("explain", line).exitCode()))
        .as("frozen usage that was touched is found out")
        .contains(1);
  }

  @Test
  void aMonthWhoseSumsDifferCannotBeClosed() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T11:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    assertThat(billed.run("reconcile", "--period", "2026-10").exitCode()).isZero();
    tables.execute(
        "INSERT INTO eipmeter.eip_quarters SELECT * REPLACE (bytes_out + 1 AS bytes_out, 2 AS"
            + " generation) FROM eipmeter.eip_quarters FINAL");
    Answer reconciled = billed.run("reconcile", "--period", "2026-10");
    assertThat(reconciled.exitCode()).isEqualTo(1);
    assertThat(singleSpaced(reconciled.out()))
        .contains("DIFFERS minutes' bytes = quarters' bytes 5000000007 5000000008 -1\n")
        .contains(" 2026-10-01T10:00:00Z 5000000007 5000000008 -1\n");
    Answer refused = billed.report("2026-10", "2026-11-04T00:00:00Z");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("2026-10 can't be closed: 'minutes' bytes = quarters' bytes' does not hold");
    assertThat(tables.query("SELECT count() FROM eipmeter.statements")).containsExactly("0");
  }

  @Test
  void whatIsTooMuchInOneHourDoesNotHideWhatIsMissingInAnother() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T13:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    billed.used("100.64.0.1", "2026-10-01T12:00:00Z", 5 * GB, 0);
    tables.execute(
        "INSERT INTO eipmeter.eip_quarters SELECT * REPLACE (if(quarter ="
            + " toDateTime('2026-10-01 10:00:00', 'UTC'), bytes_out + 7, bytes_out - 7) AS"
            + " bytes_out, 2 AS generation) FROM eipmeter.eip_quarters FINAL");
    Answer reconciled = billed.run("reconcile", "--period", "2026-10");
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
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T10:00:00Z", "2026-10-01T11:00:00Z", 0);
    billed.held("b", "beta", "100.64.0.2", "2026-10-01T10:00:00Z", "2026-10-01T11:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T10:00:00Z", GB, 0);
    tables.execute(
        "INSERT INTO eipmeter.eip_events SELECT * REPLACE ('BGP_PRO' AS line, log_time + 1 AS"
            + " log_time) FROM eipmeter.eip_events FINAL WHERE account = 'beta'");
    Answer run = billed.report("2026-10", "2026-11-04T00:00:00Z");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("account beta: parked");
    assertThat(
            tables.query("SELECT account, state FROM eipmeter.statements FINAL ORDER BY account"))
        .containsExactly("acme\tissued", "beta\tparked");
  }

  @Test
  void thePageShowsTotalChargesAndProof() throws Exception {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:30:00Z", "2026-10-01T11:00:00Z", 0);
    billed.held("b", "<b>beta", "100.64.0.2", "2026-10-01T09:30:00Z", "", 0);
    for (int day = 10; day < 28; day++) {
      billed.used("100.64.0.2", "2026-10-" + day + "T10:00:00Z", day * GB, 0);
    }
    billed.used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    Answer run = billed.report("2026-10", "2026-11-04T00:00:00Z", "--format", "html");
    String page = run.out();
    assertThat(page)
        .as(run.err())
        .contains("<div class=total>0.52 USD</div>", "&lt;b&gt;beta", "2026-10-27: 27,000,000,000")
        .contains("Usage of 18 EIP-hours: 18 complete, 0 with exports missing")
        .doesNotContain("http");
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("statement.html"), page);
  }
}
