package io.eipmeter.jobs.rating.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.io.ChargeOutput;
import io.eipmeter.jobs.rating.prices.Decimals;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import io.eipmeter.schemas.csv.CsvText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Statements for programs, each written when it comes: CSV, one row a line, or JSON. Amounts are
 * exact, without exponent. What an account is parked for, and what was assumed, are rows, too.
 */
public final class StatementText {
  private static final List<String> COLUMNS =
      List.of(
          "period",
          "account",
          "statement",
          "state",
          "line",
          "chargePeriod",
          "region",
          "lineType",
          "eip",
          "item",
          "tier",
          "from",
          "to",
          "quantity",
          "unit",
          "unitPrice",
          "cost",
          "currency",
          "bytes",
          "incompleteMinutes",
          "missingExports",
          "mostMissingBytes",
          "inputRows",
          "inputHash",
          "book",
          "corrects",
          "note");

  /** What customers and operators wrote. */
  private static final List<String> NAMES =
      List.of("account", "region", "lineType", "eip", "unit", "book", "note");

  private StatementText() {}

  /**
   * One row a line. Rows of one statement sum to its total.
   *
   * @param text how names are written
   */
  public static StatementOutput csv(PrintWriter out, ZoneId zone, CsvText text) {
    CsvSchema.Builder schema = CsvSchema.builder();
    COLUMNS.forEach(schema::addColumn);
    try {
      SequenceWriter rows =
          CsvMapper.builder()
              .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
              .build()
              .writer(schema.build().withHeader().withLineSeparator("\n"))
              .writeValues(out);
      rows.init(true);
      return new Csv(rows, out, zone, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A list of objects. */
  public static StatementOutput json(PrintWriter out, ZoneId zone) {
    try {
      JsonGenerator json =
          new ObjectMapper()
              .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
              .writerWithDefaultPrettyPrinter()
              .createGenerator(out);
      json.writeStartArray();
      return new Json(json, out, zone);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Csv(SequenceWriter rows, PrintWriter out, ZoneId zone, CsvText text)
      implements StatementOutput {
    @Override
    public void write(Statement statement, DailyUsage usage) {
      statement.lines().forEach(line -> row(statement, cells(line, zone)));
      statement.parkedFor().forEach(reason -> row(statement, said("parked", reason)));
      statement.notes().forEach(note -> row(statement, said("note", note)));
      out.flush();
    }

    private static Map<String, String> said(String item, String sentence) {
      Map<String, String> cells = new LinkedHashMap<>();
      cells.put("item", item);
      cells.put("note", sentence);
      return cells;
    }

    private void row(Statement statement, Map<String, String> cells) {
      cells.put("period", statement.period().toString());
      cells.put("account", statement.account());
      cells.put("statement", statement.id());
      cells.put("state", state(statement));
      cells.put("currency", statement.currency());
      NAMES.forEach(name -> cells.computeIfPresent(name, (any, value) -> text.of(value)));
      try {
        rows.write(cells);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        rows.close();
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record Json(JsonGenerator json, PrintWriter out, ZoneId zone) implements StatementOutput {
    @Override
    public void write(Statement statement, DailyUsage usage) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("statement", statement.id());
      object.put("period", statement.period().toString());
      object.put("account", statement.account());
      object.put("state", state(statement));
      object.put("book", statement.book());
      object.put("currency", statement.currency());
      object.put("exact", Decimals.plain(statement.exact()));
      object.put("total", Decimals.plain(statement.total()));
      object.put("inputsHash", statement.inputsHash());
      object.put("parkedFor", statement.parkedFor());
      object.put("notes", statement.notes());
      List<Map<String, String>> lines = new ArrayList<>();
      statement.lines().forEach(line -> lines.add(cells(line, zone)));
      object.put("lines", lines);
      try {
        json.writePOJO(object);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        json.writeEndArray();
        json.close();
        out.println();
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Map<String, String> cells(StatementLine of, ZoneId zone) {
    ChargeLine line = of.charge();
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("line", of.id());
    cells.put("chargePeriod", of.chargePeriod().toString());
    cells.put("region", line.region());
    cells.put("lineType", line.lineType());
    cells.put("eip", line.eip());
    cells.put("item", line.item().text());
    cells.put("tier", Integer.toString(line.tier()));
    cells.put("from", local(line.time().from(), zone));
    cells.put("to", local(line.time().to(), zone));
    cells.put("quantity", Decimals.plain(line.quantity().shown()));
    cells.put("unit", line.unit());
    cells.put("unitPrice", Decimals.plain(line.unitPrice()));
    cells.put("cost", Decimals.plain(line.cost()));
    cells.put("bytes", line.bytes().toString());
    cells.put("incompleteMinutes", Integer.toString(line.proof().missing().minutes()));
    cells.put("missingExports", Long.toString(line.proof().missing().exports()));
    cells.put("mostMissingBytes", ChargeOutput.mostMissing(line.proof().missing()));
    cells.put("inputRows", Integer.toString(line.proof().inputRows()));
    cells.put("inputHash", line.proof().inputHash());
    cells.put("book", line.book());
    cells.put("corrects", of.corrects());
    return cells;
  }

  static String state(Statement statement) {
    return statement.state().name().toLowerCase(Locale.ROOT);
  }

  static String local(Instant time, ZoneId zone) {
    return time.atZone(zone).toOffsetDateTime().toString();
  }
}
