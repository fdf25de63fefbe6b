package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.BillingPeriod;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.domain.UsageHour.Quality;
import io.eipmeter.jobs.rating.report.domain.AccountInputs;
import io.eipmeter.jobs.rating.report.domain.HeldEip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What statements were made from, kept as it was. */
final class FrozenInputs {
  private static final List<String> HOUR_COLUMNS =
      List.of(
          "statement_id",
          "charge_period",
          "account",
          "region",
          "line",
          "eip_id",
          "hour",
          "bytes_in",
          "bytes_out",
          "packets",
          "quality");
  private static final List<String> EIP_COLUMNS =
      List.of(
          "statement_id",
          "charge_period",
          "account",
          "eip_id",
          "region",
          "line",
          "held_from",
          "held_to",
          "charge_method",
          "mbps",
          "association_kind",
          "shared_bandwidth",
          "from_pool",
          "account_eip_quota");

  private final Tables tables;

  FrozenInputs(Tables tables) {
    this.tables = tables;
  }

  void write(String statement, Map<BillingPeriod, AccountInputs> inputs)
      throws TablesException, InterruptedException {
    for (Map.Entry<BillingPeriod, AccountInputs> month : inputs.entrySet()) {
      tables.insert(
          "statement_hours", HOUR_COLUMNS, hours(statement, month.getKey(), month.getValue()));
      tables.insert(
          "statement_eips", EIP_COLUMNS, eips(statement, month.getKey(), month.getValue()));
    }
  }

  private static List<List<String>> hours(
      String statement, BillingPeriod period, AccountInputs inputs) {
    List<List<String>> rows = new ArrayList<>();
    for (UsageHour hour : inputs.usage()) {
      rows.add(
          List.of(
              statement,
              period.toString(),
              hour.account(),
              hour.region(),
              hour.lineType(),
              hour.eip(),
              Long.toString(hour.hourStart().getEpochSecond()),
              Long.toString(hour.bytesIn()),
              Long.toString(hour.bytesOut()),
              Long.toString(hour.packets()),
              hour.quality().name().toLowerCase(Locale.ROOT)));
    }
    return rows;
  }

  private static List<List<String>> eips(
      String statement, BillingPeriod period, AccountInputs inputs) {
    List<List<String>> rows = new ArrayList<>();
    for (HeldEip held : inputs.held()) {
      rows.add(
          List.of(
              statement,
              period.toString(),
              held.account(),
              held.eip(),
              held.region(),
              held.line(),
              StatementTables.time(held.time().from()),
              held.time().to().equals(Instant.MAX)
                  ? "1970-01-01 00:00:00.000"
                  : StatementTables.time(held.time().to()),
              held.method().name().toLowerCase(Locale.ROOT),
              Integer.toString(held.mbps()),
              held.association(),
              Boolean.toString(held.shared()),
              Boolean.toString(held.fromPool()),
              Long.toString(held.quota())));
    }
    return rows;
  }

  /** What a statement was made from, for a month that it charges for. */
  AccountInputs read(String statement, BillingPeriod chargePeriod, String account)
      throws TablesException, InterruptedException {
    String where =
        " FINAL WHERE statement_id = "
            + Tables.quoted(statement)
            + " AND charge_period = "
            + Tables.quoted(chargePeriod.toString());
    List<UsageHour> usage = new ArrayList<>();
    for (List<String> row :
        tables.rows(
            "SELECT account, region, line, eip_id, toUnixTimestamp(hour), bytes_in, bytes_out,"
                + " packets, quality FROM ${db}.statement_hours"
                + where)) {
      usage.add(
          new UsageHour(
              row.get(0),
              row.get(1),
              row.get(2),
              row.get(3),
              Instant.ofEpochSecond(Long.parseLong(row.get(4))),
              Long.parseLong(row.get(5)),
              Long.parseLong(row.get(6)),
              Long.parseLong(row.get(7)),
              Quality.valueOf(row.get(8).toUpperCase(Locale.ROOT))));
    }
    List<HeldEip> held = new ArrayList<>();
    for (List<String> row :
        tables.rows(
            "SELECT account, eip_id, region, line, toUnixTimestamp64Milli(held_from),"
                + " toUnixTimestamp64Milli(held_to), charge_method, mbps, association_kind,"
                + " shared_bandwidth, from_pool, account_eip_quota FROM ${db}.statement_eips"
                + where
                + " ORDER BY eip_id, held_from")) {
      held.add(UsageTables.held(row));
    }
    return new AccountInputs(account, usage, held);
  }
}
