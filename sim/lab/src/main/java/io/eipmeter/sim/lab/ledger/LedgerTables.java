package io.eipmeter.sim.lab.ledger;

import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.world.AddressMinute;
import io.eipmeter.sim.world.Drops;
import io.eipmeter.sim.world.ExporterTotals;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.OwnerInterval;
import io.eipmeter.sim.world.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/** A ledger as tables {@code ledger_*}, beside those that eipmeter fills: {@code ledger.sql}. */
public final class LedgerTables {
  /** Where the calendar of DateTime ends: of an interval that is open. */
  private static final long OPEN_MS = Instant.parse("2106-01-01T00:00:00Z").toEpochMilli();

  private static final List<String> USAGE =
      List.of(
          "address",
          "minute",
          "bytes_out",
          "bytes_in",
          "packets_out",
          "packets_in",
          "flows_out",
          "flows_in");

  private final ClickHouseDatabase database;

  private LedgerTables(ClickHouseDatabase database) {
    this.database = database;
  }

  /** Makes the tables, empty, and writes the ledger into them. */
  public static void write(Ledger ledger, ClickHouseTarget target) {
    try (ClickHouseDatabase database = ClickHouseDatabase.of(target)) {
      new LedgerTables(database).write(ledger);
    } catch (ClickHouseException e) {
      throw new LabFailure("The ledger was not written: " + e.getMessage(), e);
    }
  }

  private void write(Ledger ledger) throws ClickHouseException {
    for (String statement : statements()) {
      database.execute(statement);
    }
    usage("ledger_packets", ledger.packets());
    usage("ledger_records", ledger.records());
    usage("ledger_arrived_records", ledger.arrivedRecords());
    insert(
        "ledger_drops",
        List.of("address", "minute", "dropped_bytes", "dropped_packets"),
        ledger.drops().entrySet(),
        row -> {
          Drops drops = row.getValue();
          return row(row.getKey(), drops.bytes(), drops.packets());
        });
    insert(
        "ledger_owners",
        List.of(
            "address",
            "prefix_length",
            "ownership_id",
            "account",
            "eip_id",
            "owned_from",
            "owned_to",
            "association_kind",
            "association_id"),
        ledger.owners().values().stream().flatMap(List::stream).toList(),
        LedgerTables::owner);
    insert(
        "ledger_exporters",
        List.of(
            "exporter",
            "datagrams",
            "records",
            "flow_bytes",
            "sequence_units",
            "lost_datagrams",
            "lost_sequence_units"),
        ledger.exporters(),
        LedgerTables::exporter);
  }

  private static List<String> statements() {
    try (InputStream in = LedgerTables.class.getResourceAsStream("/ledger.sql")) {
      if (in == null) {
        throw new IllegalStateException("built without ledger.sql");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.strip().split(";\\s*(\n|$)"));
    } catch (IOException e) {
      throw new UncheckedIOException("a resource is always readable", e);
    }
  }

  private void usage(String table, SortedMap<AddressMinute, Usage> rows)
      throws ClickHouseException {
    insert(
        table,
        USAGE,
        rows.entrySet(),
        row -> {
          Usage usage = row.getValue();
          return row(
              row.getKey(),
              usage.bytesOut(),
              usage.bytesIn(),
              usage.packetsOut(),
              usage.packetsIn(),
              usage.flowsOut(),
              usage.flowsIn());
        });
  }

  private static List<Object> row(AddressMinute key, Object... sums) {
    List<Object> row = new ArrayList<>();
    row.add(key.address().toString());
    row.add(Instant.ofEpochMilli(key.minuteMs()));
    row.addAll(List.of(sums));
    return row;
  }

  private static List<Object> owner(OwnerInterval held) {
    return List.of(
        held.address().toString(),
        held.prefixLength(),
        held.ownershipId(),
        held.account(),
        held.eipId(),
        Instant.ofEpochMilli(held.fromMs()),
        Instant.ofEpochMilli(Math.min(held.toMs(), OPEN_MS)),
        held.associationKind(),
        held.associationId());
  }

  private static List<Object> exporter(ExporterTotals totals) {
    return List.of(
        totals.exporter().toString(),
        totals.datagrams(),
        totals.records(),
        totals.flowBytes(),
        totals.sequenceUnits(),
        totals.lostDatagrams(),
        totals.lostSequenceUnits());
  }

  private <T> void insert(
      String table, List<String> columns, Collection<T> rows, Function<T, List<Object>> columnsOf)
      throws ClickHouseException {
    database.insert(table, columns, () -> rows.stream().map(columnsOf).iterator());
  }
}
