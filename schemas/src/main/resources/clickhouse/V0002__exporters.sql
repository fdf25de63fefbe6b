-- What was known of the exporters, and the sums that every byte is checked against.

-- Topic exporter-minutes; minutes of log time.
CREATE TABLE IF NOT EXISTS ${database}.exporter_minutes (
  exporter IPv6 CODEC(ZSTD(1)),
  minute DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  close DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  generation UInt32 CODEC(ZSTD(1)),
  datagrams UInt64 CODEC(T64, ZSTD(1)),
  decoded UInt64 CODEC(T64, ZSTD(1)),
  duplicates UInt64 CODEC(T64, ZSTD(1)),
  rejected UInt64 CODEC(T64, ZSTD(1)),
  waiting UInt64 CODEC(T64, ZSTD(1)),
  released UInt64 CODEC(T64, ZSTD(1)),
  flows UInt64 CODEC(T64, ZSTD(1)),
  templates UInt64 CODEC(T64, ZSTD(1)),
  -- Exports the sequence numbers say are missing, in the protocol's own unit; negative: a late one filled a gap.
  lost_exports Int64 CODEC(T64, ZSTD(1)),
  restarts UInt64 CODEC(T64, ZSTD(1)),
  corrected_times UInt64 CODEC(T64, ZSTD(1)),
  clock_skew_ms UInt64 CODEC(T64, ZSTD(1)),
  unknown_rate_records UInt64 CODEC(T64, ZSTD(1)),
  records_without_bytes UInt64 CODEC(T64, ZSTD(1)),
  datagram_bytes UInt64 CODEC(T64, ZSTD(1)),
  rejected_flows UInt64 CODEC(T64, ZSTD(1)),
  -- Lowest log time the missing exports may speak of; 0: none are missing.
  lost_from DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYYYYMM(minute)
ORDER BY (toStartOfHour(minute), exporter, toMinute(minute))
SETTINGS ttl_only_drop_parts = 1, index_granularity = 2048;

-- Topic interface-minutes: totals from sFlow counter samples.
CREATE TABLE IF NOT EXISTS ${database}.interface_minutes (
  exporter IPv6 CODEC(ZSTD(1)),
  if_index UInt32 CODEC(T64, ZSTD(1)),
  minute DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  close DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  generation UInt32 CODEC(ZSTD(1)),
  in_octets UInt64 CODEC(T64, ZSTD(1)),
  out_octets UInt64 CODEC(T64, ZSTD(1)),
  in_packets UInt64 CODEC(T64, ZSTD(1)),
  out_packets UInt64 CODEC(T64, ZSTD(1)),
  counter_samples UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYYYYMM(minute)
ORDER BY (toStartOfHour(minute), exporter, if_index, toMinute(minute))
SETTINGS ttl_only_drop_parts = 1, index_granularity = 2048;

-- Topic control-totals: counted_bytes = bytes_out + bytes_in - both_bytes + other_bytes + elsewhere_bytes.
CREATE TABLE IF NOT EXISTS ${database}.control_totals (
  exporter IPv6 CODEC(ZSTD(1)),
  hour DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  slice DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  close DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  generation UInt32 CODEC(ZSTD(1)),
  counted_bytes UInt64 CODEC(T64, ZSTD(1)),
  bytes_out UInt64 CODEC(T64, ZSTD(1)),
  bytes_in UInt64 CODEC(T64, ZSTD(1)),
  both_bytes UInt64 CODEC(T64, ZSTD(1)),
  other_bytes UInt64 CODEC(T64, ZSTD(1)),
  elsewhere_bytes UInt64 CODEC(T64, ZSTD(1)),
  counted_packets UInt64 CODEC(T64, ZSTD(1)),
  flows UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYYYYMM(hour)
ORDER BY (toDate(hour), exporter, toHour(hour), slice)
SETTINGS ttl_only_drop_parts = 1, index_granularity = 2048;

-- Topic settings: where traffic of a prefix counts. A version without points has one row with the empty exporter, `::/0`.
CREATE TABLE IF NOT EXISTS ${database}.metering_points (
  version UInt32,
  from_log DateTime64(3, 'UTC'),
  -- `::` is any exporter.
  exporter IPv6,
  prefix_address IPv6,
  prefix_length UInt8,
  -- 0: any.
  if_index UInt32,
  -- 0 any, 1 ingress, 2 egress.
  direction UInt8
)
ENGINE = ReplacingMergeTree
ORDER BY (version, exporter, prefix_address, prefix_length, if_index, direction);
