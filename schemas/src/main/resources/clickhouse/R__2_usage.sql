-- Series per address. Ask by `address = toIPv6('a.b.c.d')`, which the index knows, not by `ip`.

-- ${usage_sums} stands for
  sum(u.bytes_out) AS bytes_out,
  sum(u.bytes_in) AS bytes_in,
  sum(u.packets_out) AS packets_out,
  sum(u.packets_in) AS packets_in,
  sum(u.flows_out) AS flows_out,
  sum(u.flows_in) AS flows_in,
  sum(u.dropped_bytes) AS dropped_bytes,
  sum(u.dropped_packets) AS dropped_packets,
  sum(u.samples) AS samples,
  sum(u.variance) AS variance,
  sum(u.unknown_rate_records) AS unknown_rate_records,
  minIf(u.sampling_rate_min, u.sampling_rate_min > 0) AS sampling_rate_min,
  max(u.sampling_rate_max) AS sampling_rate_max,
  max(u.longest_record_ms) AS longest_record_ms
-- end

-- ${how_sure} stands for
  -- 1.96 standard deviations of bytes_out + bytes_in: what sampling leaves open, at 95 %.
  1.96 * sqrt(variance) AS sampling_error_bytes,
  count() AS slices,
  max(u.close) AS last_close,
  max(u.generation) AS newest_generation
-- end

-- The settled minute: the sum of its slices.
CREATE OR REPLACE VIEW ${database}.eip_minute AS
SELECT
  address,
  replaceRegexpOne(toString(address), '^::ffff:([0-9.]+)$', '\\1') AS ip,
  u.minute AS minute,
  ${usage_sums},
  8 * bytes_out / 60 AS bits_per_second_out,
  8 * bytes_in / 60 AS bits_per_second_in,
  ${how_sure}
FROM ${database}.eip_minutes AS u FINAL
GROUP BY address, minute;

-- Five minutes, of minutes.
CREATE OR REPLACE VIEW ${database}.eip_5min AS
SELECT
  address,
  replaceRegexpOne(toString(address), '^::ffff:([0-9.]+)$', '\\1') AS ip,
  toStartOfFiveMinutes(u.minute) AS five_minutes,
  ${usage_sums},
  8 * bytes_out / 300 AS bits_per_second_out,
  8 * bytes_in / 300 AS bits_per_second_in,
  ${how_sure}
FROM ${database}.eip_minutes AS u FINAL
GROUP BY address, five_minutes;

-- The quarter: its seal and its corrections.
CREATE OR REPLACE VIEW ${database}.eip_quarter AS
SELECT
  address,
  replaceRegexpOne(toString(address), '^::ffff:([0-9.]+)$', '\\1') AS ip,
  u.quarter AS quarter,
  ${usage_sums},
  8 * bytes_out / 900 AS bits_per_second_out,
  8 * bytes_in / 900 AS bits_per_second_in,
  ${how_sure}
FROM ${database}.eip_quarters AS u FINAL
GROUP BY address, quarter;

-- Hours (UTC), of quarters.
CREATE OR REPLACE VIEW ${database}.eip_hour AS
SELECT
  address,
  replaceRegexpOne(toString(address), '^::ffff:([0-9.]+)$', '\\1') AS ip,
  toStartOfHour(u.quarter, 'UTC') AS hour,
  ${usage_sums},
  8 * bytes_out / 3600 AS bits_per_second_out,
  8 * bytes_in / 3600 AS bits_per_second_in,
  ${how_sure}
FROM ${database}.eip_quarters AS u FINAL
GROUP BY address, hour;

-- Days (UTC), of quarters; days of another zone are made of quarters by the reader.
CREATE OR REPLACE VIEW ${database}.eip_day AS
SELECT
  address,
  replaceRegexpOne(toString(address), '^::ffff:([0-9.]+)$', '\\1') AS ip,
  toStartOfDay(u.quarter, 'UTC') AS day,
  ${usage_sums},
  8 * bytes_out / 86400 AS bits_per_second_out,
  8 * bytes_in / 86400 AS bits_per_second_in,
  ${how_sure}
FROM ${database}.eip_quarters AS u FINAL
GROUP BY address, day;

-- The open minutes, as of the last look. Never billed.
CREATE OR REPLACE VIEW ${database}.eip_live_minute AS
SELECT
  address,
  replaceRegexpOne(toString(address), '^::ffff:([0-9.]+)$', '\\1') AS ip,
  minute,
  as_of,
  bytes_out,
  bytes_in,
  packets_out,
  packets_in,
  flows_out,
  flows_in,
  -- Over the part of the minute that has passed, at least a second.
  8000 * bytes_out / least(60000, greatest(1000, dateDiff('millisecond', toDateTime64(minute, 3, 'UTC'), as_of))) AS bits_per_second_out,
  8000 * bytes_in / least(60000, greatest(1000, dateDiff('millisecond', toDateTime64(minute, 3, 'UTC'), as_of))) AS bits_per_second_in
FROM ${database}.eip_live FINAL;

-- Flows with what NAT left alone filled in.
CREATE OR REPLACE VIEW ${database}.flow AS
SELECT
  replaceRegexpOne(toString(public_address), '^::ffff:([0-9.]+)$', '\\1') AS public_ip,
  replaceRegexpOne(toString(peer_address), '^::ffff:([0-9.]+)$', '\\1') AS peer_ip,
  public_address,
  peer_address,
  received,
  end - toIntervalMillisecond(duration_ms) AS start,
  end,
  replaceRegexpOne(toString(exporter), '^::ffff:([0-9.]+)$', '\\1') AS exporter_ip,
  exporter,
  protocol,
  src,
  dst,
  if(post_nat_src = toIPv6('::'), src, post_nat_src) AS post_nat_src,
  if(post_nat_dst = toIPv6('::'), dst, post_nat_dst) AS post_nat_dst,
  src_port,
  dst_port,
  if(flows.post_nat_src_port = 0, src_port, flows.post_nat_src_port) AS post_nat_src_port,
  if(flows.post_nat_dst_port = 0, dst_port, flows.post_nat_dst_port) AS post_nat_dst_port,
  ip_protocol,
  bytes,
  packets,
  -- half up, as the meter scales; at no known rate as told
  if(sampling_size = 1, bytes * greatest(sampling_rate, 1), intDiv(2 * bytes * sampling_rate + sampling_size, 2 * sampling_size)) AS scaled_bytes,
  if(sampling_size = 1, packets * greatest(sampling_rate, 1), intDiv(2 * packets * sampling_rate + sampling_size, 2 * sampling_size)) AS scaled_packets,
  sampling_rate,
  sampling_size,
  in_if,
  out_if,
  direction,
  tcp_flags,
  dropped_bytes,
  dropped_packets,
  nat_event,
  log_partition,
  log_offset,
  flow_index
FROM ${database}.flows AS flows FINAL;

-- How much was rejected, and why.
CREATE OR REPLACE VIEW ${database}.rejected_minute AS
SELECT
  toStartOfMinute(r.received) AS minute,
  exporter,
  replaceRegexpOne(toString(exporter), '^::ffff:([0-9.]+)$', '\\1') AS exporter_ip,
  reason,
  count() AS items,
  sum(original_length_bytes) AS datagram_bytes
FROM ${database}.rejected AS r FINAL
GROUP BY minute, exporter, reason;

-- An exporter's minute, readable, with all its facts.
CREATE OR REPLACE VIEW ${database}.exporter_minute AS
SELECT
  replaceRegexpOne(toString(exporter), '^::ffff:([0-9.]+)$', '\\1') AS exporter_ip,
  *
FROM ${database}.exporter_minutes FINAL;
