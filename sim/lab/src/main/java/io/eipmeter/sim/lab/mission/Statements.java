package io.eipmeter.sim.lab.mission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eipmeter.sim.lab.oracle.BillOracle;
import io.eipmeter.sim.lab.oracle.BillOracle.Bill;
import io.eipmeter.sim.lab.oracle.BillOracle.Line;
import io.eipmeter.sim.lab.process.LabFailure;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/** Statements as {@code eipmeter report --format json} prints them, in the oracle's words. */
final class Statements {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int CENTS = 2;

  private Statements() {}

  /** Totals by month and account, and the lines of a kind of an EIP added up. */
  static SortedMap<String, String> printed(String month, String json) {
    SortedMap<String, String> rows = new TreeMap<>();
    for (JsonNode statement : read(json)) {
      String whose = month + " " + statement.path("account").asText();
      SortedMap<String, Line> lines = new TreeMap<>();
      for (JsonNode line : statement.path("lines")) {
        BigDecimal unitPrice = number(line, "unitPrice");
        lines.merge(
            BillOracle.lineKey(line.path("eip").asText(), line.path("item").asText(), unitPrice),
            new Line(number(line, "quantity"), number(line, "cost")),
            (one, other) ->
                new Line(one.quantity().add(other.quantity()), one.cost().add(other.cost())));
      }
      put(rows, whose, new Bill(number(statement, "total"), lines));
    }
    return rows;
  }

  /** The id of the first line of data transfer; empty: there is none. */
  static String trafficLine(String json) {
    if (!json.isEmpty()) {
      for (JsonNode statement : read(json)) {
        for (JsonNode line : statement.path("lines")) {
          if (line.path("item").asText().equals("data-transfer")) {
            return line.path("line").asText();
          }
        }
      }
    }
    return "";
  }

  /** The same of what is expected. */
  static SortedMap<String, String> expected(String month, SortedMap<String, Bill> bills) {
    SortedMap<String, String> rows = new TreeMap<>();
    bills.forEach((account, bill) -> put(rows, month + " " + account, bill));
    return rows;
  }

  private static void put(SortedMap<String, String> rows, String whose, Bill bill) {
    // A total that is no whole number of cents is shown as it is, and differs.
    BigDecimal total = bill.total().scale() < CENTS ? bill.total().setScale(CENTS) : bill.total();
    rows.put(whose, total.toPlainString() + " USD");
    bill.lines().forEach((line, sums) -> rows.put(whose + " " + line, sums.toString()));
  }

  private static BigDecimal number(JsonNode node, String field) {
    return new BigDecimal(node.path(field).asText());
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new LabFailure("eipmeter report printed no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
