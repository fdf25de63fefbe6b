package io.eipmeter.collector.control;

import com.google.protobuf.ByteString;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.files.Row;
import io.eipmeter.schemas.files.RowFile;
import io.eipmeter.schemas.files.Rows;
import io.eipmeter.schemas.v1.EipEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An operator's own list of addresses: CSV with a header line, or a YAML list of the same fields.
 */
public final class InventoryFile {
  private static final RowFile<InventoryRow> FILE =
      RowFile.ofList("inventory", InventoryRow.class).withComments();

  private InventoryFile() {}

  /**
   * Reads and checks a file; YAML if its name ends so, else CSV.
   *
   * @throws io.eipmeter.schemas.files.BadFileException if it can't be read, or something is wrong
   */
  public static List<EipEvent> read(Path file) {
    return values(rows(file));
  }

  /** As {@link #read}, with the lines, for sentences about a row. */
  public static List<Row<EipEvent>> rows(Path file) {
    return checked(isYaml(file.toString()) ? FILE.yaml(file) : FILE.csv(file));
  }

  /** As {@link #read}, of a text. */
  static List<EipEvent> parse(String name, String text) {
    return values(checked(isYaml(name) ? FILE.yaml(name, text) : FILE.csv(name, text)));
  }

  private static boolean isYaml(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml");
  }

  private static List<EipEvent> values(List<Row<EipEvent>> rows) {
    return rows.stream().map(Row::value).toList();
  }

  /** No two rows may speak of one address at one time, nor have one id. */
  private static List<Row<EipEvent>> checked(Rows<InventoryRow> file) {
    List<Row<EipEvent>> rows = new ArrayList<>();
    Map<String, Row<EipEvent>> byId = new HashMap<>();
    Map<Held, List<Row<EipEvent>>> byRange = new HashMap<>();
    try (file) {
      while (file.hasNext()) {
        Row<EipEvent> row = file.next().map(InventoryRow::statement);
        Row<EipEvent> same = byId.put(row.value().getOwnershipId(), row);
        if (same != null) {
          throw row.bad(
              range(row.value())
                  + " has the same id, or begins at the same time, as in line "
                  + same.line());
        }
        byRange.computeIfAbsent(Held.of(row.value()), key -> new ArrayList<>(1)).add(row);
        rows.add(row);
      }
    }
    byRange.values().forEach(InventoryFile::refuseOverlap);
    return rows;
  }

  /** What is held; compared without its text, which a hundred thousand rows need not have. */
  private record Held(ByteString address, int prefixLength) {
    static Held of(EipEvent event) {
      return new Held(event.getAddress(), event.getPrefixLength());
    }
  }

  private static String range(EipEvent event) {
    AddressRange range =
        new AddressRange(event.getAddress().toByteArray(), event.getPrefixLength());
    return range.prefixLength() == 128 ? AddressRange.text(range.address()) : range.toString();
  }

  private static void refuseOverlap(List<Row<EipEvent>> rows) {
    rows.sort(Comparator.comparingLong(row -> row.value().getFromMs()));
    for (int i = 1; i < rows.size(); i++) {
      Row<EipEvent> before = rows.get(i - 1);
      long toMs = before.value().getToMs();
      if (toMs == 0 || toMs > rows.get(i).value().getFromMs()) {
        throw rows.get(i)
            .bad(
                range(before.value())
                    + " is held in line "
                    + before.line()
                    + " at the same time; close the earlier row");
      }
    }
  }
}
