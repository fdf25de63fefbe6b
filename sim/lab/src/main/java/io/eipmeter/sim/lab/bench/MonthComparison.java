package io.eipmeter.sim.lab.bench;

import io.eipmeter.sim.lab.compare.ClickHouseReader;
import io.eipmeter.sim.lab.compare.SettledTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A day that was put in as minutes in one database and came as datagrams in another: the hours of
 * each address and owner, both directions, and the hours that are made of quarters.
 */
final class MonthComparison {
  private static final int ROWS_SHOWN = 20;
  private static final String SUMS =
      "sum(bytes_out) AS bytes_out, sum(bytes_in) AS bytes_in, sum(packets_out) AS packets_out,"
          + " sum(packets_in) AS packets_in, sum(flows_out) AS flows_out, sum(flows_in) AS flows_in";
  private static final String VALUES =
      "bytes_out, bytes_in, packets_out, packets_in, flows_out, flows_in";

  private final ClickHouseReader reader;
  private final String ofMinutes;
  private final String ofDatagrams;
  private final long fromMs;
  private final long toMs;

  /**
   * @param ofMinutes database of the minutes put in
   * @param ofDatagrams database of the day that was metered
   */
  MonthComparison(
      ClickHouseReader reader, String ofMinutes, String ofDatagrams, long fromMs, long toMs) {
    this.reader = reader;
    this.ofMinutes = ofMinutes;
    this.ofDatagrams = ofDatagrams;
    this.fromMs = fromMs;
    this.toMs = toMs;
  }

  /**
   * What was compared, and what differs.
   *
   * @param rows hours of an address and owner
   * @param accounts that had at least one of them
   * @param differing a row for each path's side of a difference, at most some of each kind
   */
  record Result(long rows, long accounts, List<String> differing) {}

  Result compare() {
    for (String database : List.of(ofMinutes, ofDatagrams)) {
      new SettledTables(reader, database).reloadOwners();
    }
    List<String> differing = new ArrayList<>();
    String key = "address, hour, account, eip_id";
    differing.addAll(
        differing("minutes", ownedHours(ofMinutes), "datagrams", ownedHours(ofDatagrams), key));
    differing.addAll(
        differing(
            "minutes",
            hours(ofMinutes),
            "quarters",
            "SELECT address, hour, "
                + VALUES
                + " FROM "
                + ofDatagrams
                + ".eip_hour WHERE "
                + in("hour"),
            "address, hour"));
    String[] count =
        reader
            .rows(
                "SELECT count(), uniqExactIf(account, account != '') FROM ("
                    + ownedHours(ofDatagrams)
                    + ")")
            .get(0);
    return new Result(Long.parseLong(count[0]), Long.parseLong(count[1]), differing);
  }

  private String ownedHours(String database) {
    return "SELECT address, toStartOfHour(minute) AS hour, account, eip_id, "
        + SUMS
        + " FROM "
        + database
        + ".eip_minute_owned WHERE "
        + in("minute")
        + " GROUP BY address, hour, account, eip_id";
  }

  private String hours(String database) {
    return "SELECT address, toStartOfHour(minute) AS hour, "
        + SUMS
        + " FROM "
        + database
        + ".eip_minutes FINAL WHERE "
        + in("minute")
        + " GROUP BY address, hour";
  }

  private String in(String column) {
    return String.format(
        Locale.ROOT,
        "%1$s >= toDateTime(%2$d) AND %1$s < toDateTime(%3$d)",
        column,
        fromMs / 1_000,
        toMs / 1_000);
  }

  /** Rows that only one of two queries gives. */
  private List<String> differing(
      String firstName, String first, String secondName, String second, String key) {
    String columns = key + ", " + VALUES;
    return reader
        .rows(
            "SELECT any(side), "
                + columns
                + " FROM (SELECT '"
                + firstName
                + "' AS side, * FROM ("
                + first
                + ") UNION ALL SELECT '"
                + secondName
                + "' AS side, * FROM ("
                + second
                + ")) GROUP BY "
                + columns
                + " HAVING count() != 2 ORDER BY "
                + key
                + " LIMIT "
                + ROWS_SHOWN)
        .stream()
        .map(row -> String.join("  ", row))
        .toList();
  }
}
