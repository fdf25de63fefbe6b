-- What could not be used, one row each, without its bytes (those stay in the topics).

-- Topic flow-datagrams-rejected. Key: where the datagram, or its set, stands in `flow-datagrams`.
CREATE TABLE IF NOT EXISTS ${database}.rejected (
  log_partition Int32 CODEC(T64, ZSTD(1)),
  log_offset Int64 CODEC(T64, ZSTD(1)),
  datagram_index Int32 CODEC(T64, ZSTD(1)),
  -- -1: the whole datagram.
  set_offset_bytes Int32 CODEC(T64, ZSTD(1)),
  exporter IPv6 CODEC(ZSTD(1)),
  reason LowCardinality(String) CODEC(ZSTD(1)),
  received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  original_length_bytes UInt32 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMMDD(received)
ORDER BY (toStartOfHour(received), log_partition, log_offset, datagram_index, set_offset_bytes)
SETTINGS ttl_only_drop_parts = 1;

-- What the job `tables` itself could not turn into a row. Key: where it stands in its topic.
CREATE TABLE IF NOT EXISTS ${database}.set_aside (
  topic LowCardinality(String),
  log_partition Int32,
  log_offset Int64,
  row_index UInt32,
  log_time DateTime64(3, 'UTC'),
  reason LowCardinality(String),
  -- The row's bytes, cut at 4096.
  payload String
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(log_time)
ORDER BY (topic, log_partition, log_offset, row_index, log_time);
