package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.Holdings.Contest;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.report.domain.HeldEip;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What was used and held, from ClickHouse. A snapshot is made there, in tables of the run's own, so
 * that nothing of it passes through this program but the rows of the accounts that are being rated.
 */
final class UsageTables implements UsageSource {
  private static final int MOST_ATTEMPTS = 5;

  private final Tables tables;

  UsageTables(Tables tables) {
    this.tables = tables;
  }

  /** The dictionaries of owners are a few seconds behind; a statement is not. */
  static void refresh(Tables tables) throws TablesException {
    for (String dictionary : List.of("owners", "owner_units", "owner_prefixes", "lost_minutes")) {
      tables.execute("SYSTEM RELOAD DICTIONARY ${db}." + dictionary);
    }
  }

  @Override
  public Snapshot snapshot(BillingPeriod period) throws TablesException {
    for (int attempt = 1; ; attempt++) {
      TablesSnapshot snapshot = new TablesSnapshot(tables, period);
      String before = state();
      refresh(tables);
      snapshot.make();
      if (before.equals(state())) {
        return snapshot;
      }
      // Ownership changed while it was read: usage and holdings might not fit together.
      snapshot.close();
      if (attempt == MOST_ATTEMPTS) {
        throw new TablesException(
            "ownership in " + tables.target() + " changes all the time: try again later");
      }
    }
  }

  private String state() throws TablesException {
    return tables
        .first(
            "SELECT toString((count(), sum(cityHash64(ownership_id, log_time, log_offset)))) FROM"
                + " ${db}.eip_events FINAL",
            row -> row.string(1))
        .orElse("");
  }

  /** A month, held still in tables of a run's own. */
  private static final class TablesSnapshot implements Snapshot {
    private final Tables tables;
    private final BillingPeriod period;
    private final String run = UUID.randomUUID().toString();

    TablesSnapshot(Tables tables, BillingPeriod period) {
      this.tables = tables;
      this.period = period;
    }

    @Override
    public BillingPeriod period() {
      return period;
    }

    void make() throws TablesException {
      Interval time = period.time();
      String zone = period.zone().getId();
      tables.execute(
          UsageSql.HOURS,
          time.from(),
          time.to(),
          time.from(),
          time.to(),
          run,
          period.toString(),
          zone,
          zone,
          zone,
          time.from(),
          time.to());
      tables.execute(UsageSql.EIPS, run, period.toString(), time.to(), time.from());
    }

    @Override
    public SortedMap<String, Long> accounts() throws TablesException {
      TreeMap<String, Long> accounts = new TreeMap<>();
      for (String table : List.of("snapshot_hours", "snapshot_eips")) {
        tables.each(
            "SELECT account, count() FROM ${db}."
                + table
                + " WHERE run = ? AND period = ? GROUP BY account",
            row -> accounts.merge(row.string(1), row.number(2), Long::sum),
            run,
            period.toString());
      }
      return accounts;
    }

    @Override
    public long unownedBytes() throws TablesException {
      return bytesByAccount(period.time()).getOrDefault("", 0L);
    }

    @Override
    public SortedMap<Instant, Long> bytesByHour() throws TablesException {
      TreeMap<Instant, Long> bytes = new TreeMap<>();
      tables.each(
          "SELECT hour, sum(bytes_in) + sum(bytes_out) FROM ${db}.snapshot_hours WHERE run = ? AND"
              + " period = ? GROUP BY hour",
          row -> bytes.put(row.time(1), row.number(2)),
          run,
          period.toString());
      return bytes;
    }

    @Override
    public SortedMap<String, Long> bytesByAccount(Interval hours) throws TablesException {
      TreeMap<String, Long> bytes = new TreeMap<>();
      tables.each(
          "SELECT account, sum(bytes_in) + sum(bytes_out) FROM ${db}.snapshot_hours WHERE run = ?"
              + " AND period = ? AND hour >= ? AND hour < ? GROUP BY account",
          row -> bytes.put(row.string(1), row.number(2)),
          run,
          period.toString(),
          hours.from(),
          hours.to());
      return bytes;
    }

    @Override
    public void forEachUsage(Collection<String> accounts, Consumer<UsageHour> taker)
        throws TablesException {
      tables.each(
          "SELECT "
              + FrozenRows.HOUR_COLUMNS
              + " FROM ${db}.snapshot_hours WHERE run = ? AND period = ? AND account IN (SELECT"
              + " arrayJoin(?)) ORDER BY account, hour, eip_id, region, line, from_minute",
          row -> taker.accept(FrozenRows.hour(row)),
          run,
          period.toString(),
          List.copyOf(accounts));
    }

    @Override
    public Map<String, List<HeldEip>> held(Collection<String> accounts) throws TablesException {
      Map<String, List<HeldEip>> held = new HashMap<>();
      tables.each(
          "SELECT "
              + FrozenRows.EIP_COLUMNS
              + " FROM ${db}.snapshot_eips WHERE run = ? AND period = ? AND account IN (SELECT"
              + " arrayJoin(?)) ORDER BY account, eip_id, held_from, held_to, stated,"
              + " ownership_id",
          row -> {
            HeldEip one = FrozenRows.held(row);
            held.computeIfAbsent(one.account(), account -> new ArrayList<>()).add(one);
          },
          run,
          period.toString(),
          List.copyOf(accounts));
      return held;
    }

    @Override
    public Map<String, List<Contest>> contests(Collection<String> accounts) throws TablesException {
      Map<String, List<Contest>> contests = new HashMap<>();
      tables.each(
          UsageSql.CONTESTS,
          row ->
              contests
                  .computeIfAbsent(row.string(1), account -> new ArrayList<>())
                  .add(
                      new Contest(
                          row.string(2),
                          row.string(3),
                          row.string(4),
                          new Interval(row.time(5), row.time(6)))),
          run,
          period.toString(),
          List.copyOf(accounts),
          run,
          period.toString(),
          run,
          period.toString(),
          List.copyOf(accounts),
          run,
          period.toString());
      return contests;
    }

    @Override
    public void freeze(Map<String, String> statements) throws TablesException {
      List<String> accounts = new ArrayList<>(statements.keySet());
      List<String> ids = accounts.stream().map(statements::get).toList();
      for (String sql : List.of(UsageSql.FREEZE_HOURS, UsageSql.FREEZE_EIPS)) {
        tables.execute(sql, ids, accounts, run, period.toString(), accounts);
      }
    }

    @Override
    public void close() throws TablesException {
      for (String table : List.of("snapshot_hours", "snapshot_eips")) {
        tables.execute("ALTER TABLE ${db}." + table + " DROP PARTITION '" + run + "'");
      }
    }
  }
}
