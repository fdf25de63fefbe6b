package io.eipmeter.jobs.rating.io;

import io.eipmeter.jobs.rating.domain.Missing;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.domain.UsageHour.Quality;
import io.eipmeter.schemas.files.BadFieldException;
import io.eipmeter.schemas.files.RowFile;
import io.eipmeter.schemas.files.Rows;
import io.eipmeter.schemas.files.Times;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads usage: CSV with a header, whose columns may come in any order, a row an address and hour.
 */
public final class UsageFile {
  private static final RowFile<UsageRow> FILE = RowFile.of("usage", UsageRow.class);

  private UsageFile() {}

  /**
   * Gives each row to a taker, in the order of the file, without holding any.
   *
   * @param zone whose hours the rows must be
   * @throws io.eipmeter.schemas.files.BadFileException if it can't be read, or a row is none
   */
  public static void read(Path file, ZoneId zone, Consumer<UsageHour> taker) {
    give(FILE.csv(file), zone, taker);
  }

  /** As {@link #read}, of a text. */
  static void parse(String name, String text, ZoneId zone, Consumer<UsageHour> taker) {
    give(FILE.csv(name, text), zone, taker);
  }

  private static void give(Rows<UsageRow> file, ZoneId zone, Consumer<UsageHour> taker) {
    try (file) {
      while (file.hasNext()) {
        taker.accept(file.next().map(row -> row.hour(zone)).value());
      }
    }
  }

  /** A row, key by key: {@code files/usage.schema.json}. */
  record UsageRow(
      String account,
      String region,
      String line,
      String eip,
      String hourStart,
      @Nullable Integer fromMinute,
      @Nullable Integer toMinute,
      long bytesIn,
      long bytesOut,
      @Nullable Long packetsIn,
      @Nullable Long packetsOut,
      @Nullable String quality,
      @Nullable Integer incompleteMinutes,
      @Nullable Long missingExports,
      @Nullable Long mostMissingBytes) {

    private UsageHour hour(ZoneId zone) {
      Quality sure = sure();
      return new UsageHour(
          account,
          region,
          line,
          eip,
          BadFieldException.at("/hourStart", () -> fullHour(zone)),
          fromMinute == null ? 0 : fromMinute,
          toMinute == null ? UsageHour.WHOLE : toMinute,
          bytesIn,
          bytesOut,
          packetsIn == null ? 0 : packetsIn,
          packetsOut == null ? 0 : packetsOut,
          sure,
          missing(sure));
    }

    private Missing missing(Quality sure) {
      int minutes =
          incompleteMinutes != null
              ? incompleteMinutes
              : sure == Quality.INCOMPLETE ? UsageHour.WHOLE : 0;
      long unsaid = minutes == 0 ? 0 : Missing.UNKNOWN;
      return new Missing(
          minutes,
          missingExports == null ? 0 : missingExports,
          mostMissingBytes == null ? unsaid : mostMissingBytes);
    }

    private Quality sure() {
      return switch (quality == null ? "exact" : quality) {
        case "incomplete" -> Quality.INCOMPLETE;
        case "sampled" -> Quality.SAMPLED;
        case "best-effort" -> Quality.BEST_EFFORT;
        default -> Quality.EXACT;
      };
    }

    private Instant fullHour(ZoneId zone) {
      Instant time = Times.withOffset(hourStart);
      ZonedDateTime local = time.atZone(zone);
      if (!local.truncatedTo(ChronoUnit.HOURS).equals(local)) {
        throw new IllegalArgumentException(
            "must be a full hour in " + zone + ", was '" + hourStart + "'");
      }
      return time;
    }
  }
}
