package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.BillingPeriod;
import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.domain.Interval;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.domain.UsageHour.Quality;
import io.eipmeter.jobs.rating.report.domain.AccountInputs;
import io.eipmeter.jobs.rating.report.domain.HeldEip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads what was used and by whom. Quarters are read where one account held the address all through
 * them; of the few others their minutes, each with its own holder.
 */
final class UsageTables {
  /** Who holds a minute; empty texts where nobody does. */
  static final String HOLDER =
      "dictGet('${db}.owners', ('account', 'eip_id', 'region', 'line'), unit, ";

  /** What the holders of an address are found by. */
  static final String UNIT =
      "dictGetOrDefault('${db}.owner_units', 'unit', tuple(u.address),"
          + " dictGet('${db}.owner_prefixes', 'unit', u.address)) AS unit";

  /** Whether exports about an address are missing in a minute, which is to follow. */
  private static String lost(String minute) {
    String ofMinute = ", toUInt64(toUInt32(" + minute + ")))";
    return "arrayExists((first, last) -> address >= first AND address <= last,"
        + " dictGet('${db}.lost_minutes', 'first_addresses'"
        + ofMinute
        + ", dictGet('${db}.lost_minutes', 'last_addresses'"
        + ofMinute
        + ")";
  }

  private static final String USAGE =
      """
      WITH
        quarters AS (
          SELECT %1$s, u.quarter AS at, u.address AS address, bytes_in, bytes_out,
            packets_in + packets_out AS packets, sampling_rate_max,
            arrayDistinct(arrayMap(i -> %2$s u.quarter + i * 60), range(15))) AS holders
          FROM ${db}.eip_quarters AS u FINAL
          WHERE u.quarter >= %3$s AND u.quarter < %4$s
        ),
        minutes AS (
          SELECT %1$s, u.minute AS at, u.address AS address, bytes_in, bytes_out,
            packets_in + packets_out AS packets, sampling_rate_max, %2$s u.minute) AS holder
          FROM ${db}.eip_minutes AS u FINAL
          WHERE u.minute >= %3$s AND u.minute < %4$s
            AND (u.address, toStartOfFifteenMinutes(u.minute)) IN (
              SELECT address, at FROM quarters WHERE length(holders) > 1)
        )
      SELECT holder.1, holder.3, holder.4, holder.2, toUnixTimestamp(toStartOfHour(toDateTime(at, %5$s))) AS hour,
        sum(bytes_in), sum(bytes_out), sum(packets), max(sampling_rate_max) > 1, max(lost)
      FROM (
        SELECT at, address, bytes_in, bytes_out, packets, sampling_rate_max, holders[1] AS holder,
          arrayExists(i -> %6$s, range(15)) AS lost
        FROM quarters WHERE length(holders) = 1
        UNION ALL
        SELECT at, address, bytes_in, bytes_out, packets, sampling_rate_max, holder,
          %7$s AS lost
        FROM minutes
      )
      GROUP BY holder, hour
      ORDER BY holder, hour
      """;

  private static final String HELD =
      """
      SELECT account, eip_id, region, line, toUnixTimestamp64Milli(owned_from),
        toUnixTimestamp64Milli(owned_to), toString(charge_method),
        toUInt32(ceil(max_bandwidth_bits_per_second / 1000000)), association_kind,
        shared_bandwidth_id != '', address_pool_id != '', account_eip_quota
      FROM (
        SELECT * FROM ${db}.eip_events FINAL
        ORDER BY ownership_id, log_time DESC, log_partition DESC, log_offset DESC
        LIMIT 1 BY ownership_id
      )
      WHERE owned_from < %2$s AND (toUnixTimestamp64Milli(owned_to) = 0 OR (owned_to > %1$s AND owned_to > owned_from))
        AND account != ''
      ORDER BY account, eip_id, owned_from
      """;

  private final Tables tables;

  UsageTables(Tables tables) {
    this.tables = tables;
  }

  /** Everything of a month, by account. The empty account has what nobody held. */
  Map<String, AccountInputs> inputs(BillingPeriod period)
      throws TablesException, InterruptedException {
    refresh();
    Map<String, List<UsageHour>> usage = new TreeMap<>();
    for (List<String> row : tables.rows(usageSql(period))) {
      usage.computeIfAbsent(row.get(0), account -> new ArrayList<>()).add(hour(row));
    }
    Map<String, List<HeldEip>> held = new TreeMap<>();
    String from = Tables.time(period.time().from());
    String to = Tables.time(period.time().to());
    for (List<String> row : tables.rows(HELD.formatted(from, to))) {
      held.computeIfAbsent(row.get(0), account -> new ArrayList<>()).add(held(row));
    }
    TreeSet<String> accounts = new TreeSet<>(usage.keySet());
    accounts.addAll(held.keySet());
    Map<String, AccountInputs> inputs = new TreeMap<>();
    for (String account : accounts) {
      inputs.put(
          account,
          new AccountInputs(
              account,
              usage.getOrDefault(account, List.of()),
              held.getOrDefault(account, List.of())));
    }
    return inputs;
  }

  /** The dictionaries of owners are a few seconds behind; a statement is not. */
  void refresh() throws TablesException, InterruptedException {
    for (String dictionary : List.of("owners", "owner_units", "owner_prefixes", "lost_minutes")) {
      tables.rows("SYSTEM RELOAD DICTIONARY ${db}." + dictionary);
    }
  }

  private static String usageSql(BillingPeriod period) {
    return USAGE.formatted(
        UNIT,
        HOLDER,
        Tables.seconds(period.time().from()),
        Tables.seconds(period.time().to()),
        Tables.quoted(period.zone().getId()),
        lost("at + i * 60"),
        lost("at"));
  }

  private static UsageHour hour(List<String> row) {
    Quality quality =
        row.get(8).equals("1")
            ? Quality.SAMPLED
            : row.get(9).equals("1") ? Quality.BEST_EFFORT : Quality.EXACT;
    return new UsageHour(
        row.get(0),
        row.get(1),
        row.get(2),
        row.get(3),
        Instant.ofEpochSecond(Long.parseLong(row.get(4))),
        Long.parseLong(row.get(5)),
        Long.parseLong(row.get(6)),
        Long.parseLong(row.get(7)),
        quality);
  }

  static HeldEip held(List<String> row) {
    long toMs = Long.parseLong(row.get(5));
    return new HeldEip(
        row.get(0),
        row.get(1),
        row.get(2),
        row.get(3),
        new Interval(
            Instant.ofEpochMilli(Long.parseLong(row.get(4))),
            toMs == 0 ? Instant.MAX : Instant.ofEpochMilli(toMs)),
        method(row.get(6)),
        Integer.parseInt(row.get(7)),
        row.get(8),
        isTrue(row.get(9)),
        isTrue(row.get(10)),
        Long.parseLong(row.get(11)));
  }

  /** Who does not say how an EIP is paid for means by data transfer. */
  static ChargeMethod method(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    return name.equals("UNSPECIFIED") ? ChargeMethod.DATA_TRANSFER : ChargeMethod.valueOf(name);
  }

  static boolean isTrue(String cell) {
    return cell.equals("1") || cell.equals("true");
  }
}
