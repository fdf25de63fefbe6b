package io.eipmeter.sim.lab.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.schemas.clickhouse.Lifetimes;
import io.eipmeter.schemas.clickhouse.Migration;
import io.eipmeter.schemas.clickhouse.MigrationException;
import io.eipmeter.schemas.clickhouse.Migrations;
import io.eipmeter.sim.lab.cli.Commands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsIT {
  @TempDir private static Path directory;

  private static TestTables tables;

  @BeforeAll
  static void start() throws Exception {
    tables = TestTables.start(directory);
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  private static ClickHouseTarget database(String name) {
    return ClickHouseTarget.local(tables.clickHouse().httpUrl().toString(), name);
  }

  @Test
  void theFirstRunAppliesAllAndTheSecondNothing() throws Exception {
    Migrations migrations = new Migrations(database("twice"), Lifetimes.DEFAULT);
    assertThat(migrations.apply())
        .containsExactlyElementsOf(Migration.bundled().stream().map(Migration::name).toList());
    assertThat(migrations.apply()).isEmpty();
  }

  @Test
  void aFileThatChangedAfterItWasAppliedIsRefusedByName() throws Exception {
    Migrations migrations = new Migrations(database("changed"), Lifetimes.DEFAULT);
    String table =
        "CREATE TABLE IF NOT EXISTS ${database}.t (a UInt8) ENGINE = MergeTree ORDER BY a;\n";
    Migration other = new Migration("V0002__u.sql", table.replace(".t ", ".u "));
    migrations.apply(List.of(new Migration("V0001__t.sql", table)));
    assertThatThrownBy(
            () ->
                migrations.apply(
                    List.of(
                        new Migration("V0001__t.sql", table.replace("UInt8", "UInt16")), other)))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("V0001__t.sql has changed since it was applied");
    assertThat(
            tables.query(
                "SELECT name FROM system.tables WHERE database = 'changed' AND name = 'u'"))
        .isEmpty();
  }

  @Test
  void anotherLifetimeIsAppliedToTheTablesThatAreThere() throws Exception {
    ClickHouseTarget target = database("lifetimes");
    new Migrations(target, Lifetimes.DEFAULT).apply();
    assertThat(new Migrations(target, new Lifetimes(10, 800, 1, 7, 35)).apply())
        .containsExactly("R__1_lifetimes.sql");
    assertThat(
            tables.query(
                "SELECT create_table_query FROM system.tables"
                    + " WHERE database = 'lifetimes' AND name = 'eip_minutes'"))
        .singleElement()
        .asString()
        .contains("toIntervalDay(10)");
  }

  @Test
  void theCommandCreatesTablesAndKeepsTheLifetimesThatItWasTold() throws Exception {
    Commands.Answer before =
        Commands.run(
            List.of(
                "reconcile",
                "--period",
                "2026-10",
                "--clickhouse-database",
                "made",
                "--clickhouse",
                tables.clickHouse().httpUrl().toString()));
    assertThat(before.exitCode()).isEqualTo(1);
    assertThat(before.err()).contains("'eipmeter tables create' creates what is missing");
    assertThat(create("--keep", "minutes=400").lines())
        .containsExactlyElementsOf(Migration.bundled().stream().map(Migration::name).toList());
    assertThat(create()).isEmpty();
    assertThat(keptMinutes()).contains("toIntervalDay(400)");
    assertThat(create("--keep", "flows=3", "--keep", "live=2").lines())
        .containsExactly("R__1_lifetimes.sql");
    assertThat(keptMinutes()).contains("toIntervalDay(400)");
    Commands.Answer mistake = Commands.run(arguments("--keep", "hours=3"));
    assertThat(mistake.exitCode()).isEqualTo(2);
    assertThat(mistake.err()).contains("--keep: it must be minutes, quarters,");
  }

  private static List<String> arguments(String... more) {
    List<String> all =
        new ArrayList<>(List.of("tables", "create", "--clickhouse-database", "made"));
    all.addAll(List.of("--clickhouse", tables.clickHouse().httpUrl().toString()));
    all.addAll(List.of(more));
    return all;
  }

  private static String create(String... more) {
    Commands.Answer answer = Commands.run(arguments(more));
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    return answer.out();
  }

  private static String keptMinutes() {
    return String.join(
        "",
        tables.query(
            "SELECT create_table_query FROM system.tables"
                + " WHERE database = 'made' AND name = 'eip_minutes'"));
  }

  @Test
  void aClickHouseThatDoesNotAnswerIsNamedInOneSentence() {
    assertThatThrownBy(
            () ->
                new Migrations(ClickHouseTarget.local("http://127.0.0.1:1", "x"), Lifetimes.DEFAULT)
                    .apply())
        .isInstanceOf(MigrationException.class)
        .hasMessageStartingWith("ClickHouse at http://127.0.0.1:1 does not answer: ");
  }

  @Test
  void everyViewAndDictionaryCanBeAsked() {
    List<String> views =
        tables.query(
            "SELECT name FROM system.tables WHERE database = 'eipmeter' AND engine IN ('View', 'Dictionary')");
    assertThat(views).contains("eip_minute_owned", "eip_day", "owners", "lost_minutes");
    for (String view : views) {
      String parameters =
          view.equals("eip_usage")
              ? "(from = toDateTime(0), to = toDateTime(86400), step = 60)"
              : "";
      tables.query("SELECT * FROM eipmeter." + view + parameters + " LIMIT 1");
    }
  }
}
