package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.ChargeLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The settled rows that a line of traffic goes back to, as they are now: with what came later.
 *
 * @param quarters in any minute of which the line's account held the address
 * @param minutes in which the line's account held the address
 * @param controls the sums of all addresses in the same hours, which must agree
 */
public record Evidence(List<Row> quarters, List<Row> minutes, List<Reconciliation.Check> controls) {
  /** A line that is not about traffic has none. */
  static final Evidence NONE = new Evidence(List.of(), List.of(), List.of());

  /**
   * A slice of a minute or quarter.
   *
   * @param slice 1970: the first; otherwise when its late data came
   * @param close log time at which it was settled
   */
  public record Row(
      String address, Instant start, Instant slice, Instant close, long bytesOut, long bytesIn) {
    public boolean isLate() {
      return slice.getEpochSecond() != 0;
    }
  }

  private static final String ROWS =
      """
      SELECT replaceRegexpOne(toString(address), '^::ffff:', ''), toUnixTimestamp(at),
        toUnixTimestamp(slice), toUnixTimestamp64Milli(close), bytes_out, bytes_in
      FROM (
        SELECT u.address AS address, u.%1$s AS at, slice, close, bytes_out, bytes_in, %2$s,
          arrayExists(i -> %3$s u.%1$s + i * 60) = (%4$s, %5$s, %6$s, %7$s), range(%8$d)) AS held
        FROM ${db}.%9$s AS u FINAL
        WHERE u.%1$s >= %10$s AND u.%1$s < %11$s
      )
      WHERE held
      ORDER BY at, address, slice
      """;

  static Evidence of(ChargeLine charge, Tables tables, Reconciliation reconciliation)
      throws TablesException, InterruptedException {
    return new Evidence(
        rows(charge, tables, "eip_quarters", "quarter", 15),
        rows(charge, tables, "eip_minutes", "minute", 1),
        reconciliation.usage(charge.time()));
  }

  private static List<Row> rows(
      ChargeLine charge, Tables tables, String table, String time, int minutes)
      throws TablesException, InterruptedException {
    String sql =
        ROWS.formatted(
            time,
            UsageTables.UNIT,
            UsageTables.HOLDER,
            Tables.quoted(charge.account()),
            Tables.quoted(charge.eip()),
            Tables.quoted(charge.region()),
            Tables.quoted(charge.lineType()),
            minutes,
            table,
            Tables.seconds(charge.time().from()),
            Tables.seconds(charge.time().to()));
    List<Row> rows = new ArrayList<>();
    for (List<String> cells : tables.rows(sql)) {
      rows.add(
          new Row(
              cells.get(0),
              Instant.ofEpochSecond(Long.parseLong(cells.get(1))),
              Instant.ofEpochSecond(Long.parseLong(cells.get(2))),
              Instant.ofEpochMilli(Long.parseLong(cells.get(3))),
              Long.parseLong(cells.get(4)),
              Long.parseLong(cells.get(5))));
    }
    return rows;
  }
}
