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

/** Histories that were billed wrongly once: parked months, missed releases, stopped pipelines. */
class StatementHistoriesIT {
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

  private static List<String> issued(String account) {
    return tables.query(
        "SELECT charge_period, toString(sum(cost)) FROM eipmeter.statement_lines FINAL WHERE account"
            + " = '"
            + account
            + "' AND item != 'rounding' AND statement_id IN (SELECT statement_id FROM"
            + " eipmeter.statements FINAL WHERE state = 'issued') GROUP BY charge_period ORDER BY"
            + " charge_period");
  }

  @Test
  void aMonthThatWasParkedAtItsCloseIsBilledOnceWhenItIsDecided() {
    billed.held("a", "acme", "100.64.0.1", "2026-09-01T00:00:00Z", "2026-09-01T10:00:00Z", 0);
    billed.held("x", "beta", "100.64.0.1", "2026-09-01T05:00:00Z", "2026-09-01T10:00:00Z", 1);
    billed.used("100.64.0.1", "2026-09-01T01:00:00Z", 10 * GB, 0);
    Answer parked = billed.report("2026-09", "2026-10-04T00:00:00Z");
    assertThat(parked.exitCode()).isEqualTo(1);
    assertThat(parked.err())
        .contains(
            "account acme: parked: 2026-09: eip-a (100.64.0.1) is contested: beta held it, too, from"
                + " 2026-09-01T05:00:00Z to 2026-09-01T10:00:00Z")
        .contains("account beta: parked: 2026-09: eip-x (100.64.0.1) is contested: acme held it");
    assertThat(parked.out()).as("in the rows, too").contains("is contested: beta held it");
    billed.held("b", "acme", "100.64.0.2", "2026-10-01T00:00:00Z", "2026-10-01T01:00:00Z", 2);
    assertThat(billed.report("2026-10", "2026-11-04T00:00:00Z").exitCode())
        .as("later months go on")
        .isZero();
    assertThat(issued("acme")).containsExactly("2026-10\t0.01");
    billed.held("x", "beta", "100.64.0.1", "2026-09-01T05:00:00Z", "2026-09-01T05:00:00Z", 3);
    assertThat(billed.report("2026-09", "2026-11-05T00:00:00Z").err())
        .contains("2026-09 is closed: 2 statements, 2 written now");
    billed.report("2026-11", "2026-12-04T00:00:00Z");
    assertThat(issued("acme"))
        .as("10 GB and ten hours, once")
        .containsExactly("2026-09\t1.1", "2026-10\t0.01");
    assertThat(billed.run("reconcile", "--period", "2026-09").exitCode()).isZero();
  }

  @Test
  void aBookThatLackedAPriceIsCorrectedByANewVersionAndTheNextMonthGoesOn() throws Exception {
    Path first =
        Files.writeString(
            directory.resolve("lacks-1.yaml"),
            BilledTables.PRICES.replace("name: test", "name: lacks").replace("[\"*\"]", "[q]"));
    Path second =
        Files.writeString(
            directory.resolve("lacks-2.yaml"),
            BilledTables.PRICES
                .replace("name: test", "name: lacks")
                .replace("version: 1", "version: 2")
                .replace("[\"*\"]", "[q, r]"));
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:00:00Z", "2026-11-01T01:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T10:00:00Z", 5 * GB, 0);
    Answer parked = close(first.toString(), "2026-10", "2026-11-04T00:00:00Z");
    assertThat(parked.err()).contains("lacks@1 has no prices in region r over line BGP");
    assertThat(close(second.toString(), "2026-10", "2026-11-05T00:00:00Z").exitCode()).isZero();
    Answer november = close("lacks", "2026-11", "2026-12-04T00:00:00Z");
    assertThat(november.exitCode()).as(november.err()).isZero();
    assertThat(issued("acme")).containsExactly("2026-10\t7.85", "2026-11\t0.01");
  }

  private static Answer close(String book, String period, String now) {
    return billed.run("report", "--book", book, "--period", period, "--now", now);
  }

  @Test
  void aPriceThatChangesWithinAMonthHoldsForTheHoursThatBeginAfterIt() throws Exception {
    Path dearer =
        Files.writeString(
            directory.resolve("mid-2.yaml"),
            BilledTables.PRICES
                .replace("version: 1", "version: 2")
                .replace("validFrom: 2026-01-01", "validFrom: 2026-10-15")
                .replace("perGigabyte: 0.1", "perGigabyte: 0.2"));
    billed.held("a", "acme", "100.64.0.1", "2026-10-14T23:00:00Z", "2026-10-15T01:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-14T23:00:00Z", 10 * GB, 0);
    billed.used("100.64.0.1", "2026-10-15T00:00:00Z", 10 * GB, 0);
    Answer october =
        billed.run(
            "report",
            "--book",
            billed.book.toString(),
            "--book",
            dearer.toString(),
            "--period",
            "2026-10",
            "--now",
            "2026-11-04T00:00:00Z");
    assertThat(october.exitCode()).as(october.err()).isZero();
    assertThat(billed.total("acme", "2026-10")).as("1 + 2 + two hours").isEqualTo("3.02");
    for (String line : tables.query("SELECT line_id FROM eipmeter.statement_lines FINAL")) {
      assertThat(billed.run("explain", line).exitCode()).as(line).isZero();
    }
  }

  @Test
  void aVersionThatWouldChangeAClosedMonthIsRefusedUntilItIsAskedFor() throws Exception {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:00:00Z", "2026-10-01T10:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T09:00:00Z", 10 * GB, 0);
    billed.report("2026-10", "2026-11-04T00:00:00Z");
    Path cheaper =
        Files.writeString(
            directory.resolve("cheaper-2.yaml"),
            BilledTables.PRICES
                .replace("version: 1", "version: 2")
                .replace("perGigabyte: 0.1", "perGigabyte: 0.05"));
    Answer refused = close(cheaper.toString(), "2026-11", "2026-12-04T00:00:00Z");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("the versions of test given now change prices of 2026-10, which is closed");
    Answer restated =
        billed.run(
            "report",
            "--book",
            cheaper.toString(),
            "--period",
            "2026-11",
            "--now",
            "2026-12-04T00:00:00Z",
            "--restate");
    assertThat(restated.exitCode()).as(restated.err()).isZero();
    assertThat(issued("acme")).containsExactly("2026-10\t0.51");
  }

  @Test
  void whatThePipelineHasNotBroughtStopsTheCloseAndSaysWhatIsBehind() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:00:00Z", "2026-10-01T10:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T09:00:00Z", GB, 0);
    tables.empty("progress");
    billed.settledUntil("2026-10-28 00:00:00");
    Answer refused = billed.report("2026-10", "2026-11-04T00:00:00Z");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains(
            "2026-10 can't be closed: eip-minutes-v1 is in the tables until 2026-10-28T00:00:00Z"
                + " only, not until 2026-11-04T00:00:00Z");
    assertThat(tables.query("SELECT count() FROM eipmeter.statements")).containsExactly("0");
    Answer reconciled = billed.run("reconcile", "--period", "2026-10");
    assertThat(reconciled.exitCode()).isZero();
    assertThat(reconciled.err())
        .contains("2026-10: hours from 2026-10-27T22:00:00Z on are not sealed yet");
  }

  @Test
  void aDryRunShowsWhatWouldBeIssuedAndADraftsLineIsExplained() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:00:00Z", "2026-10-01T10:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T09:00:00Z", GB, 0);
    Answer shown = billed.report("2026-10", "2026-11-04T00:00:00Z", "--dry-run");
    assertThat(shown.out()).contains("acme", ",issued,", ",0.1,USD,");
    assertThat(tables.query("SELECT count() FROM eipmeter.statements")).containsExactly("0");
    String line =
        shown.out().lines().filter(row -> row.contains("data-transfer")).findFirst().orElseThrow();
    String id = line.split(",", -1)[4];
    assertThat(billed.run("explain", id).err()).contains("there is no line " + id);
    Answer explained =
        billed.run(
            "explain",
            id,
            "--book",
            billed.book.toString(),
            "--period",
            "2026-10",
            "--now",
            "2026-11-04T00:00:00Z");
    assertThat(explained.err()).as(explained.out()).contains("the same, to the last digit");
  }

  @Test
  void onlyOneRunIssuesAtATimeAndAKilledOneLetsGoAfterAWhile() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T09:00:00Z", "2026-10-01T10:00:00Z", 0);
    tables.execute(
        "INSERT INTO eipmeter.statement_locks SELECT 'other', 1, now64(3) + toIntervalSecond(100)");
    Answer refused = billed.report("2026-10", "2026-11-04T00:00:00Z");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("another run issues statements; if it was broken off");
    tables.execute("INSERT INTO eipmeter.statement_locks SELECT 'other', 2, now64(3)");
    assertThat(billed.report("2026-10", "2026-11-04T00:00:00Z").exitCode()).isZero();
    assertThat(tables.query("SELECT count() FROM eipmeter.snapshot_eips"))
        .as("a run takes away what it held still")
        .containsExactly("0");
  }

  @Test
  void joiningASharedBandwidthWithinAQuarterDividesItsTrafficByTheMinute() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T12:00:00Z", "2026-10-01T12:20:00Z", 0);
    tables.execute(
        "INSERT INTO eipmeter.eip_events SELECT * REPLACE ('b' AS ownership_id, owned_to AS"
            + " owned_from, owned_to + toIntervalMinute(40) AS owned_to, 'cbwp-1' AS"
            + " shared_bandwidth_id) FROM eipmeter.eip_events FINAL");
    billed.used("100.64.0.1", "2026-10-01T12:15:00Z", GB, 0);
    tables.execute(
        "INSERT INTO eipmeter.eip_minutes SELECT * REPLACE (minute + toIntervalMinute(5) AS minute,"
            + " bytes_out * 7 AS bytes_out, 0 AS bytes_in) FROM eipmeter.eip_minutes FINAL");
    tables.execute(
        "INSERT INTO eipmeter.eip_quarters SELECT * REPLACE (bytes_out * 8 AS bytes_out, 2 AS"
            + " generation) FROM eipmeter.eip_quarters FINAL");
    Answer draft = billed.report("2026-10", "2026-10-20T00:00:00Z");
    assertThat(draft.err())
        .contains("eip-a is in the shared bandwidth cbwp-1, and test@1 has no price for that");
    assertThat(draft.out()).contains(",data-transfer,0,", ",1,GB,0.1,0.1,USD,1000000000,");
  }

  @Test
  void whatIsMissingStandsOnTheLineWithTheMostThatItMayHaveBeen() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T12:00:00Z", "", 0);
    billed.used("100.64.0.1", "2026-10-01T12:15:00Z", GB, 0);
    // Two gaps: 3 exports seen missing at 12:20 that may speak of 12:18 on, 4 at 13:00 alone.
    tables.execute(
        "INSERT INTO eipmeter.exporter_minutes (exporter, minute, lost_exports, lost_from) VALUES"
            + " ('::ffff:192.0.2.1', '2026-10-01 12:20:00', 3, '2026-10-01 12:18:10'),"
            + " ('::ffff:192.0.2.1', '2026-10-01 13:00:00', 4, '2026-10-01 13:00:00')");
    Answer draft = billed.report("2026-10", "2026-10-20T00:00:00Z");
    // Four minutes of 5 Mbit/s: 4 x 60 x 5,000,000 / 8 bytes each way.
    assertThat(draft.out()).contains(",0.1,0.1,USD,1000000000,4,7,150000000,");
    assertThat(draft.out()).contains("exports are missing in 4 of");
  }

  @Test
  void whatIsRatedIsComparedWithTheQuartersAndWithEarlyCharges() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T00:00:00Z", "2026-10-05T00:00:00Z", 0);
    billed.used("100.64.0.1", "2026-10-01T12:15:00Z", GB, 0);
    billed.used("100.64.0.9", "2026-10-02T12:15:00Z", GB, 0);
    assertThat(billed.run("reconcile", "--period", "2026-10").out())
        .contains("agrees     bytes of accounts and of nobody = quarters' bytes")
        .doesNotContain("early charges");
    // Early charges of billing that lack what the tables hold: told, and no fault of the month.
    tables.execute(
        "INSERT INTO eipmeter.progress (topic, log_partition, generation, settled_until) VALUES"
            + " ('charges-v1', 0, 1, '2027-03-01 00:00:00')");
    Answer differs = billed.run("reconcile", "--period", "2026-10");
    assertThat(differs.out())
        .contains("differs    bytes by account: statements = early charges", "acme", "(nobody)");
    assertThat(differs.exitCode()).isZero();
    // A quarter in which the holder is found by minutes, of which one is gone.
    tables.execute(
        "INSERT INTO eipmeter.eip_events SELECT * REPLACE ('b' AS ownership_id, 'beta' AS account,"
            + " toDateTime64('2026-10-05 00:05:00', 3, 'UTC') AS owned_from,"
            + " toDateTime64('2026-10-06 00:00:00', 3, 'UTC') AS owned_to) FROM"
            + " eipmeter.eip_events FINAL");
    billed.used("100.64.0.1", "2026-10-05T00:00:00Z", GB, 0);
    tables.execute(
        "ALTER TABLE eipmeter.eip_minutes DELETE WHERE minute = '2026-10-05 00:00:00' SETTINGS"
            + " mutations_sync = 2");
    Answer lost = billed.run("reconcile", "--period", "2026-10");
    assertThat(lost.out()).contains("DIFFERS    bytes of accounts and of nobody = quarters' bytes");
    assertThat(lost.exitCode()).isEqualTo(1);
  }

  @Test
  void anEipOnTwoAddressesIsParkedAndTheOthersAreIssued() {
    billed.held("a", "acme", "100.64.0.1", "2026-10-01T00:00:00Z", "2026-10-05T00:00:00Z", 0);
    tables.execute(
        "INSERT INTO eipmeter.eip_events SELECT * REPLACE ('b' AS ownership_id,"
            + " toIPv6('::ffff:100.64.0.2') AS address, owned_from + toIntervalMinute(20) AS"
            + " owned_from) FROM eipmeter.eip_events FINAL");
    billed.held("c", "core", "100.64.0.3", "2026-10-01T00:00:00Z", "2026-10-05T00:00:00Z", 1);
    billed.used("100.64.0.1", "2026-10-01T00:30:00Z", GB, 0);
    billed.used("100.64.0.2", "2026-10-01T00:30:00Z", GB, 1);
    billed.used("100.64.0.3", "2026-10-03T00:00:00Z", GB, 0);
    billed.used("100.64.0.3", "2026-10-03T01:00:00Z", GB, 0);
    Answer closed = billed.report("2026-10", "2026-11-10T00:00:00Z");
    assertThat(closed.err())
        .contains(
            "eip-a (100.64.0.1) is contested: the same account, on 100.64.0.2, held it, too, from"
                + " 2026-10-01T00:20:00Z to 2026-10-05T00:00:00Z");
    assertThat(billed.total("core", "2026-10")).isEqualTo("1.16");
  }
}
