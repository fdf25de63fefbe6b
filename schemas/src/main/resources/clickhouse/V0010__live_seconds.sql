-- Topic eip-live: early sums by the second, of units with fine-grained monitoring. For eyes only, never billed; a later look replaces.
CREATE TABLE IF NOT EXISTS ${database}.eip_live_seconds (
  address IPv6 CODEC(ZSTD(1)),
  second DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- Log time of the look.
  as_of DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- IP-layer bytes of records shorter than a second, scaled by the sampling rate; _out leaves the address, _in reaches it.
  bytes_out UInt64 CODEC(T64, ZSTD(1)),
  bytes_in UInt64 CODEC(T64, ZSTD(1)),
  packets_out UInt64 CODEC(T64, ZSTD(1)),
  packets_in UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(as_of)
PARTITION BY toYYYYMMDD(second)
ORDER BY (address, second)
SETTINGS ttl_only_drop_parts = 1;
