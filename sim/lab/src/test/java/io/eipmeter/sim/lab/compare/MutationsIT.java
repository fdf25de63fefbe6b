package io.eipmeter.sim.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.schemas.clickhouse.Lifetimes;
import io.eipmeter.schemas.clickhouse.Migrations;
import io.eipmeter.sim.lab.clickhouse.LocalClickHouse;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.AddressMinute;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.OwnerInterval;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.Simulation;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison itself is put to the test: each way to be wrong is made once in real tables. */
final class MutationsIT {
  private static final String DATABASE = "eipmeter";
  private static final int KEEP_DAYS = 7_300;

  @TempDir private static Path directory;
  private static LocalClickHouse clickHouse;
  private static ClickHouseReader reader;
  private static SettledTables tables;
  private static Ledger ledger;

  @BeforeAll
  static void startClickHouseAndRunAWorld() throws Exception {
    clickHouse = LocalClickHouse.start(directory.resolve("data"), directory.resolve("logs"));
    reader = new ClickHouseReader(clickHouse.httpUrl());
    tables = new SettledTables(reader, DATABASE);
    new Migrations(
            ClickHouseTarget.local(clickHouse.httpUrl().toString(), DATABASE),
            new Lifetimes(KEEP_DAYS, KEEP_DAYS, KEEP_DAYS, KEEP_DAYS, KEEP_DAYS))
        .apply();
    Simulation simulation =
        new Simulation(
            new SimulationOptions(
                7, 30, 4, SimulationOptions.DEFAULT_START_MS, Scenario.named("default")),
            (exporter, datagram) -> {},
            (event, atMs) -> {});
    simulation.finish();
    ledger = simulation.ledger();
  }

  @AfterAll
  static void stopClickHouse() {
    clickHouse.close();
  }

  @BeforeEach
  void writeTheLedgerIntoTheTables() {
    reader.execute("TRUNCATE TABLE eipmeter.eip_minutes");
    reader.execute("TRUNCATE TABLE eipmeter.eip_events");
    StringJoiner minutes = new StringJoiner(",");
    ledger.records().forEach((key, usage) -> minutes.add(row(key, usage, 0)));
    insertMinutes(minutes.toString());
    StringJoiner events = new StringJoiner(",");
    ledger
        .owners()
        .values()
        .forEach(intervals -> intervals.forEach(interval -> events.add(row(interval, 1))));
    insertEvents(events.toString());
    assertThat(minuteDifferences()).isEmpty();
    assertThat(ownerDifferences()).isEmpty();
  }

  @Test
  void findsAndNamesADeletedMinute() {
    AddressMinute key = busiest();
    reader.execute(
        "ALTER TABLE eipmeter.eip_minutes DELETE WHERE address = toIPv6('"
            + key.address()
            + "') AND minute = "
            + key.minuteMs() / 1_000
            + " SETTINGS mutations_sync = 2");
    Usage usage = expected(key);
    assertThat(minuteDifferences())
        .contains(
            new Difference(
                "records",
                key.address(),
                key.minuteMs(),
                "bytes out",
                Long.toString(usage.bytesOut()),
                "0"))
        .allMatch(difference -> at(difference, key));
  }

  @Test
  void takesTheSameInsertTwiceForOne() {
    AddressMinute key = busiest();
    insertMinutes(row(key, expected(key), 0));
    assertThat(minuteDifferences()).isEmpty();
  }

  @Test
  void findsAndNamesAnInsertDoubledIntoAnotherSlice() {
    AddressMinute key = busiest();
    Usage usage = expected(key);
    insertMinutes(row(key, usage, key.minuteMs() / 1_000 + 300));
    assertThat(minuteDifferences())
        .contains(
            new Difference(
                "records",
                key.address(),
                key.minuteMs(),
                "bytes out",
                Long.toString(usage.bytesOut()),
                Long.toString(2 * usage.bytesOut())))
        .allMatch(difference -> at(difference, key));
  }

  @Test
  void findsAndNamesOneAlteredByte() {
    AddressMinute key = busiest();
    reader.execute(
        "ALTER TABLE eipmeter.eip_minutes UPDATE bytes_in = bytes_in + 1"
            + String.format(
                Locale.ROOT,
                " WHERE address = toIPv6('%s') AND minute = %d",
                key.address(),
                key.minuteMs() / 1_000)
            + " SETTINGS mutations_sync = 2");
    long bytesIn = expected(key).bytesIn();
    assertThat(minuteDifferences())
        .containsExactly(
            new Difference(
                "records",
                key.address(),
                key.minuteMs(),
                "bytes in",
                Long.toString(bytesIn),
                Long.toString(bytesIn + 1)));
  }

  @Test
  void findsAndNamesAMinuteOfAnAddressThatTheLedgerDoesNotKnow() {
    AddressMinute key = new AddressMinute(Address.parse("198.18.250.1"), busiest().minuteMs());
    insertMinutes(row(key, new Usage(1, 0, 1, 0, 0, 0), 0));
    assertThat(minuteDifferences())
        .contains(new Difference("records", key.address(), key.minuteMs(), "bytes out", "0", "1"))
        .allMatch(difference -> at(difference, key));
  }

  @Test
  void findsAndNamesAnOwnerEdgeMovedByAMinute() {
    AddressMinute key = busiest();
    OwnerInterval holder =
        ledger.owners().getOrDefault(key.address(), List.of()).stream()
            .filter(interval -> interval.fromMs() < key.minuteMs() + 60_000)
            .filter(interval -> interval.toMs() > key.minuteMs())
            .findFirst()
            .orElseThrow();
    // A later statement of the same interval: it now ends where the minute begins.
    OwnerInterval moved = holder.endedAt(key.minuteMs());
    insertEvents(row(moved, 2));
    assertThat(ownerDifferences())
        .contains(
            new Difference(
                "owners",
                key.address(),
                key.minuteMs(),
                "owner",
                holder.account() + "/" + holder.eipId(),
                "nobody"))
        .allMatch(difference -> difference.address().equals(key.address()));
  }

  private static List<Difference> minuteDifferences() {
    return UsageComparison.ofMinutes("records", ledger.records(), tables.minutes()).differences();
  }

  private static List<Difference> ownerDifferences() {
    return OwnerComparison.of(ledger.owners(), tables.owners());
  }

  private static boolean at(Difference difference, AddressMinute key) {
    return difference.address().equals(key.address()) && difference.minuteMs() == key.minuteMs();
  }

  /** A minute in the middle of the run with bytes in both directions, whose unit is one address. */
  private static AddressMinute busiest() {
    return ledger.records().entrySet().stream()
        .filter(entry -> entry.getKey().address().isIpv4())
        .filter(entry -> entry.getKey().minuteMs() > SimulationOptions.DEFAULT_START_MS)
        .filter(entry -> Math.min(entry.getValue().bytesOut(), entry.getValue().bytesIn()) > 0)
        .max(
            java.util.Map.Entry.comparingByValue(
                java.util.Comparator.comparingLong(Usage::bytesOut)))
        .orElseThrow()
        .getKey();
  }

  private static Usage expected(AddressMinute key) {
    return ledger.records().getOrDefault(key, Usage.NONE);
  }

  private static String row(AddressMinute key, Usage usage, long sliceSeconds) {
    return String.format(
        Locale.ROOT,
        "('%s',%d,%d,%d,%d,%d,%d,%d,%d)",
        key.address().isIpv4() ? "::ffff:" + key.address() : key.address().toString(),
        key.minuteMs() / 1_000,
        sliceSeconds,
        usage.bytesOut(),
        usage.bytesIn(),
        usage.packetsOut(),
        usage.packetsIn(),
        usage.flowsOut(),
        usage.flowsIn());
  }

  private static void insertMinutes(String rows) {
    reader.execute(
        "INSERT INTO eipmeter.eip_minutes (address, minute, slice, bytes_out, bytes_in,"
            + " packets_out, packets_in, flows_out, flows_in) VALUES "
            + rows);
  }

  private static String row(OwnerInterval interval, int statement) {
    long toMs = interval.toMs() == Long.MAX_VALUE ? 0 : interval.toMs();
    return String.format(
        Locale.ROOT,
        "('%s',%d,%d,'%s',%d,fromUnixTimestamp64Milli(%d),fromUnixTimestamp64Milli(%d),'%s','%s')",
        interval.ownershipId(),
        statement,
        statement,
        interval.address().isIpv4()
            ? "::ffff:" + interval.address()
            : interval.address().toString(),
        interval.prefixLength(),
        interval.fromMs(),
        toMs,
        interval.account(),
        interval.eipId());
  }

  private static void insertEvents(String rows) {
    reader.execute(
        "INSERT INTO eipmeter.eip_events (ownership_id, log_time, log_offset, address,"
            + " prefix_length, owned_from, owned_to, account, eip_id) VALUES "
            + rows);
  }
}
