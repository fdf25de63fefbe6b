package io.eipmeter.jobs.rating.report;

import java.util.Locale;

/** The questions that make and read a snapshot. */
final class UsageSql {
  private UsageSql() {}

  /** What the holders of an address are found by. */
  static final String UNIT =
      "dictGetOrDefault('${db}.owner_units', 'unit', tuple(u.address),"
          + " dictGet('${db}.owner_prefixes', 'unit', u.address)) AS unit";

  /** Who holds a minute, and the minutes of the piece it lies in; empty texts: nobody. */
  private static final String HOLDER =
      "dictGet('${db}.owners', ('account', 'eip_id', 'region', 'line', 'piece_first',"
          + " 'piece_last'), unit, ";

  /**
   * Quarters are read where one piece of ownership covers them, or nobody holds any minute; of the
   * few others their minutes, each with its own holder. Rows without bytes say how many minutes of
   * an EIP's hour miss exports: an EIP of which everything was lost has those alone.
   *
   * <p>Values: start and end of the month, twice; run, period, three times the zone, the month.
   */
  static final String HOURS =
      String.format(
              Locale.ROOT,
              """
      INSERT INTO ${db}.snapshot_hours (run, period, account, hour, eip_id, region, line, from_minute, to_minute,
        bytes_in, bytes_out, packets_in, packets_out, quality, incomplete_minutes, missing_exports, most_missing_bytes)
      WITH
        quarters AS (
          SELECT %1$s, u.quarter AS at, u.address AS address, bytes_in, bytes_out, packets_in, packets_out,
            sampling_rate_max > 1 OR unknown_rate_records > 0 AS is_sampled,
            %2$s u.quarter) AS holder,
            if(holder.1 = '',
              arrayAll(i -> dictGet('${db}.owners', 'account', unit, u.quarter + i * 60) = '', range(15)),
              holder.6 >= u.quarter + 840) AS is_whole
          FROM ${db}.eip_quarters AS u FINAL
          WHERE u.quarter >= from_time AND u.quarter < to_time
        ),
        minutes AS (
          SELECT %1$s, u.minute AS at, u.address AS address, bytes_in, bytes_out, packets_in, packets_out,
            sampling_rate_max > 1 OR unknown_rate_records > 0 AS is_sampled, %2$s u.minute) AS holder
          FROM ${db}.eip_minutes AS u FINAL
          WHERE u.minute >= from_time AND u.minute < to_time
            AND (u.address, toStartOfFifteenMinutes(u.minute)) IN (SELECT address, at FROM quarters WHERE NOT is_whole)
        )
      SELECT run_id, period_name, holder.1, hour, holder.2, holder.3, holder.4,
        if(holder.1 = '', 0, greatest(0, dateDiff('minute', hour, holder.5))) AS first,
        if(holder.1 = '', 60, least(60, dateDiff('minute', hour, holder.6) + 1)) AS after_last,
        sum(bytes_in), sum(bytes_out), sum(packets_in), sum(packets_out),
        multiIf(max(is_sampled), 'sampled', sum(lost_minutes) > 0, 'incomplete', 'exact'), sum(lost_minutes), sum(lost_exports),
        if(countIf(lost_minutes > 0 AND most_bytes = 0) > 0, -1, toInt64(sum(most_bytes)))
      FROM (
        SELECT toStartOfHour(toDateTime(at, zone_name)) AS hour, bytes_in, bytes_out, packets_in, packets_out, is_sampled,
          holder, 0 AS lost_minutes, 0 AS lost_exports, 0 AS most_bytes
        FROM quarters WHERE is_whole
        UNION ALL
        SELECT toStartOfHour(toDateTime(at, zone_name)), bytes_in, bytes_out, packets_in, packets_out, is_sampled, holder, 0, 0, 0
        FROM minutes
        UNION ALL
        SELECT l.hour, 0, 0, 0, 0, 0,
          (o.account, o.eip_id, o.region, o.line, o.first_minute, o.last_minute),
          length(groupUniqArrayArray(arrayFilter(m -> m >= o.first_minute AND m <= o.last_minute, l.minutes))) AS missed,
          arraySum(gap -> gap.3, groupUniqArrayArray(arrayFilter(gap -> gap.2 >= o.first_minute AND gap.2 <= o.last_minute, l.gaps))),
          intDiv(missed * o.max_bandwidth_bits_per_second * 60, 8)
        FROM (
          SELECT toStartOfHour(toDateTime(minute, zone_name)) AS hour, first_address, last_address, groupUniqArray(minute) AS minutes,
            groupUniqArrayIf((exporter, minute, seen_exports), seen_exports > 0) AS gaps
          FROM ${db}.lost_minute
          WHERE minute >= from_time AND minute < to_time
          GROUP BY hour, first_address, last_address
        ) AS l
        CROSS JOIN ${db}.eip_owner_minutes AS o
        WHERE o.first_minute < l.hour + 3600 AND o.last_minute >= l.hour
          AND o.address <= l.last_address AND tupleElement(IPv6CIDRToRange(o.address, o.prefix_length), 2) >= l.first_address
        GROUP BY l.hour, o.account, o.eip_id, o.region, o.line, o.first_minute, o.last_minute, o.max_bandwidth_bits_per_second
        HAVING missed > 0
      )
      GROUP BY holder.1, hour, holder.2, holder.3, holder.4, first, after_last
      SETTINGS max_bytes_before_external_group_by = 2000000000
      """,
              UNIT,
              HOLDER)
          .replace("run_id, period_name", "?, ?")
          .replace("zone_name", "?")
          .replace("from_time", "?")
          .replace("to_time", "?");

  /** Values: run, period, end and start of the month. */
  static final String EIPS =
      """
      INSERT INTO ${db}.snapshot_eips (run, period, account, ownership_id, address, prefix_length, eip_id, region, line,
        held_from, held_to, charge_method, mbps, association_kind, shared_bandwidth_id, address_pool_id, account_eip_quota,
        stated)
      SELECT ?, ?, account, ownership_id, tupleElement(IPv6CIDRToRange(address, prefix_length), 1), prefix_length, eip_id, region, line, owned_from,
        if(toUnixTimestamp64Milli(owned_to) = 0, toDateTime64('2106-01-01 00:00:00', 3, 'UTC'), owned_to) AS held_to,
        toString(charge_method), toUInt32(ceil(max_bandwidth_bits_per_second / 1000000)), association_kind,
        shared_bandwidth_id, address_pool_id, account_eip_quota, log_time
      FROM (
        SELECT * FROM ${db}.eip_events FINAL
        ORDER BY ownership_id, log_time DESC, log_partition DESC, log_offset DESC
        LIMIT 1 BY ownership_id
      )
      WHERE owned_from < ? AND held_to > ? AND held_to > owned_from AND account != ''
      """;

  private static final String CONTEST =
      """
      SELECT a.account AS account, a.eip_id AS eip_id,
        concat(a.eip_id, ' (', replaceRegexpOne(toString(a.address), '^::ffff:', ''), ')') AS what,
        if(b.account = a.account, concat('the same account, ', %1$s), b.account) AS other,
        greatest(a.held_from, b.held_from) AS both_from, least(a.held_to, b.held_to) AS both_to
      FROM (SELECT * FROM ${db}.snapshot_eips WHERE run = ? AND period = ? AND account IN (SELECT arrayJoin(?))) AS a
      INNER JOIN (SELECT * FROM ${db}.snapshot_eips WHERE run = ? AND period = ?) AS b ON %2$s
      WHERE a.ownership_id != b.ownership_id AND a.held_from < b.held_to AND b.held_from < a.held_to AND %3$s
      """;

  /**
   * Who held one address, or had one EIP on two addresses, at once. A longer prefix within a wider
   * one is no contest: it goes before it.
   *
   * <p>Values, twice: run, period, accounts, run, period.
   */
  static final String CONTESTS =
      "SELECT * FROM ("
          + String.format(
              Locale.ROOT,
              CONTEST,
              "concat('as ', b.eip_id)",
              "a.address = b.address AND a.prefix_length = b.prefix_length",
              "1")
          + "UNION ALL "
          + String.format(
              Locale.ROOT,
              CONTEST,
              "concat('on ', replaceRegexpOne(toString(b.address), '^::ffff:', ''), ',')",
              "a.eip_id = b.eip_id",
              "a.eip_id != '' AND (a.address != b.address OR a.prefix_length != b.prefix_length)")
          + ") ORDER BY account, what, other, both_from";

  /** Values: statement ids, accounts, run, period, accounts. */
  static final String FREEZE_HOURS =
      """
      INSERT INTO ${db}.statement_hours (statement_id, charge_period, account, region, line, eip_id, hour, from_minute,
        to_minute, bytes_in, bytes_out, packets_in, packets_out, quality, incomplete_minutes, missing_exports, most_missing_bytes)
      SELECT arrayElement(?, indexOf(?, account)), period, account, region, line, eip_id, hour, from_minute, to_minute,
        bytes_in, bytes_out, packets_in, packets_out, quality, incomplete_minutes, missing_exports, most_missing_bytes
      FROM ${db}.snapshot_hours WHERE run = ? AND period = ? AND account IN (SELECT arrayJoin(?))
      """;

  /** Values: as {@link #FREEZE_HOURS}. */
  static final String FREEZE_EIPS =
      """
      INSERT INTO ${db}.statement_eips (statement_id, charge_period, account, eip_id, region, line, held_from, held_to,
        charge_method, mbps, association_kind, shared_bandwidth_id, address_pool_id, account_eip_quota, stated)
      SELECT arrayElement(?, indexOf(?, account)), period, account, eip_id, region, line, held_from, held_to,
        charge_method, mbps, association_kind, shared_bandwidth_id, address_pool_id, account_eip_quota, stated
      FROM ${db}.snapshot_eips WHERE run = ? AND period = ? AND account IN (SELECT arrayJoin(?))
      """;
}
