-- Who held an address, what was in force then, and where exports are missing.

-- The intervals of ownership as known now: of each, its newest statement. Withdrawn ones are gone.
CREATE OR REPLACE VIEW ${database}.eip_owner AS
SELECT
  ownership_id,
  log_time,
  address,
  replaceRegexpOne(toString(address), '^::ffff:([0-9.]+)$', '\\1') AS ip,
  prefix_length,
  owned_from,
  -- [owned_from, owned_to): an open one ends with the calendar of DateTime.
  if(toUnixTimestamp64Milli(stated_to) = 0, toDateTime64('2106-01-01 00:00:00', 3, 'UTC'), stated_to) AS owned_to,
  account, eip_id, region, line, charge_method, max_bandwidth_bits_per_second,
  association_kind, association_id, shared_bandwidth_id, fine_grained, name, source
FROM (
  SELECT * EXCEPT (address, owned_to), tupleElement(IPv6CIDRToRange(e.address, e.prefix_length), 1) AS address, owned_to AS stated_to
  FROM ${database}.eip_events AS e FINAL
  ORDER BY ownership_id, log_time DESC, log_partition DESC, log_offset DESC
  LIMIT 1 BY ownership_id
)
WHERE toUnixTimestamp64Milli(stated_to) = 0 OR stated_to > owned_from;

-- The same in whole minutes, without overlap: who held an address or prefix at any time in a minute. Of two the earlier
-- holds it, and the minute is `contested`; a longer prefix goes before the wider one around it.
CREATE OR REPLACE VIEW ${database}.eip_owner_minutes AS
WITH
  held AS (
    SELECT
      node.address AS address,
      node.prefix_length AS prefix_length,
      -toInt16(o.prefix_length) AS width,
      o.owned_from AS owned_from,
      o.ownership_id AS ownership_id,
      toStartOfMinute(toDateTime(o.owned_from, 'UTC')) AS first_minute,
      toStartOfMinute(toDateTime(o.owned_to - toIntervalMillisecond(1), 'UTC')) AS last_minute
    FROM (
      SELECT DISTINCT
        address,
        prefix_length,
        arrayJoin((SELECT groupUniqArray(prefix_length) FROM ${database}.eip_owner)) AS wide_length,
        tupleElement(IPv6CIDRToRange(address, least(wide_length, prefix_length)), 1) AS wide_address
      FROM ${database}.eip_owner
      WHERE wide_length <= prefix_length
    ) AS node
    INNER JOIN ${database}.eip_owner AS o ON o.address = node.wide_address AND o.prefix_length = node.wide_length
  ),
  -- From each minute in which something begins or has ended to the next; the last is nobody's.
  pieces AS (
    SELECT
      address,
      prefix_length,
      edge AS piece_from,
      leadInFrame(edge) OVER (PARTITION BY address, prefix_length ORDER BY edge ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS piece_to
    FROM (SELECT DISTINCT address, prefix_length, arrayJoin([first_minute, last_minute + 60]) AS edge FROM held)
  ),
  -- By pairs, not by arrays of all holders: an address with thousands of intervals needs time for it, but no memory.
  cut AS (
    SELECT
      p.address AS address,
      p.prefix_length AS prefix_length,
      p.piece_from AS piece_from,
      p.piece_to AS piece_to,
      arraySort(groupArray((h.width, h.owned_from, h.ownership_id))) AS here
    FROM pieces AS p
    INNER JOIN held AS h ON h.address = p.address AND h.prefix_length = p.prefix_length
    WHERE h.first_minute <= p.piece_from AND h.last_minute >= p.piece_from
    GROUP BY address, prefix_length, piece_from, piece_to
  )
SELECT
  cut.address AS address,
  cut.prefix_length AS prefix_length,
  piece_from AS first_minute,
  piece_to - 60 AS last_minute,
  arrayCount(h -> h.1 = here[1].1, here) > 1 AS contested,
  o.* EXCEPT (address, prefix_length)
FROM cut
INNER JOIN ${database}.eip_owner AS o ON o.ownership_id = here[1].3;

-- In memory, so that a series joins its owner for the price of a look-up. Read again when a statement comes.
-- A unit is an address or prefix that has had an owner, by a hash of 64 bits (of a million units two meet with a
-- probability of 3 in 10^8): a number is found several times as quickly as the address and length themselves.
-- owner_units finds an address that has owners of its own, owner_prefixes the narrowest prefix around any other.
CREATE OR REPLACE DICTIONARY ${database}.owners (
  unit UInt64,
  first_minute DateTime('UTC'),
  last_minute DateTime('UTC'),
  ownership_id String,
  account String,
  eip_id String,
  region String,
  line String,
  charge_method String,
  max_bandwidth_bits_per_second UInt64,
  association_kind String,
  association_id String,
  shared_bandwidth_id String,
  fine_grained UInt8,
  name String,
  contested UInt8,
  -- The whole piece that the looked up minute lies in.
  piece_first DateTime('UTC'),
  piece_last DateTime('UTC')
)
PRIMARY KEY unit
SOURCE(CLICKHOUSE(USER '${dictionary_user}' PASSWORD '${dictionary_password}' DB '${database}' 
  QUERY 'SELECT sipHash64(address, prefix_length) AS unit, first_minute, last_minute, ownership_id, account, eip_id, region, line, charge_method, max_bandwidth_bits_per_second, association_kind, association_id, shared_bandwidth_id, fine_grained, name, contested, first_minute AS piece_first, last_minute AS piece_last FROM ${database}.eip_owner_minutes'
  INVALIDATE_QUERY 'SELECT count() FROM ${database}.eip_events FINAL'))
LAYOUT(RANGE_HASHED())
RANGE(MIN first_minute MAX last_minute)
LIFETIME(MIN 3 MAX 6);

CREATE OR REPLACE DICTIONARY ${database}.owner_units (
  address IPv6,
  unit UInt64
)
PRIMARY KEY address
SOURCE(CLICKHOUSE(USER '${dictionary_user}' PASSWORD '${dictionary_password}' DB '${database}' 
  QUERY 'SELECT DISTINCT address, sipHash64(address, prefix_length) AS unit FROM ${database}.eip_owner WHERE prefix_length = 128'
  INVALIDATE_QUERY 'SELECT count() FROM ${database}.eip_events FINAL'))
LAYOUT(COMPLEX_KEY_HASHED())
LIFETIME(MIN 3 MAX 6);

CREATE OR REPLACE DICTIONARY ${database}.owner_prefixes (
  prefix String,
  unit UInt64
)
PRIMARY KEY prefix
SOURCE(CLICKHOUSE(USER '${dictionary_user}' PASSWORD '${dictionary_password}' DB '${database}' 
  QUERY 'SELECT DISTINCT concat(toString(address), \'/\', toString(prefix_length)) AS prefix, sipHash64(address, prefix_length) AS unit FROM ${database}.eip_owner WHERE prefix_length < 128'
  INVALIDATE_QUERY 'SELECT count() FROM ${database}.eip_events FINAL'))
LAYOUT(IP_TRIE())
LIFETIME(MIN 3 MAX 6);

-- From when to when in log time each version of the settings held, with its metering points. The first holds for what was before it, too.
CREATE OR REPLACE VIEW ${database}.metering_point AS
SELECT v.held_from, v.held_to, p.*
FROM ${database}.metering_points AS p FINAL
INNER JOIN (
  SELECT
    version,
    if(row_number() OVER (ORDER BY version) = 1, toDateTime64(0, 3, 'UTC'), min(from_log)) AS held_from,
    leadInFrame(min(from_log), 1, toDateTime64('2106-01-01 00:00:00', 3, 'UTC')) OVER (ORDER BY version ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS held_to
  FROM ${database}.metering_points
  GROUP BY version
) AS v ON v.version = p.version;

-- Where exports are missing: for each minute the prefixes that the exporter's metering points count for, of every version of
-- the settings in force during the minute of log time in which the loss was seen. Without metering points the addresses from
-- the first to the last that the exporter has told of since a day before, until an hour after; `::/0` where it told of none.
-- The minute is the gap's own, and those before it back to the gap minus the active timeout.
CREATE OR REPLACE VIEW ${database}.lost_minute AS
WITH
  gaps AS (
    SELECT
      exporter,
      minute AS seen,
      lost_exports,
      arrayJoin(range(
        toUInt32(greatest(toUInt32(toStartOfMinute(if(toUnixTimestamp64Milli(lost_from) = 0, toDateTime64(minute, 3, 'UTC'), lost_from))), toUInt32(minute) - 86400)),
        toUInt32(minute) + 60, 60)) AS lost_minute
    FROM ${database}.exporter_minutes FINAL
    WHERE lost_exports > 0
  ),
  points AS (
    SELECT DISTINCT held_from, held_to, exporter, prefix_address, prefix_length FROM ${database}.metering_point
  ),
  told AS (
    SELECT exporter, seen, if(empty(ranges), [(toIPv6('::'), tupleElement(IPv6CIDRToRange(toIPv6('::'), 0), 2))], ranges) AS ranges
    FROM (
      SELECT
        g.exporter AS exporter,
        g.seen AS seen,
        arrayFilter(
          told -> told.2 != toIPv6('::'),
          [(minIf(t.told_ipv4_first, t.told_ipv4_last != toIPv6('::')), max(t.told_ipv4_last)),
           (minIf(t.told_ipv6_first, t.told_ipv6_last != toIPv6('::')), max(t.told_ipv6_last))]) AS ranges
      FROM (SELECT DISTINCT exporter, seen FROM gaps WHERE (SELECT count() FROM points) = 0) AS g
      INNER JOIN ${database}.exporter_minutes AS t ON t.exporter = g.exporter
      WHERE t.minute >= g.seen - toIntervalDay(1) AND t.minute < g.seen + toIntervalHour(1)
      GROUP BY exporter, seen
    )
  )
SELECT
  minute,
  exporter,
  first_address,
  last_address,
  sum(lost) AS lost_exports,
  -- Of these, those that were seen missing in this minute: they add up over minutes.
  sum(if(seen = minute, lost, 0)) AS seen_exports
FROM (
  -- Two versions of a minute may name the same prefix: it is lost once.
  SELECT DISTINCT
    toDateTime(g.lost_minute, 'UTC') AS minute, g.seen AS seen, g.exporter AS exporter, g.lost_exports AS lost,
    tupleElement(IPv6CIDRToRange(p.prefix_address, p.prefix_length), 1) AS first_address,
    tupleElement(IPv6CIDRToRange(p.prefix_address, p.prefix_length), 2) AS last_address
  FROM gaps AS g
  CROSS JOIN points AS p
  WHERE (p.exporter = toIPv6('::') OR p.exporter = g.exporter)
    AND p.held_from < g.seen + toIntervalMinute(1) AND p.held_to > g.seen
  UNION ALL
  SELECT
    toDateTime(g.lost_minute, 'UTC'), g.seen, g.exporter, g.lost_exports,
    tupleElement(arrayJoin(t.ranges) AS between, 1), tupleElement(between, 2)
  FROM gaps AS g
  INNER JOIN told AS t ON t.exporter = g.exporter AND t.seen = g.seen
)
GROUP BY minute, exporter, first_address, last_address;

CREATE OR REPLACE DICTIONARY ${database}.lost_minutes (
  minute UInt64,
  first_addresses Array(IPv6),
  last_addresses Array(IPv6)
)
PRIMARY KEY minute
SOURCE(CLICKHOUSE(USER '${dictionary_user}' PASSWORD '${dictionary_password}' DB '${database}' 
  QUERY 'SELECT toUInt64(toUInt32(minute)) AS minute, groupArray(first_address) AS first_addresses, groupArray(last_address) AS last_addresses FROM (SELECT DISTINCT minute, first_address, last_address FROM ${database}.lost_minute) GROUP BY minute'
  -- Not a count: a row that replaces another one changes none. What is told around the newest loss, and in a replay, may still change.
  INVALIDATE_QUERY 'SELECT
    (SELECT sum(sipHash64(exporter, minute, generation, lost_exports, lost_from)) FROM ${database}.exporter_minutes WHERE lost_exports != 0 OR generation > 0),
    (SELECT sum(sipHash64(exporter, minute, generation, told_ipv4_first, told_ipv4_last, told_ipv6_first, told_ipv6_last)) FROM ${database}.exporter_minutes
      WHERE minute >= (SELECT max(minute) FROM ${database}.exporter_minutes WHERE lost_exports > 0) - toIntervalDay(1)
        AND minute < (SELECT max(minute) FROM ${database}.exporter_minutes WHERE lost_exports > 0) + toIntervalHour(1)
      OR generation > 0),
    (SELECT sum(sipHash64(*)) FROM ${database}.metering_points)'))
LAYOUT(HASHED())
LIFETIME(MIN 3 MAX 6);

-- ${owner_then} stands for
  dictGetOrDefault('${database}.owner_units', 'unit', tuple(u.address), dictGet('${database}.owner_prefixes', 'unit', u.address)) AS unit,
  dictGet('${database}.owners', 'ownership_id', unit, ${it}) AS ownership_id,
  dictGet('${database}.owners', 'account', unit, ${it}) AS account,
  dictGet('${database}.owners', 'eip_id', unit, ${it}) AS eip_id,
  dictGet('${database}.owners', 'region', unit, ${it}) AS region,
  dictGet('${database}.owners', 'line', unit, ${it}) AS line,
  dictGet('${database}.owners', 'charge_method', unit, ${it}) AS charge_method,
  dictGet('${database}.owners', 'max_bandwidth_bits_per_second', unit, ${it}) AS max_bandwidth_bits_per_second,
  dictGet('${database}.owners', 'association_kind', unit, ${it}) AS association_kind,
  dictGet('${database}.owners', 'association_id', unit, ${it}) AS association_id,
  dictGet('${database}.owners', 'shared_bandwidth_id', unit, ${it}) AS shared_bandwidth_id,
  dictGet('${database}.owners', 'fine_grained', unit, ${it}) AS fine_grained,
  dictGet('${database}.owners', 'name', unit, ${it}) AS name,
  dictGet('${database}.owners', 'contested', unit, ${it}) AS contested
-- end

-- ${completeness} stands for
  if(arrayExists(
    (first, last) -> u.address >= first AND u.address <= last,
    dictGet('${database}.lost_minutes', 'first_addresses', toUInt64(toUInt32(u.minute))),
    dictGet('${database}.lost_minutes', 'last_addresses', toUInt64(toUInt32(u.minute)))),
    'partial', 'complete') AS completeness
-- end

-- The settled minute with its owner and what was in force then. No owner: account is empty. For a few addresses; for sums
-- over many (accounts, regions, lines) eip_slice_owned is several times as quick, because it puts no minute together first.
CREATE OR REPLACE VIEW ${database}.eip_minute_owned AS
SELECT
  u.*,
  ${owner_then:u.minute},
  max_bandwidth_bits_per_second > 0 AS has_max_bandwidth,
  -- Of the maximum bandwidth, 1 is all of it; 0 where none is known.
  if(has_max_bandwidth, bits_per_second_out / max_bandwidth_bits_per_second, 0) AS utilisation_out,
  if(has_max_bandwidth, bits_per_second_in / max_bandwidth_bits_per_second, 0) AS utilisation_in,
  ${completeness}
FROM ${database}.eip_minute AS u;

-- The slices of the minutes with their owner.
CREATE OR REPLACE VIEW ${database}.eip_slice_owned AS
SELECT
  u.*,
  ${owner_then:u.minute},
  ${completeness}
FROM ${database}.eip_minutes AS u FINAL;

-- The slices of the quarters with the owner of the quarter's first minute: for ranges of more than some days. Where an address
-- changes hands within a quarter, only the minutes can tell its bytes apart: `changes_hands`.
CREATE OR REPLACE VIEW ${database}.eip_quarter_slice_owned AS
SELECT
  u.*,
  ${owner_then:u.quarter},
  dictGet('${database}.owners', 'ownership_id', unit, u.quarter + 840) != ownership_id AS changes_hands
FROM ${database}.eip_quarters AS u FINAL;

-- What was used between two times with its owner then, in rows that are quick to add up: slices of minutes for up to three days,
-- slices of quarters for more. `time` is the start of the row's step: `step` seconds, rounded up to whole minutes or quarters,
-- which is step_s. The time range is a parameter, so that it chooses the table and the index knows it.
CREATE OR REPLACE VIEW ${database}.eip_usage AS
SELECT
  toStartOfInterval(minute, toIntervalSecond(step_s), 'UTC') AS time,
  toUInt32(intDiv(greatest({step:UInt32}, 60) + 59, 60) * 60) AS step_s,
  minute AS row_start,
  toUInt32(60) AS row_s,
  ${used_and_by_whom}
FROM ${database}.eip_slice_owned
WHERE minute >= {from:DateTime('UTC')} AND minute <= {to:DateTime('UTC')}
  AND toUInt32({to:DateTime('UTC')}) - toUInt32({from:DateTime('UTC')}) <= 259200
UNION ALL
SELECT
  toStartOfInterval(quarter, toIntervalSecond(step_s), 'UTC') AS time,
  toUInt32(intDiv(greatest({step:UInt32}, 900) + 899, 900) * 900) AS step_s,
  quarter AS row_start,
  toUInt32(900) AS row_s,
  ${used_and_by_whom}
FROM ${database}.eip_quarter_slice_owned
WHERE quarter >= {from:DateTime('UTC')} AND quarter <= {to:DateTime('UTC')}
  AND toUInt32({to:DateTime('UTC')}) - toUInt32({from:DateTime('UTC')}) > 259200;

-- ${used_and_by_whom} stands for
  address,
  bytes_out, bytes_in, packets_out, packets_in, flows_out, flows_in, dropped_bytes, dropped_packets, variance, longest_record_ms,
  ownership_id, account, eip_id, region, line, charge_method, max_bandwidth_bits_per_second, association_kind, association_id, name, contested
-- end
