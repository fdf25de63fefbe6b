package io.eipmeter.collector.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.v1.EipEvent;
import java.io.IOException;
import java.nio.file.Files;
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
  private InventoryFile() {}

  /**
   * Reads and checks a file; YAML if its name ends so, else CSV.
   *
   * @throws IOException if it can't be read
   */
  public static List<EipEvent> read(Path file) throws IOException, BadFileException {
    String name = file.getFileName().toString();
    return parse(name, Files.readString(file));
  }

  /** As {@link #read}, of a text. */
  static List<EipEvent> parse(String name, String text) throws BadFileException {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean yaml = lower.endsWith(".yaml") || lower.endsWith(".yml");
    try {
      List<EipEvent> events = yaml ? yaml(name, text) : csv(name, text);
      check(name, events);
      return events;
    } catch (JsonProcessingException e) {
      throw new BadFileException(
          name
              + (e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr())
              + ": "
              + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadFileException(name + " can't be read: " + e.getMessage());
    }
  }

  private static List<EipEvent> csv(String name, String text) throws IOException, BadFileException {
    List<EipEvent> events = new ArrayList<>();
    CsvSchema header = CsvSchema.emptySchema().withHeader().withComments();
    try (MappingIterator<JsonNode> rows =
        new CsvMapper().readerFor(JsonNode.class).with(header).readValues(text)) {
      while (rows.hasNextValue()) {
        JsonNode row = rows.nextValue();
        events.add(
            InventoryRow.read(name + ", line " + rows.getCurrentLocation().getLineNr(), row));
      }
    }
    return events;
  }

  private static List<EipEvent> yaml(String name, String text)
      throws IOException, BadFileException {
    JsonNode root = new ObjectMapper(new YAMLFactory()).readTree(text);
    if (!root.isArray()) {
      throw new BadFileException(name + " must be a list of addresses with their fields");
    }
    List<EipEvent> events = new ArrayList<>();
    for (JsonNode row : root) {
      events.add(InventoryRow.read(name + ", number " + (events.size() + 1), row));
    }
    return events;
  }

  private static String range(EipEvent event) {
    return new AddressRange(event.getAddress().toByteArray(), event.getPrefixLength()).written();
  }

  /** No two rows may speak of one address at one time, nor have one id. */
  private static void check(String name, List<EipEvent> events) throws BadFileException {
    Map<String, EipEvent> byId = new HashMap<>();
    Map<String, List<EipEvent>> byRange = new HashMap<>();
    for (EipEvent event : events) {
      if (byId.put(event.getOwnershipId(), event) != null) {
        throw new BadFileException(name + ": two rows are " + range(event) + " from the same time");
      }
      byRange.computeIfAbsent(range(event), key -> new ArrayList<>()).add(event);
    }
    for (Map.Entry<String, List<EipEvent>> entry : byRange.entrySet()) {
      List<EipEvent> rows = entry.getValue();
      rows.sort(Comparator.comparingLong(EipEvent::getFromMs));
      for (int i = 1; i < rows.size(); i++) {
        long toMs = rows.get(i - 1).getToMs();
        if (toMs == 0 || toMs > rows.get(i).getFromMs()) {
          throw new BadFileException(
              name + ": rows of " + entry.getKey() + " overlap in time; close the earlier one");
        }
      }
    }
  }
}
