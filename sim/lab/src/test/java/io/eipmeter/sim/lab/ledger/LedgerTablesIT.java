package io.eipmeter.sim.lab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.lab.clickhouse.LocalClickHouse;
import io.eipmeter.sim.lab.compare.ClickHouseReader;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.LedgerCsv;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.Simulation;
import io.eipmeter.sim.world.SimulationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both exports of one ledger, read as text: each row, and so each sum, is the same. */
class LedgerTablesIT {
  private static final String DATABASE = "ledger_test";

  @TempDir private static Path directory;

  private static LocalClickHouse clickHouse;
  private static ClickHouseReader reader;

  @BeforeAll
  static void start() {
    clickHouse = LocalClickHouse.start(directory.resolve("data"), directory.resolve("logs"));
    reader = new ClickHouseReader(clickHouse.httpUrl());
    reader.execute("CREATE DATABASE " + DATABASE);
  }

  @AfterAll
  static void stop() {
    clickHouse.close();
  }

  private static ClickHouseTarget target() {
    return ClickHouseTarget.local(clickHouse.httpUrl().toString(), DATABASE);
  }

  private static Ledger ledger(String scenario) {
    SimulationOptions options =
        new SimulationOptions(
            6, 30, 4, SimulationOptions.DEFAULT_START_MS, Scenario.named(scenario));
    Simulation world = new Simulation(options, (exporter, datagram) -> {}, (event, atMs) -> {});
    world.runTo(options.endMs() + 30_000);
    world.finish();
    return world.ledger();
  }

  private static List<String> csv(String file) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("csv").resolve(file));
    return lines.subList(1, lines.size());
  }

  /** As the CSV has it: IPv4 as such, times in milliseconds. */
  private static List<String> table(String name, String columns) {
    return reader.rows("SELECT " + columns + " FROM " + DATABASE + "." + name).stream()
        .map(row -> String.join(",", row).replace("::ffff:", ""))
        .toList();
  }

  @Test
  void bothTruthsDropsOwnersAndExportersAreTheSameInFilesAndTables() throws Exception {
    // A second ledger takes the place of the first.
    for (String scenario : List.of("lost", "attacks")) {
      Ledger ledger = ledger(scenario);
      LedgerCsv.write(ledger, directory.resolve("csv"));
      LedgerTables.write(ledger, target());
      String usage =
          "address, toUnixTimestamp(minute) * 1000, bytes_out, bytes_in, packets_out, packets_in,"
              + " flows_out, flows_in";
      same("packets.csv", "ledger_packets", usage);
      same("records.csv", "ledger_records", usage);
      same(
          "drops.csv",
          "ledger_drops",
          "address, toUnixTimestamp(minute) * 1000, dropped_bytes, dropped_packets");
      same(
          "owners.csv",
          "ledger_owners",
          "address, prefix_length, ownership_id, account, eip_id,"
              + " toUnixTimestamp64Milli(owned_from),"
              + " if(owned_to = '2106-01-01', '', toString(toUnixTimestamp64Milli(owned_to))),"
              + " association_kind, association_id");
      same(
          "exporters.csv",
          "ledger_exporters",
          "exporter, datagrams, records, flow_bytes, sequence_units, lost_datagrams,"
              + " lost_sequence_units");
    }
    assertThat(csv("drops.csv")).isNotEmpty();
  }

  private static void same(String file, String table, String columns) throws IOException {
    assertThat(table(table, columns)).as(table).containsExactlyInAnyOrderElementsOf(csv(file));
  }

  @Test
  void whatArrivedIsTheRecordsWithoutTheLost() {
    Ledger ledger = ledger("lost");
    LedgerTables.write(ledger, target());
    long arrived =
        ledger.arrivedRecords().values().stream()
            .mapToLong(usage -> usage.bytesOut() + usage.bytesIn())
            .sum();
    String sum = "SELECT sum(bytes_out + bytes_in) FROM " + DATABASE + ".";
    List<String> sums =
        Stream.of("ledger_arrived_records", "ledger_records")
            .map(table -> reader.rows(sum + table).get(0)[0])
            .toList();
    assertThat(sums.get(0)).isEqualTo(Long.toString(arrived));
    assertThat(Long.parseLong(sums.get(1))).isGreaterThan(arrived);
  }
}
