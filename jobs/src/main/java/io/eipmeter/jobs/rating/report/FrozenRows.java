package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.domain.Missing;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.domain.UsageHour.Quality;
import io.eipmeter.jobs.rating.report.domain.HeldEip;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.schemas.clickhouse.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;

/** The rows that statements are made from, as snapshots and frozen inputs hold them alike. */
final class FrozenRows {
  static final String HOUR_COLUMNS =
      "account, region, line, eip_id, hour, from_minute, to_minute, bytes_in, bytes_out, packets_in,"
          + " packets_out, quality, incomplete_minutes, missing_exports, most_missing_bytes";
  static final String EIP_COLUMNS =
      "account, eip_id, region, line, held_from, held_to, charge_method, mbps, association_kind,"
          + " shared_bandwidth_id, address_pool_id, account_eip_quota, stated";

  /** How tables write that something is still held. */
  private static final Instant OPEN = Instant.parse("2106-01-01T00:00:00Z");

  private FrozenRows() {}

  static UsageHour hour(Row row) throws SQLException {
    return new UsageHour(
        row.string(1),
        row.string(2),
        row.string(3),
        row.string(4),
        row.time(5),
        (int) row.number(6),
        (int) row.number(7),
        row.number(8),
        row.number(9),
        row.number(10),
        row.number(11),
        Quality.valueOf(row.string(12).toUpperCase(Locale.ROOT)),
        new Missing((int) row.number(13), row.number(14), row.number(15)));
  }

  static HeldEip held(Row row) throws SQLException {
    Instant to = row.time(6);
    return new HeldEip(
        row.string(1),
        row.string(2),
        row.string(3),
        row.string(4),
        new Interval(row.time(5), to.isBefore(OPEN) ? to : Instant.MAX),
        method(row.string(7)),
        (int) row.number(8),
        row.string(9),
        row.string(10),
        row.string(11),
        row.number(12),
        row.time(13));
  }

  /** Who does not say how an EIP is paid for means by data transfer. */
  private static ChargeMethod method(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    return name.equals("UNSPECIFIED") ? ChargeMethod.DATA_TRANSFER : ChargeMethod.valueOf(name);
  }
}
