package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.BillingPeriod;
import io.eipmeter.jobs.rating.domain.Interval;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sums that must agree (I1), over the tables of a month: usage hour by hour (R22), so that what
 * is too much in one hour cannot hide what is missing in another; money statement by statement.
 */
public final class Reconciliation {
  /**
   * A place where two sums differ.
   *
   * @param where the hour's start in UTC, or a statement's id
   */
  public record Difference(String where, BigDecimal left, BigDecimal right) {}

  /**
   * One sum, found twice.
   *
   * @param name what was summed
   * @param left over the whole month
   * @param right over the whole month
   */
  public record Check(
      String name, BigDecimal left, BigDecimal right, List<Difference> differences) {
    public boolean agrees() {
      return differences.isEmpty();
    }
  }

  private record Rule(String name, String left, String right) {}

  /** Slices of hours and minutes close together, so that what is late is late in both. */
  private static final List<Rule> USAGE =
      List.of(
          new Rule(
              "datagrams = decoded + duplicates + rejected + waiting - released",
              hourly("exporter_minutes", "minute", "toInt256(sum(datagrams))"),
              hourly(
                  "exporter_minutes",
                  "minute",
                  "toInt256(sum(decoded)) + sum(duplicates) + sum(rejected) + sum(waiting)"
                      + " - sum(released)")),
          new Rule(
              "counted bytes = out + in - both + other + seen elsewhere",
              hourly("control_totals", "hour", "toInt256(sum(counted_bytes))"),
              hourly(
                  "control_totals",
                  "hour",
                  "toInt256(sum(bytes_out)) + sum(bytes_in) - sum(both_bytes) + sum(other_bytes)"
                      + " + sum(elsewhere_bytes)")),
          new Rule(
              "counted bytes out = minutes' bytes out",
              hourly("control_totals", "hour", "toInt256(sum(bytes_out))"),
              hourly("eip_minutes", "minute", "toInt256(sum(bytes_out))")),
          new Rule(
              "counted bytes in = minutes' bytes in",
              hourly("control_totals", "hour", "toInt256(sum(bytes_in))"),
              hourly("eip_minutes", "minute", "toInt256(sum(bytes_in))")),
          new Rule(
              "minutes' bytes = quarters' bytes",
              hourly("eip_minutes", "minute", "toInt256(sum(bytes_out)) + sum(bytes_in)"),
              hourly("eip_quarters", "quarter", "toInt256(sum(bytes_out)) + sum(bytes_in)")),
          new Rule(
              "bytes out rated = billed + free + no owner, other method, no price",
              hourly("charge_controls", "hour", "toInt256(sum(quarters_bytes_out))"),
              hourly(
                  "charge_controls",
                  "hour",
                  "toInt256(sum(billed_bytes)) + sum(free_bytes) + sum(no_owner_bytes)"
                      + " + sum(other_method_bytes) + sum(no_price_bytes)")));

  private static final Rule MONEY =
      new Rule(
          "lines of issued statements = their totals",
          "SELECT statement_id, sum(cost) FROM ${db}.statement_lines FINAL WHERE statement_id"
              + " IN (SELECT statement_id FROM ${db}.statements FINAL WHERE state = 'issued'"
              + " AND period = %3$s) GROUP BY statement_id",
          "SELECT statement_id, sum(total) FROM ${db}.statements FINAL WHERE state = 'issued'"
              + " AND period = %3$s GROUP BY statement_id");

  private final Tables tables;

  public Reconciliation(ClickHouseTarget target) {
    this(new Tables(target));
  }

  Reconciliation(Tables tables) {
    this.tables = tables;
  }

  private static String hourly(String table, String time, String sum) {
    return "SELECT formatDateTime(toStartOfHour("
        + time
        + "), '%%FT%%TZ', 'UTC') AS at, "
        + sum
        + " FROM ${db}."
        + table
        + " FINAL WHERE "
        + time
        + " >= %1$s AND "
        + time
        + " < %2$s GROUP BY at";
  }

  /** All checks of a month, those that agree too. */
  public List<Check> check(BillingPeriod period) throws TablesException, InterruptedException {
    List<Rule> rules = new ArrayList<>(USAGE);
    rules.add(MONEY);
    return check(rules, period.time(), period.toString());
  }

  /** The checks of usage in the hours that a time touches. */
  List<Check> usage(Interval time) throws TablesException, InterruptedException {
    return check(USAGE, time, "");
  }

  private List<Check> check(List<Rule> rules, Interval time, String period)
      throws TablesException, InterruptedException {
    // Whole hours of UTC, in which control totals are kept: in some zones a month ends within one.
    Instant from = time.from().truncatedTo(ChronoUnit.HOURS);
    Instant last = time.to().minusMillis(1).truncatedTo(ChronoUnit.HOURS);
    Object[] range = {
      Tables.seconds(from), Tables.seconds(last.plus(1, ChronoUnit.HOURS)), Tables.quoted(period)
    };
    List<Check> checks = new ArrayList<>();
    for (Rule rule : rules) {
      checks.add(
          compare(
              rule.name(),
              sums(rule.left().formatted(range)),
              sums(rule.right().formatted(range))));
    }
    return checks;
  }

  private static Check compare(
      String name, Map<String, BigDecimal> left, Map<String, BigDecimal> right) {
    TreeSet<String> places = new TreeSet<>(left.keySet());
    places.addAll(right.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String place : places) {
      BigDecimal ofLeft = left.getOrDefault(place, BigDecimal.ZERO);
      BigDecimal ofRight = right.getOrDefault(place, BigDecimal.ZERO);
      if (ofLeft.compareTo(ofRight) != 0) {
        differences.add(new Difference(place, ofLeft, ofRight));
      }
    }
    return new Check(name, total(left), total(right), differences);
  }

  private static BigDecimal total(Map<String, BigDecimal> sums) {
    return sums.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private Map<String, BigDecimal> sums(String sql) throws TablesException, InterruptedException {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (List<String> row : tables.rows(sql)) {
      sums.put(row.get(0), new BigDecimal(row.get(1)));
    }
    return sums;
  }
}
