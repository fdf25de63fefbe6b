package io.eipmeter.jobs.rating.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.eipmeter.jobs.rating.domain.UsageHour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads usage: CSV with a header, whose columns may come in any order, a row an address and hour.
 */
public final class UsageFile {
  private static final List<String> REQUIRED =
      List.of("account", "region", "line", "eip", "hourStart", "bytesIn", "bytesOut");
  private static final Set<String> KNOWN =
      Set.of(
          "account",
          "region",
          "line",
          "eip",
          "hourstart",
          "bytesin",
          "bytesout",
          "fromminute",
          "tominute",
          "packetsin",
          "packetsout",
          "quality",
          "incompleteminutes");

  private final Path file;
  private final ZoneId zone;

  private UsageFile(Path file, ZoneId zone) {
    this.file = file;
    this.zone = zone;
  }

  /**
   * Gives each row to a taker, in the order of the file.
   *
   * @param zone whose hours the rows must be
   * @throws BadFileException if a row is none
   */
  public static void read(Path file, ZoneId zone, Consumer<UsageHour> taker) {
    new UsageFile(file, zone).rows(taker);
  }

  private void rows(Consumer<UsageHour> taker) {
    CsvMapper csv =
        CsvMapper.builder()
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();
    try (MappingIterator<Map<String, String>> iterator =
        csv.readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(Files.newBufferedReader(file))) {
      while (iterator.hasNextValue()) {
        Map<String, String> row = new HashMap<>();
        iterator
            .nextValue()
            .forEach(
                (name, value) -> row.put(name.replace("_", "").toLowerCase(Locale.ROOT), value));
        taker.accept(new Row(iterator.getCurrentLocation().getLineNr() - 1, row).hour());
      }
    } catch (JsonProcessingException e) {
      throw new BadFileException(file + ": is no CSV: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadFileException(file + ": cannot be read: " + e.getMessage());
    }
  }

  /** A row, with its fields by their names in small letters. */
  private final class Row {
    private final long line;
    private final Map<String, String> fields;

    Row(long line, Map<String, String> fields) {
      this.line = line;
      this.fields = fields;
    }

    UsageHour hour() {
      for (String name : REQUIRED) {
        if (text(name).isEmpty()) {
          throw bad("has no " + name + "; needed are " + String.join(", ", REQUIRED));
        }
      }
      for (String name : fields.keySet()) {
        if (!KNOWN.contains(name)) {
          throw bad("has a column that is not known: " + name);
        }
      }
      return new UsageHour(
          text("account"),
          text("region"),
          text("line"),
          text("eip"),
          hourStart(),
          minute("fromMinute", 0),
          minute("toMinute", UsageHour.WHOLE),
          count("bytesIn"),
          count("bytesOut"),
          text("packetsIn").isEmpty() ? 0 : count("packetsIn"),
          text("packetsOut").isEmpty() ? 0 : count("packetsOut"),
          quality(),
          minute(
              "incompleteMinutes",
              quality() == UsageHour.Quality.INCOMPLETE ? UsageHour.WHOLE : 0));
    }

    private String text(String name) {
      return fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    private Instant hourStart() {
      Instant time = Texts.time(text("hourStart"), problem -> bad("hourStart " + problem));
      ZonedDateTime local = time.atZone(zone);
      if (!local.truncatedTo(ChronoUnit.HOURS).equals(local)) {
        throw bad("hourStart " + text("hourStart") + " is not a full hour in " + zone);
      }
      return time;
    }

    private long count(String name) {
      try {
        long count = Long.parseLong(text(name));
        if (count >= 0) {
          return count;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw bad(name + " must be a whole number from 0 to 2^63-1, was '" + text(name) + "'");
    }

    private int minute(String name, int usual) {
      long minute = text(name).isEmpty() ? usual : count(name);
      if (minute > UsageHour.WHOLE) {
        throw bad(name + " must be from 0 to 60, was '" + text(name) + "'");
      }
      return (int) minute;
    }

    private UsageHour.Quality quality() {
      return switch (text("quality")) {
        case "", "exact" -> UsageHour.Quality.EXACT;
        case "incomplete" -> UsageHour.Quality.INCOMPLETE;
        case "sampled" -> UsageHour.Quality.SAMPLED;
        case "best-effort" -> UsageHour.Quality.BEST_EFFORT;
        default ->
            throw bad(
                "quality must be exact, incomplete, sampled or best-effort, was '"
                    + text("quality")
                    + "'");
      };
    }

    private BadFileException bad(String what) {
      return new BadFileException(file + ", line " + line + ": " + what);
    }
  }
}
