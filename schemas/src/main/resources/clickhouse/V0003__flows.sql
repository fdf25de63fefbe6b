-- Topic flow-samples: who an address talked to. A flow has no key of its own; its place in the log is one.
-- The order puts the flows of one public address beside each other, and its peers in order: small, and quick to ask for.
CREATE TABLE IF NOT EXISTS ${database}.flows (
  log_partition Int32 CODEC(T64, ZSTD(1)),
  log_offset Int64 CODEC(T64, ZSTD(1)),
  flow_index UInt32 CODEC(T64, ZSTD(1)),
  exporter IPv6 CODEC(ZSTD(1)),
  received DateTime('UTC') CODEC(T64, ZSTD(1)),
  protocol LowCardinality(String) CODEC(ZSTD(1)),
  src IPv6 CODEC(ZSTD(1)),
  dst IPv6 CODEC(ZSTD(1)),
  -- `::` and port 0: NAT left it as it was, or did not say.
  post_nat_src IPv6 CODEC(ZSTD(1)),
  post_nat_dst IPv6 CODEC(ZSTD(1)),
  src_port UInt16 CODEC(ZSTD(1)),
  dst_port UInt16 CODEC(ZSTD(1)),
  post_nat_src_port UInt16 CODEC(ZSTD(1)),
  post_nat_dst_port UInt16 CODEC(ZSTD(1)),
  ip_protocol UInt8 CODEC(ZSTD(1)),
  -- As in the record, not multiplied by the sampling rate.
  bytes UInt64 CODEC(T64, ZSTD(1)),
  packets UInt64 CODEC(T64, ZSTD(1)),
  end DateTime64(3, 'UTC') CODEC(T64, ZSTD(1)),
  duration_ms Int64 CODEC(T64, ZSTD(1)),
  sampling_rate UInt32 CODEC(T64, ZSTD(1)),
  in_if UInt32 CODEC(T64, ZSTD(1)),
  out_if UInt32 CODEC(T64, ZSTD(1)),
  -- 0 ingress, 1 egress, 255 not told.
  direction UInt8 CODEC(ZSTD(1)),
  tcp_flags UInt16 CODEC(ZSTD(1)),
  dropped_bytes UInt64 CODEC(T64, ZSTD(1)),
  dropped_packets UInt64 CODEC(T64, ZSTD(1)),
  nat_event UInt8 CODEC(ZSTD(1)),
  -- The side that NAT shows to the world; without NAT the destination.
  public_address IPv6 ALIAS if(post_nat_src != toIPv6('::'), post_nat_src, dst),
  peer_address IPv6 ALIAS if(post_nat_src != toIPv6('::'), dst, src)
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMMDD(received)
ORDER BY (
  toStartOfHour(received),
  if(post_nat_src != toIPv6('::'), post_nat_src, dst),
  if(post_nat_src != toIPv6('::'), dst, src),
  log_partition, log_offset, flow_index)
SETTINGS ttl_only_drop_parts = 1;
