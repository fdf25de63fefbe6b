package io.eipmeter.jobs.rating.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Statements for programs: CSV, one row a line; or JSON. Amounts are exact, without exponent. */
public final class StatementText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private StatementText() {}

  /** One row a line. Rows of one statement sum to its total. */
  public static String csv(List<Statement> statements, ZoneId zone) {
    StringBuilder text = new StringBuilder();
    text.append(
        "period,account,statement,state,line,chargePeriod,region,lineType,eip,item,tier,from,to,"
            + "quantity,unit,unitPrice,cost,currency,bytes,inputRows,inputHash,book,corrects\n");
    for (Statement statement : statements) {
      for (StatementLine line : statement.lines()) {
        Map<String, String> cells = cells(line, zone);
        text.append(
            String.join(
                ",",
                List.of(
                    statement.period().toString(),
                    quoted(statement.account()),
                    statement.id(),
                    state(statement))));
        for (Map.Entry<String, String> cell : cells.entrySet()) {
          text.append(',').append(quoted(cell.getValue()));
          if (cell.getKey().equals("cost")) {
            text.append(',').append(statement.currency());
          }
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  public static String json(List<Statement> statements, ZoneId zone) {
    ArrayNode root = JSON.createArrayNode();
    for (Statement statement : statements) {
      ObjectNode object = root.addObject();
      object.put("statement", statement.id());
      object.put("period", statement.period().toString());
      object.put("account", statement.account());
      object.put("state", state(statement));
      object.put("book", statement.book());
      object.put("currency", statement.currency());
      object.put("exact", plain(statement.exact()));
      object.put("total", plain(statement.total()));
      object.put("inputsHash", statement.inputsHash());
      ArrayNode reasons = object.putArray("parkedFor");
      statement.parkedFor().forEach(reasons::add);
      ArrayNode lines = object.putArray("lines");
      for (StatementLine line : statement.lines()) {
        ObjectNode node = lines.addObject();
        cells(line, zone).forEach(node::put);
      }
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts is always JSON", e);
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
    cells.put("quantity", plain(line.quantity()));
    cells.put("unit", line.unit());
    cells.put("unitPrice", plain(line.unitPrice()));
    cells.put("cost", plain(line.cost()));
    cells.put("bytes", line.bytes().toString());
    cells.put("inputRows", Integer.toString(line.inputRows()));
    cells.put("inputHash", line.inputHash());
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

  static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static String quoted(String cell) {
    return cell.contains(",") || cell.contains("\"") || cell.contains("\n")
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
