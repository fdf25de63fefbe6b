package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

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
      SELECT replaceRegexpOne(toString(address), '^::ffff:', '') AS ip, at, slice, close, bytes_out, bytes_in
      FROM (
        SELECT u.address AS address, u.%1$s AS at, slice, close, bytes_out, bytes_in, %2$s,
          arrayExists(i -> dictGet('${db}.owners', ('account', 'eip_id', 'region', 'line'), unit, u.%1$s + i * 60)
            = (?, ?, ?, ?), range(%3$d)) AS held
        FROM ${db}.%4$s AS u FINAL
        WHERE u.%1$s >= ? AND u.%1$s < ?
      )
      WHERE held
      ORDER BY at, address, slice
      """;

  static Evidence of(ChargeLine charge, ClickHouseDatabase database) throws TablesException {
    Tables tables = new Tables(database);
    UsageTables.refresh(tables);
    return new Evidence(
        rows(charge, tables, "eip_quarters", "quarter", 15),
        rows(charge, tables, "eip_minutes", "minute", 1),
        new Reconciliation(database).usage(charge.time()));
  }

  private static List<Row> rows(
      ChargeLine charge, Tables tables, String table, String time, int minutes)
      throws TablesException {
    return tables.list(
        String.format(Locale.ROOT, ROWS, time, UsageSql.UNIT, minutes, table),
        row ->
            new Row(
                row.string(1), row.time(2), row.time(3), row.time(4), row.number(5), row.number(6)),
        charge.account(),
        charge.eip(),
        charge.region(),
        charge.lineType(),
        charge.time().from(),
        charge.time().to());
  }
}
