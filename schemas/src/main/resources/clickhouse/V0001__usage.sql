-- What each metered unit used: the settled rows of `bandwidth` as they are. Every repeat of a row is the same row, and a
-- later generation replaces by key, so readers use FINAL. The partition is a function of the key: versions of a row meet.
-- Time comes first in the order: see RATIONALE.md, "Why is time the first of the order?".

-- Topic eip-minutes. The sum of a minute is the sum of its slices.
CREATE TABLE IF NOT EXISTS ${database}.eip_minutes (
  -- First address of the metered unit; IPv4 as ::ffff:a.b.c.d.
  address IPv6 CODEC(ZSTD(1)),
  minute DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- 0, or the start of the five minutes of log time in which late data came.
  slice DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- Log time at which the row closed.
  close DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  generation UInt32 CODEC(ZSTD(1)),
  -- IP-layer bytes, scaled by the sampling rate; _out leaves the address, _in reaches it.
  bytes_out UInt64 CODEC(T64, ZSTD(1)),
  bytes_in UInt64 CODEC(T64, ZSTD(1)),
  packets_out UInt64 CODEC(T64, ZSTD(1)),
  packets_in UInt64 CODEC(T64, ZSTD(1)),
  flows_out UInt64 CODEC(T64, ZSTD(1)),
  flows_in UInt64 CODEC(T64, ZSTD(1)),
  dropped_bytes UInt64 CODEC(T64, ZSTD(1)),
  dropped_packets UInt64 CODEC(T64, ZSTD(1)),
  samples UInt64 CODEC(T64, ZSTD(1)),
  -- Sum over sampled packets of rate * (rate - 1) * size^2, bytes^2: adds up as the bytes do.
  variance UInt128 CODEC(ZSTD(1)),
  sampling_rate_min UInt32 CODEC(T64, ZSTD(1)),
  sampling_rate_max UInt32 CODEC(T64, ZSTD(1)),
  longest_record_ms UInt64 CODEC(T64, ZSTD(1)),
  unknown_rate_records UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYYYYMMDD(minute)
ORDER BY (toStartOfHour(minute), address, toMinute(minute), slice)
SETTINGS ttl_only_drop_parts = 1, index_granularity = 2048;

-- Topic eip-quarters. Slice 0 is the seal, others are corrections.
CREATE TABLE IF NOT EXISTS ${database}.eip_quarters (
  -- First address of the metered unit; IPv4 as ::ffff:a.b.c.d.
  address IPv6 CODEC(ZSTD(1)),
  quarter DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- 0, or the start of the five minutes of log time in which late data came.
  slice DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- Log time at which the row closed.
  close DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  generation UInt32 CODEC(ZSTD(1)),
  -- IP-layer bytes, scaled by the sampling rate; _out leaves the address, _in reaches it.
  bytes_out UInt64 CODEC(T64, ZSTD(1)),
  bytes_in UInt64 CODEC(T64, ZSTD(1)),
  packets_out UInt64 CODEC(T64, ZSTD(1)),
  packets_in UInt64 CODEC(T64, ZSTD(1)),
  flows_out UInt64 CODEC(T64, ZSTD(1)),
  flows_in UInt64 CODEC(T64, ZSTD(1)),
  dropped_bytes UInt64 CODEC(T64, ZSTD(1)),
  dropped_packets UInt64 CODEC(T64, ZSTD(1)),
  samples UInt64 CODEC(T64, ZSTD(1)),
  -- Sum over sampled packets of rate * (rate - 1) * size^2, bytes^2: adds up as the bytes do.
  variance UInt128 CODEC(ZSTD(1)),
  sampling_rate_min UInt32 CODEC(T64, ZSTD(1)),
  sampling_rate_max UInt32 CODEC(T64, ZSTD(1)),
  longest_record_ms UInt64 CODEC(T64, ZSTD(1)),
  unknown_rate_records UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYYYYMM(quarter)
ORDER BY (toDate(quarter), address, toHour(quarter), toMinute(quarter), slice)
SETTINGS ttl_only_drop_parts = 1, index_granularity = 2048;

-- Topic eip-live: sums of minutes that are still open. For eyes only, never billed; a later look replaces.
CREATE TABLE IF NOT EXISTS ${database}.eip_live (
  address IPv6 CODEC(ZSTD(1)),
  minute DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- Log time of the look.
  as_of DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- IP-layer bytes, scaled by the sampling rate; _out leaves the address, _in reaches it.
  bytes_out UInt64 CODEC(T64, ZSTD(1)),
  bytes_in UInt64 CODEC(T64, ZSTD(1)),
  packets_out UInt64 CODEC(T64, ZSTD(1)),
  packets_in UInt64 CODEC(T64, ZSTD(1)),
  flows_out UInt64 CODEC(T64, ZSTD(1)),
  flows_in UInt64 CODEC(T64, ZSTD(1)),
  dropped_bytes UInt64 CODEC(T64, ZSTD(1)),
  dropped_packets UInt64 CODEC(T64, ZSTD(1)),
  samples UInt64 CODEC(T64, ZSTD(1)),
  -- Sum over sampled packets of rate * (rate - 1) * size^2, bytes^2: adds up as the bytes do.
  variance UInt128 CODEC(ZSTD(1)),
  sampling_rate_min UInt32 CODEC(T64, ZSTD(1)),
  sampling_rate_max UInt32 CODEC(T64, ZSTD(1)),
  longest_record_ms UInt64 CODEC(T64, ZSTD(1)),
  unknown_rate_records UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(as_of)
PARTITION BY toYYYYMMDD(minute)
ORDER BY (minute, address)
SETTINGS ttl_only_drop_parts = 1;

-- How far each partition of a settled topic is in these tables: every row that closed at or before settled_until is in.
CREATE TABLE IF NOT EXISTS ${database}.progress (
  topic LowCardinality(String),
  log_partition Int32,
  generation UInt32,
  settled_until DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(settled_until)
ORDER BY (topic, log_partition, generation);
