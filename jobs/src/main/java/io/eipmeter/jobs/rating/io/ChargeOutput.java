package io.eipmeter.jobs.rating.io;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.RatedPeriod;
import io.eipmeter.schemas.csv.CsvText;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rated months as CSV or JSON. Money and quantities are decimals in full, never binary numbers. */
public final class ChargeOutput {
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
          "inputRows",
          "inputHash",
          "book");

  private static final List<String> NAMES = List.of("account", "region", "line", "eip", "book");

  private final ZoneId zone;
  private final CsvText text;

  /**
   * @param zone in which times are printed
   */
  public ChargeOutput(ZoneId zone) {
    this(zone, CsvText.NEUTRALISED);
  }

  /**
   * @param text how names are written as CSV
   */
  public ChargeOutput(ZoneId zone, CsvText text) {
    this.zone = zone;
    this.text = text;
  }

  /** Lines of all months, and after each account's lines its total. */
  public void csv(List<RatedPeriod> periods, PrintWriter out) throws IOException {
    CsvSchema.Builder schema = CsvSchema.builder().addColumn("period").addColumn("currency");
    LINE_COLUMNS.forEach(schema::addColumn);
    CsvMapper mapper = CsvMapper.builder().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).build();
    try (SequenceWriter rows =
        mapper.writer(schema.build().withHeader().withLineSeparator("\n")).writeValues(out)) {
      if (periods.isEmpty()) {
        rows.init(true);
      }
      for (RatedPeriod period : periods) {
        for (RatedPeriod.Bill bill : period.bills().values()) {
          for (ChargeLine line : bill.lines()) {
            rows.write(row(period, line(line)));
          }
          Map<String, Object> total = new LinkedHashMap<>();
          total.put("account", bill.account());
          total.put("item", "total");
          total.put("cost", bill.total().toPlainString());
          rows.write(row(period, total));
        }
      }
    }
    out.flush();
  }

  private Map<String, Object> row(RatedPeriod period, Map<String, Object> fields) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("period", period.period().toString());
    row.put("currency", period.currency());
    row.putAll(fields);
    NAMES.forEach(name -> row.computeIfPresent(name, (any, value) -> text.of(value.toString())));
    return row;
  }

  /** An object with the months, each with its bills. */
  public void json(List<RatedPeriod> periods, PrintWriter out) throws IOException {
    List<Map<String, Object>> months = new ArrayList<>();
    for (RatedPeriod period : periods) {
      List<Map<String, Object>> bills = new ArrayList<>();
      for (RatedPeriod.Bill bill : period.bills().values()) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("account", bill.account());
        object.put("lines", bill.lines().stream().map(this::line).toList());
        object.put("total", bill.total().toPlainString());
        bills.add(object);
      }
      Map<String, Object> month = new LinkedHashMap<>();
      month.put("period", period.period().toString());
      month.put("currency", period.currency());
      month.put("bills", bills);
      months.add(month);
    }
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .writeValue(out, Map.of("periods", months));
    out.println();
    out.flush();
  }

  private Map<String, Object> line(ChargeLine line) {
    DateTimeFormatter time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(zone);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("account", line.account());
    fields.put("region", line.region());
    fields.put("line", line.lineType());
    fields.put("eip", line.eip());
    fields.put("item", line.item().text());
    fields.put("tier", line.tier() == 0 ? "" : Integer.toString(line.tier()));
    fields.put("from", time.format(line.time().from()));
    fields.put("to", time.format(line.time().to()));
    fields.put("quantity", plain(line.quantity()));
    fields.put("unit", line.unit());
    fields.put("unitPrice", plain(line.unitPrice()));
    fields.put("cost", plain(line.cost()));
    fields.put("bytes", line.bytes().toString());
    fields.put("inputRows", line.inputRows());
    fields.put("inputHash", line.inputHash());
    fields.put("book", line.book());
    return fields;
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
