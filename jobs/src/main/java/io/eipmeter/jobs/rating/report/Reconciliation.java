package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.BillingPeriod;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The sums that must agree (I1), over the tables of a month. */
public final class Reconciliation {
  /**
   * One sum, found twice.
   *
   * @param name what was summed
   */
  public record Check(String name, BigDecimal left, BigDecimal right) {
    public boolean agrees() {
      return left.compareTo(right) == 0;
    }
  }

  private record Rule(String name, String left, String right) {}

  /** Slices of hours and minutes close together, so that what is late is late in both. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "datagrams = decoded + duplicates + rejected + waiting - released",
              "SELECT toInt256(sum(datagrams)) FROM ${db}.exporter_minutes FINAL WHERE minute >="
                  + " %1$s AND minute < %2$s",
              "SELECT toInt256(sum(decoded)) + sum(duplicates) + sum(rejected) + sum(waiting) -"
                  + " sum(released) FROM ${db}.exporter_minutes FINAL WHERE minute >= %1$s AND"
                  + " minute < %2$s"),
          new Rule(
              "counted bytes = out + in - both + other + seen elsewhere",
              "SELECT toInt256(sum(counted_bytes)) FROM ${db}.control_totals FINAL WHERE hour >="
                  + " %1$s AND hour < %2$s",
              "SELECT toInt256(sum(bytes_out)) + sum(bytes_in) - sum(both_bytes) + sum(other_bytes)"
                  + " + sum(elsewhere_bytes) FROM ${db}.control_totals FINAL WHERE hour >= %1$s AND"
                  + " hour < %2$s"),
          new Rule(
              "counted bytes out = minutes' bytes out",
              "SELECT toInt256(sum(bytes_out)) FROM ${db}.control_totals FINAL WHERE hour >= %1$s"
                  + " AND hour < %2$s",
              "SELECT toInt256(sum(bytes_out)) FROM ${db}.eip_minutes FINAL WHERE minute >= %1$s"
                  + " AND minute < %2$s"),
          new Rule(
              "counted bytes in = minutes' bytes in",
              "SELECT toInt256(sum(bytes_in)) FROM ${db}.control_totals FINAL WHERE hour >= %1$s"
                  + " AND hour < %2$s",
              "SELECT toInt256(sum(bytes_in)) FROM ${db}.eip_minutes FINAL WHERE minute >= %1$s AND"
                  + " minute < %2$s"),
          new Rule(
              "minutes' bytes = quarters' bytes",
              "SELECT toInt256(sum(bytes_out)) + sum(bytes_in) FROM ${db}.eip_minutes FINAL WHERE"
                  + " minute >= %1$s AND minute < %2$s",
              "SELECT toInt256(sum(bytes_out)) + sum(bytes_in) FROM ${db}.eip_quarters FINAL WHERE"
                  + " quarter >= %1$s AND quarter < %2$s"),
          new Rule(
              "lines of issued statements = their totals",
              "SELECT sum(cost) FROM ${db}.statement_lines FINAL WHERE statement_id IN (SELECT"
                  + " statement_id FROM ${db}.statements FINAL WHERE state = 'issued' AND period ="
                  + " %3$s)",
              "SELECT sum(total) FROM ${db}.statements FINAL WHERE state = 'issued' AND period ="
                  + " %3$s"));

  private final Tables tables;

  public Reconciliation(ClickHouseTarget target) {
    this.tables = new Tables(target);
  }

  /** All checks of a month, those that agree too. */
  public List<Check> check(BillingPeriod period) throws TablesException, InterruptedException {
    List<Check> checks = new ArrayList<>();
    String from = "toDateTime(" + period.time().from().getEpochSecond() + ", 'UTC')";
    String to = "toDateTime(" + period.time().to().getEpochSecond() + ", 'UTC')";
    String month = Tables.quoted(period.toString());
    for (Rule rule : RULES) {
      checks.add(
          new Check(
              rule.name(),
              one(rule.left().formatted(from, to, month)),
              one(rule.right().formatted(from, to, month))));
    }
    return checks;
  }

  private BigDecimal one(String sql) throws TablesException, InterruptedException {
    return new BigDecimal(tables.rows(sql).get(0).get(0));
  }
}
