package io.eipmeter.jobs.rating.io;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.eipmeter.jobs.rating.domain.Bill;
import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import io.eipmeter.jobs.rating.domain.Missing;
import io.eipmeter.jobs.rating.prices.Decimals;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.schemas.csv.CsvText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bills as CSV or JSON, each written when it comes. Money and quantities are decimals in full,
 * never binary numbers.
 */
public abstract class ChargeOutput implements AutoCloseable {
  private static final List<String> LINE_COLUMNS =
      List.of(
          "account",
          "region",
          "line",
          "eip",
          "item",
          "tier",
          "from",
          "to",
          "quantity",
          "unit",
          "unitPrice",
          "cost",
          "bytes",
          "incompleteMinutes",
          "missingExports",
          "mostMissingBytes",
          "inputRows",
          "inputHash",
          "book");

  /** What customers and operators wrote. */
  private static final List<String> NAMES =
      List.of("account", "region", "line", "eip", "unit", "book");

  private final DateTimeFormatter time;
  private final String currency;

  private ChargeOutput(ZoneId zone, String currency) {
    this.time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(zone);
    this.currency = currency;
  }

  /** Writes a bill. */
  public abstract void write(BillingPeriod period, Bill bill) throws IOException;

  @Override
  public abstract void close() throws IOException;

  /**
   * Lines, the rounding, the total; then a row for each problem and each note.
   *
   * @param zone in which times are printed
   * @param text how names are written
   */
  public static ChargeOutput csv(ZoneId zone, String currency, CsvText text, PrintWriter out) {
    try {
      return new Csv(zone, currency, text, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object with the bills, each with its lines. */
  public static ChargeOutput json(ZoneId zone, String currency, PrintWriter out) {
    try {
      return new Json(zone, currency, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> fields(ChargeLine line) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("account", line.account());
    fields.put("region", line.region());
    fields.put("line", line.lineType());
    fields.put("eip", line.eip());
    fields.put("item", line.item().text());
    fields.put("tier", line.tier() == 0 ? "" : Integer.toString(line.tier()));
    fields.put("from", time.format(line.time().from()));
    fields.put("to", time.format(line.time().to()));
    fields.put("quantity", Decimals.plain(line.quantity().shown()));
    fields.put("unit", line.unit());
    fields.put("unitPrice", Decimals.plain(line.unitPrice()));
    fields.put("cost", Decimals.plain(line.cost()));
    fields.put("bytes", line.bytes().toString());
    fields.put("incompleteMinutes", line.proof().missing().minutes());
    fields.put("missingExports", line.proof().missing().exports());
    fields.put("mostMissingBytes", mostMissing(line.proof().missing()));
    fields.put("inputRows", line.proof().inputRows());
    fields.put("inputHash", line.proof().inputHash());
    fields.put("book", line.book());
    return fields;
  }

  /** Empty where there is no bound. */
  public static String mostMissing(Missing missing) {
    return missing.isBounded() ? Long.toString(missing.mostBytes()) : "";
  }

  private static final class Csv extends ChargeOutput {
    private final SequenceWriter rows;
    private final CsvText text;

    Csv(ZoneId zone, String currency, CsvText text, PrintWriter out) throws IOException {
      super(zone, currency);
      this.text = text;
      CsvSchema.Builder schema = CsvSchema.builder().addColumn("period").addColumn("currency");
      LINE_COLUMNS.forEach(schema::addColumn);
      CsvMapper mapper =
          CsvMapper.builder().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).build();
      rows = mapper.writer(schema.build().withHeader().withLineSeparator("\n")).writeValues(out);
      rows.init(true);
    }

    @Override
    public void write(BillingPeriod period, Bill bill) throws IOException {
      for (ChargeLine line : bill.lines()) {
        row(period, super.fields(line));
      }
      if (bill.rounding().signum() != 0) {
        row(period, amount(bill, Item.ROUNDING.text(), bill.rounding()));
      }
      row(period, amount(bill, "total", bill.total()));
      for (String problem : bill.problems()) {
        row(period, Map.of("account", bill.account(), "item", "parked", "unit", problem));
      }
      for (String note : bill.notes()) {
        row(period, Map.of("account", bill.account(), "item", "note", "unit", note));
      }
    }

    private static Map<String, Object> amount(Bill bill, String item, BigDecimal amount) {
      return Map.of("account", bill.account(), "item", item, "cost", Decimals.plain(amount));
    }

    private void row(BillingPeriod period, Map<String, Object> fields) throws IOException {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("period", period.toString());
      row.put("currency", super.currency);
      row.putAll(fields);
      NAMES.forEach(name -> row.computeIfPresent(name, (any, value) -> text.of(value.toString())));
      rows.write(row);
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }

  private static final class Json extends ChargeOutput {
    private final PrintWriter out;
    private final JsonGenerator json;

    Json(ZoneId zone, String currency, PrintWriter out) throws IOException {
      super(zone, currency);
      this.out = out;
      json =
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
              .writerWithDefaultPrettyPrinter()
              .createGenerator(out);
      json.writeStartObject();
      json.writeStringField("currency", currency);
      json.writeArrayFieldStart("bills");
    }

    @Override
    public void write(BillingPeriod period, Bill bill) throws IOException {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("period", period.toString());
      object.put("account", bill.account());
      object.put("lines", bill.lines().stream().map(super::fields).toList());
      object.put("rounding", Decimals.plain(bill.rounding()));
      object.put("total", bill.total().toPlainString());
      object.put("parked", bill.problems());
      object.put("notes", bill.notes());
      json.writePOJO(object);
    }

    @Override
    public void close() throws IOException {
      json.writeEndArray();
      json.writeEndObject();
      json.close();
      out.println();
      out.flush();
    }
  }
}
