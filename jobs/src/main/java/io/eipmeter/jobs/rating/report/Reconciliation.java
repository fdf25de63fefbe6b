package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.report.UsageSource.Snapshot;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sums that must agree (I1), over the tables of a month: usage hour by hour (R22), so that what
 * is too much in one hour cannot hide what is missing in another; money statement by statement.
 */
public final class Reconciliation implements ClosingChecks {
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
   * @param isRequired a month in which it does not agree can't be closed
   */
  public record Check(
      String name,
      BigDecimal left,
      BigDecimal right,
      List<Difference> differences,
      boolean isRequired) {
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

  /** Values: the month, twice. */
  private static final List<Rule> STATEMENTS =
      List.of(
          new Rule(
              "lines of statements = their totals",
              "SELECT statement_id, sum(cost) FROM ${db}.statement_lines FINAL WHERE statement_id IN"
                  + " (SELECT statement_id FROM ${db}.statements FINAL WHERE period = ?) GROUP BY"
                  + " statement_id",
              "SELECT statement_id, sum(total) FROM ${db}.statements FINAL WHERE period = ? GROUP BY"
                  + " statement_id"),
          new Rule(
              "bytes charged, covered and parked = bytes of the hours they were rated from",
              "SELECT statement_id, toInt256(bytes_charged) + bytes_covered + bytes_parked FROM"
                  + " ${db}.statements FINAL WHERE period = ?",
              "SELECT statement_id, toInt256(sum(bytes_in)) + sum(bytes_out) FROM"
                  + " ${db}.statement_hours FINAL WHERE charge_period = ? AND (statement_id,"
                  + " charge_period) IN (SELECT statement_id, period FROM ${db}.statements FINAL)"
                  + " GROUP BY statement_id"));

  /** What `bandwidth` settles: a month is complete only if all of it is in. */
  private static final List<Topic> SETTLED =
      List.of(Topic.EIP_MINUTES, Topic.EIP_QUARTERS, Topic.CONTROL_TOTALS, Topic.EXPORTER_MINUTES);

  /**
   * From the end of an hour until its quarters are sealed, as long as delays are the usual ones.
   */
  private static final Duration SEAL = Duration.ofHours(2);

  private static final String QUARTERS_BY_HOUR =
      "SELECT toStartOfHour(toDateTime(quarter, ?)) AS hour, toInt256(sum(bytes_out)) +"
          + " sum(bytes_in) FROM ${db}.eip_quarters FINAL WHERE quarter >= ? AND quarter < ? GROUP"
          + " BY hour";

  private static final String STREAMED_BY_ACCOUNT =
      "SELECT account, toInt256(sum(bytes_out)) + sum(bytes_in) FROM ${db}.owned_quarters FINAL"
          + " WHERE quarter >= ? AND quarter < ? GROUP BY account";

  private final Tables tables;

  public Reconciliation(ClickHouseDatabase database) {
    this.tables = new Tables(database);
  }

  private static String hourly(String table, String time, String sum) {
    return "SELECT formatDateTime(toStartOfHour("
        + time
        + "), '%FT%TZ', 'UTC') AS at, "
        + sum
        + " FROM ${db}."
        + table
        + " FINAL WHERE "
        + time
        + " >= ? AND "
        + time
        + " < ? GROUP BY at";
  }

  /** All checks of a month, those that agree too; of one that lasts, its sealed hours. */
  public List<Check> check(BillingPeriod period) throws TablesException {
    Interval sealed = sealed(period.time());
    List<Check> checks = new ArrayList<>(usage(sealed));
    try (Snapshot rated = new UsageTables(tables).snapshot(period)) {
      checks.add(rated(rated, sealed));
      streamed(rated, sealed).ifPresent(checks::add);
    }
    checks.addAll(statements(period));
    return checks;
  }

  private List<Check> statements(BillingPeriod period) throws TablesException {
    List<Check> checks = new ArrayList<>();
    for (Rule rule : STATEMENTS) {
      checks.add(
          compare(
              rule.name(),
              sums(rule.left(), period.toString()),
              sums(rule.right(), period.toString())));
    }
    return checks;
  }

  /** Who holds an address divides bytes, and neither makes nor loses any. */
  private Check rated(Snapshot rated, Interval time) throws TablesException {
    Map<String, BigDecimal> ofQuarters = new TreeMap<>();
    tables.each(
        QUARTERS_BY_HOUR,
        row -> putWithin(time, row.time(1), row.decimal(2), ofQuarters),
        rated.period().zone().getId(),
        time.from(),
        time.to());
    Map<String, BigDecimal> ofHolders = new TreeMap<>();
    rated
        .bytesByHour()
        .forEach((hour, bytes) -> putWithin(time, hour, BigDecimal.valueOf(bytes), ofHolders));
    return compare("bytes of accounts and of nobody = quarters' bytes", ofHolders, ofQuarters);
  }

  private static void putWithin(
      Interval time, Instant hour, BigDecimal bytes, Map<String, BigDecimal> sums) {
    if (time.contains(hour) && !hour.plus(1, ChronoUnit.HOURS).isAfter(time.to())) {
      sums.put(hour.toString(), bytes);
    }
  }

  /**
   * What `billing` knows of each account, without the hours that it has not sealed yet; empty where
   * it has brought nothing. It leaves late statements of ownership to the month's statement.
   */
  private Optional<Check> streamed(Snapshot rated, Interval time) throws TablesException {
    Optional<Instant> until = settledUntil(Topic.CHARGES);
    if (until.isEmpty()) {
      return Optional.empty();
    }
    Instant end = until.get().minus(SEAL).truncatedTo(ChronoUnit.HOURS);
    Interval sealed = time.intersect(new Interval(Instant.MIN, later(end, time.from())));
    Map<String, BigDecimal> batch = new TreeMap<>();
    rated
        .bytesByAccount(sealed)
        .forEach((account, bytes) -> putHeld(account, BigDecimal.valueOf(bytes), batch));
    Map<String, BigDecimal> stream = new TreeMap<>();
    tables.each(
        STREAMED_BY_ACCOUNT,
        row -> putHeld(row.string(1), row.decimal(2), stream),
        sealed.from(),
        sealed.to());
    Check check = compare("bytes by account: statements = early charges", batch, stream);
    return Optional.of(
        new Check(check.name(), check.left(), check.right(), check.differences(), false));
  }

  private static void putHeld(String account, BigDecimal bytes, Map<String, BigDecimal> sums) {
    sums.put(account.isEmpty() ? "(nobody)" : account, bytes);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** The part of a time that is in the tables for good: without end where nothing is said. */
  public Interval sealed(Interval time) throws TablesException {
    Instant until = settledUntil().orElse(Instant.MAX);
    Instant end = until.equals(Instant.MAX) ? until : until.minus(SEAL);
    Instant hour = end.equals(Instant.MAX) ? end : end.truncatedTo(ChronoUnit.HOURS);
    return time.intersect(new Interval(Instant.MIN, later(hour, time.from())));
  }

  /** Log time up to which all settled topics are in the tables. */
  private Optional<Instant> settledUntil() throws TablesException {
    Instant least = null;
    for (Topic topic : SETTLED) {
      Optional<Instant> until = settledUntil(topic);
      if (until.isPresent() && (least == null || until.get().isBefore(least))) {
        least = until.get();
      }
    }
    return Optional.ofNullable(least);
  }

  /** The partition that is least far decides; each is as far as its newest generation. */
  private Optional<Instant> settledUntil(Topic topic) throws TablesException {
    List<Instant> until = new ArrayList<>();
    tables.each(
        "SELECT min(settled) FROM (SELECT log_partition, max(settled_until) AS settled FROM"
            + " ${db}.progress FINAL WHERE topic = ? GROUP BY log_partition) HAVING count() > 0",
        row -> until.add(row.time(1)),
        topic.topicName());
    return until.stream().findFirst();
  }

  @Override
  public List<String> behind(Instant until) throws TablesException {
    List<String> behind = new ArrayList<>();
    for (Topic topic : SETTLED) {
      Optional<Instant> settled = settledUntil(topic);
      if (settled.isEmpty()) {
        behind.add("nothing of " + topic.topicName() + " is in the tables");
      } else if (settled.get().isBefore(until)) {
        behind.add(
            topic.topicName()
                + " is in the tables until "
                + settled.get()
                + " only, not until "
                + until);
      }
    }
    return behind;
  }

  @Override
  public List<String> differences(BillingPeriod period) throws TablesException {
    List<Check> checks = new ArrayList<>(usage(sealed(period.time())));
    checks.addAll(statements(period));
    return checks.stream().filter(check -> !check.agrees()).map(Check::name).toList();
  }

  @Override
  public List<String> differencesOf(Snapshot rated) throws TablesException {
    Check check = rated(rated, sealed(rated.period().time()));
    return check.agrees() ? List.of() : List.of(check.name());
  }

  @Override
  public List<String> expired(BillingPeriod closed) throws TablesException {
    List<String> days = new ArrayList<>();
    tables.each(
        "SELECT toString(toDate(hour)) AS day FROM ${db}.statement_hours FINAL WHERE charge_period ="
            + " ? GROUP BY day HAVING sum(bytes_in) + sum(bytes_out) > 0 AND day NOT IN (SELECT"
            + " toString(toDate(quarter)) FROM ${db}.eip_quarters WHERE quarter >= ? AND quarter <"
            + " ?) ORDER BY day LIMIT 1",
        row -> days.add("usage of " + row.string(1) + " is not in the tables any more"),
        closed.toString(),
        closed.time().from(),
        closed.time().to());
    return days;
  }

  /** The checks of usage in the hours that a time touches. */
  List<Check> usage(Interval time) throws TablesException {
    // Whole hours of UTC, in which control totals are kept: in some zones a month ends within one.
    Instant from = time.from().truncatedTo(ChronoUnit.HOURS);
    Instant last = time.to().minusMillis(1).truncatedTo(ChronoUnit.HOURS);
    Instant to = last.plus(1, ChronoUnit.HOURS);
    List<Check> checks = new ArrayList<>();
    for (Rule rule : USAGE) {
      checks.add(compare(rule.name(), sums(rule.left(), from, to), sums(rule.right(), from, to)));
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
    return new Check(name, total(left), total(right), differences, true);
  }

  private static BigDecimal total(Map<String, BigDecimal> sums) {
    return sums.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private Map<String, BigDecimal> sums(String sql, Object... values) throws TablesException {
    Map<String, BigDecimal> sums = new TreeMap<>();
    tables.each(sql, row -> sums.put(row.string(1), row.decimal(2)), values);
    return sums;
  }
}
