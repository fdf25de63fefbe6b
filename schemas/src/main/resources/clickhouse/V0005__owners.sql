-- Topic eip-events, every statement: a bill asks what was known at its snapshot, so none expires.
CREATE TABLE IF NOT EXISTS ${database}.eip_events (
  ownership_id String,
  -- The highest Kafka timestamp of the partition so far: what "newest" means.
  log_time DateTime64(3, 'UTC'),
  log_partition Int32,
  log_offset Int64,
  address IPv6,
  prefix_length UInt8,
  -- [owned_from, owned_to); owned_to 0: open; equal: withdrawn.
  owned_from DateTime64(3, 'UTC'),
  owned_to DateTime64(3, 'UTC'),
  account LowCardinality(String),
  eip_id String,
  region LowCardinality(String),
  line LowCardinality(String),
  charge_method Enum8('unspecified' = 0, 'data_transfer' = 1, 'bandwidth' = 2, 'subscription' = 3),
  max_bandwidth_bits_per_second UInt64,
  association_kind LowCardinality(String),
  association_id String,
  shared_bandwidth_id String,
  fine_grained Bool,
  name String,
  source LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (ownership_id, log_time, log_partition, log_offset);
