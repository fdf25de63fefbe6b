-- Who held an address, what was in force then, and where exports are missing.

-- The intervals of ownership as known now: of each, its newest statement. Withdrawn ones are gone.
CREATE OR REPLACE VIEW ${database}.eip_owner AS
SELECT
  ownership_id,
  log_time,
  address,
  if(startsWith(toString(address), '::ffff:') AND isIPv4String(substring(toString(address), 8)), substring(toString(address), 8), toString(address)) AS ip,
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
      arraySort(groupArray((
        -toInt16(o.prefix_length), o.owned_from, o.ownership_id,
        toStartOfMinute(toDateTime(o.owned_from, 'UTC')) AS first_minute,
        toStartOfMinute(toDateTime(o.owned_to - toIntervalMillisecond(1), 'UTC')) AS last_minute
      ))) AS holders
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
    GROUP BY address, prefix_length
  ),
  cut AS (
    SELECT
      address,
      prefix_length,
      holders,
      arraySort(arrayDistinct(arrayConcat(arrayMap(h -> h.4, holders), arrayMap(h -> h.5 + 60, holders)))) AS edges,
      arrayJoin(arrayZip(arrayPopBack(edges), arrayPopFront(edges))) AS piece,
      arrayFilter(h -> h.4 <= piece.1 AND h.5 >= piece.1, holders) AS here
    FROM held
  )
SELECT
  cut.address AS address,
  cut.prefix_length AS prefix_length,
  piece.1 AS first_minute,
  piece.2 - 60 AS last_minute,
  arrayCount(h -> h.1 = here[1].1, here) > 1 AS contested,
  o.* EXCEPT (address, prefix_length)
FROM cut
INNER JOIN ${database}.eip_owner AS o ON o.ownership_id = here[1].3
WHERE notEmpty(here);

-- In memory, so that a series joins its owner for the price of a look-up. Read again when a statement comes.
CREATE OR REPLACE DICTIONARY ${database}.owners (
  address IPv6,
  prefix_length UInt8,
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
  contested UInt8
)
PRIMARY KEY address, prefix_length
SOURCE(CLICKHOUSE(USER '${dictionary_user}' PASSWORD '${dictionary_password}' DB '${database}' 
  QUERY 'SELECT address, prefix_length, first_minute, last_minute, ownership_id, account, eip_id, region, line, charge_method, max_bandwidth_bits_per_second, association_kind, association_id, shared_bandwidth_id, fine_grained, name, contested FROM ${database}.eip_owner_minutes'
  INVALIDATE_QUERY 'SELECT count() FROM ${database}.eip_events FINAL'))
LAYOUT(COMPLEX_KEY_RANGE_HASHED())
RANGE(MIN first_minute MAX last_minute)
LIFETIME(MIN 3 MAX 6);

-- The narrowest prefix with an owner around an address.
CREATE OR REPLACE DICTIONARY ${database}.owner_prefixes (
  prefix String,
  unit_address IPv6,
  unit_length UInt8
)
PRIMARY KEY prefix
SOURCE(CLICKHOUSE(USER '${dictionary_user}' PASSWORD '${dictionary_password}' DB '${database}' 
  QUERY 'SELECT concat(toString(address), \'/\', toString(prefix_length)) AS prefix, address AS unit_address, prefix_length AS unit_length FROM ${database}.eip_owner GROUP BY address, prefix_length'
  INVALIDATE_QUERY 'SELECT count() FROM ${database}.eip_events FINAL'))
LAYOUT(IP_TRIE())
LIFETIME(MIN 3 MAX 6);

-- Where exports are missing: for each minute the prefixes that the exporter's metering points (newest settings) count for,
-- `::/0` where there are none. The minute is the gap's own, and those before it back to the gap minus the active timeout.
CREATE OR REPLACE VIEW ${database}.lost_minute AS
WITH
  gaps AS (
    SELECT
      exporter,
      lost_exports,
      arrayJoin(range(
        toUInt32(greatest(toUInt32(toStartOfMinute(if(toUnixTimestamp64Milli(lost_from) = 0, toDateTime64(minute, 3, 'UTC'), lost_from))), toUInt32(minute) - 86400)),
        toUInt32(minute) + 60, 60)) AS lost_minute
    FROM ${database}.exporter_minutes FINAL
    WHERE lost_exports > 0
  ),
  points AS (
    SELECT DISTINCT exporter, prefix_address, prefix_length
    FROM ${database}.metering_points FINAL
    WHERE version = (SELECT max(version) FROM ${database}.metering_points)
  )
SELECT
  toDateTime(g.lost_minute, 'UTC') AS minute,
  g.exporter AS exporter,
  concat(toString(p.prefix_address), '/', toString(p.prefix_length)) AS prefix,
  sum(g.lost_exports) AS lost_exports
FROM gaps AS g
CROSS JOIN (
  SELECT * FROM points
  UNION ALL
  SELECT toIPv6('::') AS exporter, toIPv6('::') AS prefix_address, toUInt8(0) AS prefix_length WHERE (SELECT count() FROM points) = 0
) AS p
WHERE p.exporter = toIPv6('::') OR p.exporter = g.exporter
GROUP BY minute, exporter, prefix;

CREATE OR REPLACE DICTIONARY ${database}.lost_minutes (
  minute UInt64,
  prefixes Array(String)
)
PRIMARY KEY minute
SOURCE(CLICKHOUSE(USER '${dictionary_user}' PASSWORD '${dictionary_password}' DB '${database}' 
  QUERY 'SELECT toUInt64(toUInt32(minute)) AS minute, groupUniqArray(prefix) AS prefixes FROM ${database}.lost_minute GROUP BY minute'
  INVALIDATE_QUERY 'SELECT (SELECT countIf(lost_exports != 0) FROM ${database}.exporter_minutes), (SELECT count() FROM ${database}.metering_points)'))
LAYOUT(HASHED())
LIFETIME(MIN 3 MAX 6);

-- The settled minute with its owner and what was in force then. No owner: account is empty.
CREATE OR REPLACE VIEW ${database}.eip_minute_owned AS
WITH
  dictGet('${database}.owner_prefixes', ('unit_address', 'unit_length'), u.address) AS unit
SELECT
  u.*,
  dictGet('${database}.owners', 'ownership_id', (unit.1, unit.2), u.minute) AS ownership_id,
  dictGet('${database}.owners', 'account', (unit.1, unit.2), u.minute) AS account,
  dictGet('${database}.owners', 'eip_id', (unit.1, unit.2), u.minute) AS eip_id,
  dictGet('${database}.owners', 'region', (unit.1, unit.2), u.minute) AS region,
  dictGet('${database}.owners', 'line', (unit.1, unit.2), u.minute) AS line,
  dictGet('${database}.owners', 'charge_method', (unit.1, unit.2), u.minute) AS charge_method,
  dictGet('${database}.owners', 'max_bandwidth_bits_per_second', (unit.1, unit.2), u.minute) AS max_bandwidth_bits_per_second,
  dictGet('${database}.owners', 'association_kind', (unit.1, unit.2), u.minute) AS association_kind,
  dictGet('${database}.owners', 'association_id', (unit.1, unit.2), u.minute) AS association_id,
  dictGet('${database}.owners', 'shared_bandwidth_id', (unit.1, unit.2), u.minute) AS shared_bandwidth_id,
  dictGet('${database}.owners', 'fine_grained', (unit.1, unit.2), u.minute) AS fine_grained,
  dictGet('${database}.owners', 'name', (unit.1, unit.2), u.minute) AS name,
  dictGet('${database}.owners', 'contested', (unit.1, unit.2), u.minute) AS contested,
  max_bandwidth_bits_per_second > 0 AS has_max_bandwidth,
  -- Of the maximum bandwidth, 1 is all of it; 0 where none is known.
  if(has_max_bandwidth, bits_per_second_out / max_bandwidth_bits_per_second, 0) AS utilisation_out,
  if(has_max_bandwidth, bits_per_second_in / max_bandwidth_bits_per_second, 0) AS utilisation_in,
  if(
    arrayExists(p -> isIPAddressInRange(toString(u.address), p), dictGet('${database}.lost_minutes', 'prefixes', toUInt64(toUInt32(u.minute)))),
    'partial', 'complete') AS completeness
FROM ${database}.eip_minute AS u;

-- The slices of the minutes with their owner: for sums over many addresses (accounts, regions, lines), several times as
-- quick as eip_minute_owned, because no minute has to be put together first.
CREATE OR REPLACE VIEW ${database}.eip_slice_owned AS
WITH
  dictGet('${database}.owner_prefixes', ('unit_address', 'unit_length'), u.address) AS unit
SELECT
  u.*,
  dictGet('${database}.owners', 'ownership_id', (unit.1, unit.2), u.minute) AS ownership_id,
  dictGet('${database}.owners', 'account', (unit.1, unit.2), u.minute) AS account,
  dictGet('${database}.owners', 'eip_id', (unit.1, unit.2), u.minute) AS eip_id,
  dictGet('${database}.owners', 'region', (unit.1, unit.2), u.minute) AS region,
  dictGet('${database}.owners', 'line', (unit.1, unit.2), u.minute) AS line,
  dictGet('${database}.owners', 'charge_method', (unit.1, unit.2), u.minute) AS charge_method,
  dictGet('${database}.owners', 'max_bandwidth_bits_per_second', (unit.1, unit.2), u.minute) AS max_bandwidth_bits_per_second,
  dictGet('${database}.owners', 'association_kind', (unit.1, unit.2), u.minute) AS association_kind,
  dictGet('${database}.owners', 'association_id', (unit.1, unit.2), u.minute) AS association_id,
  dictGet('${database}.owners', 'shared_bandwidth_id', (unit.1, unit.2), u.minute) AS shared_bandwidth_id,
  dictGet('${database}.owners', 'fine_grained', (unit.1, unit.2), u.minute) AS fine_grained,
  dictGet('${database}.owners', 'name', (unit.1, unit.2), u.minute) AS name,
  dictGet('${database}.owners', 'contested', (unit.1, unit.2), u.minute) AS contested,
  if(
    arrayExists(p -> isIPAddressInRange(toString(u.address), p), dictGet('${database}.lost_minutes', 'prefixes', toUInt64(toUInt32(u.minute)))),
    'partial', 'complete') AS completeness
FROM ${database}.eip_minutes AS u FINAL;
