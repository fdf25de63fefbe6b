package io.eipmeter.sim.lab.ledger;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.tables.domain.RowBinary;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseHttp;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.AddressMinute;
import io.eipmeter.sim.world.Drops;
import io.eipmeter.sim.world.ExporterTotals;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.OwnerInterval;
import io.eipmeter.sim.world.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/** A ledger as tables {@code ledger_*}, beside those that eipmeter fills: {@code ledger.sql}. */
public final class LedgerTables {
  private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(5);
  private static final int ROWS_OF_AN_INSERT = 100_000;

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

  private final String database;
  private final ClickHouseHttp http;

  private LedgerTables(URI clickHouse, String database) {
    this.database = database;
    http =
        new ClickHouseHttp(
            ClickHouseTarget.local(clickHouse.toString(), database), LONGEST_STATEMENT);
  }

  /** Makes the tables, empty, and writes the ledger into them. */
  public static void write(Ledger ledger, URI clickHouse, String database) {
    try {
      new LedgerTables(clickHouse, database).write(ledger);
    } catch (ClickHouseException e) {
      throw new LabFailure("ClickHouse refused the ledger: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new LabFailure("The ledger was not written to ClickHouse: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while writing the ledger.", e);
    }
  }

  private void write(Ledger ledger) throws IOException, InterruptedException, ClickHouseException {
    for (String statement : statements()) {
      http.query(statement.replace("${database}", database));
    }
    usage("ledger_packets", ledger.packets());
    usage("ledger_records", ledger.records());
    usage("ledger_arrived_records", ledger.arrivedRecords());
    insert(
        "ledger_drops",
        List.of("address", "minute", "dropped_bytes", "dropped_packets"),
        ledger.drops().entrySet(),
        (to, row) -> {
          Drops drops = row.getValue();
          key(to, row.getKey()).int64(drops.bytes()).int64(drops.packets());
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
      throws IOException, InterruptedException, ClickHouseException {
    insert(
        table,
        USAGE,
        rows.entrySet(),
        (to, row) -> {
          Usage usage = row.getValue();
          key(to, row.getKey())
              .int64(usage.bytesOut())
              .int64(usage.bytesIn())
              .int64(usage.packetsOut())
              .int64(usage.packetsIn())
              .int64(usage.flowsOut())
              .int64(usage.flowsIn());
        });
  }

  private static RowBinary key(RowBinary to, AddressMinute key) {
    return address(to, key.address()).seconds(key.minuteMs());
  }

  private static RowBinary address(RowBinary to, Address address) {
    return to.address(ByteString.copyFrom(address.bytes()));
  }

  private static void owner(RowBinary to, OwnerInterval held) {
    address(to, held.address())
        .int8(held.prefixLength())
        .string(held.ownershipId())
        .string(held.account())
        .string(held.eipId())
        .millis(held.fromMs())
        .millis(Math.min(held.toMs(), OPEN_MS))
        .string(held.associationKind())
        .string(held.associationId());
  }

  private static void exporter(RowBinary to, ExporterTotals totals) {
    address(to, totals.exporter())
        .int64(totals.datagrams())
        .int64(totals.records())
        .int64(totals.flowBytes())
        .int64(totals.sequenceUnits())
        .int64(totals.lostDatagrams())
        .int64(totals.lostSequenceUnits());
  }

  private <T> void insert(
      String table, List<String> columns, Collection<T> rows, BiConsumer<RowBinary, T> columnsOf)
      throws IOException, InterruptedException, ClickHouseException {
    RowBinary block = new RowBinary();
    for (T row : rows) {
      columnsOf.accept(block, row);
      block.endRow();
      if (block.rows() == ROWS_OF_AN_INSERT) {
        send(table, columns, block);
      }
    }
    if (block.rows() > 0) {
      send(table, columns, block);
    }
  }

  private void send(String table, List<String> columns, RowBinary block)
      throws IOException, InterruptedException, ClickHouseException {
    byte[] bytes = block.take();
    http.insert(table, columns, bytes, bytes.length);
  }
}
