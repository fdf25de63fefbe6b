package io.eipmeter.sim.world;

import io.eipmeter.schemas.csv.CsvText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A ledger as CSV files: {@code packets.csv}, {@code records.csv}, {@code drops.csv} (what the
 * gateways dropped), {@code owners.csv}, {@code exporters.csv}. Times are milliseconds since the
 * epoch; an open interval has an empty end.
 */
public final class LedgerCsv {
  private static final String USAGE =
      "address,minute_ms,bytes_out,bytes_in,packets_out,packets_in,flows_out,flows_in";

  private LedgerCsv() {}

  public static void write(Ledger ledger, Path directory) throws IOException {
    Files.createDirectories(directory);
    minutes(ledger.packets(), directory.resolve("packets.csv"));
    minutes(ledger.records(), directory.resolve("records.csv"));
    drops(ledger.drops(), directory.resolve("drops.csv"));
    owners(ledger, directory.resolve("owners.csv"));
    exporters(ledger, directory.resolve("exporters.csv"));
  }

  private static void minutes(SortedMap<AddressMinute, Usage> rows, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      line(out, USAGE);
      for (Map.Entry<AddressMinute, Usage> row : rows.entrySet()) {
        Usage usage = row.getValue();
        line(
            out,
            row.getKey().address(),
            row.getKey().minuteMs(),
            usage.bytesOut(),
            usage.bytesIn(),
            usage.packetsOut(),
            usage.packetsIn(),
            usage.flowsOut(),
            usage.flowsIn());
      }
    }
  }

  private static void drops(SortedMap<AddressMinute, Drops> rows, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      line(out, "address,minute_ms,dropped_bytes,dropped_packets");
      for (Map.Entry<AddressMinute, Drops> row : rows.entrySet()) {
        line(
            out,
            row.getKey().address(),
            row.getKey().minuteMs(),
            row.getValue().bytes(),
            row.getValue().packets());
      }
    }
  }

  private static void owners(Ledger ledger, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      line(
          out,
          "address,prefix_length,ownership_id,account,eip_id,from_ms,to_ms,association_kind,"
              + "association_id");
      for (List<OwnerInterval> intervals : ledger.owners().values()) {
        for (OwnerInterval held : intervals) {
          line(
              out,
              held.address(),
              held.prefixLength(),
              held.ownershipId(),
              CsvText.NEUTRALISED.of(held.account()),
              held.eipId(),
              held.fromMs(),
              held.toMs() == Long.MAX_VALUE ? "" : held.toMs(),
              held.associationKind(),
              CsvText.NEUTRALISED.of(held.associationId()));
        }
      }
    }
  }

  private static void exporters(Ledger ledger, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      line(
          out,
          "exporter,datagrams,records,flow_bytes,sequence_units,lost_datagrams,lost_sequence_units");
      for (ExporterTotals totals : ledger.exporters()) {
        line(
            out,
            totals.exporter(),
            totals.datagrams(),
            totals.records(),
            totals.flowBytes(),
            totals.sequenceUnits(),
            totals.lostDatagrams(),
            totals.lostSequenceUnits());
      }
    }
  }

  /** No value of ours has a comma, a quote or a line's end. */
  private static void line(BufferedWriter out, Object... values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      out.write((i == 0 ? "" : ",") + values[i]);
    }
    out.write('\n');
  }
}
