-- Topic operations: who asked the control plane for what, and what came of it. A repeat is the same row again.
CREATE TABLE IF NOT EXISTS ${database}.operations (
  request_id String,
  at DateTime64(3, 'UTC'),
  account LowCardinality(String),
  access_key_id String,
  action LowCardinality(String),
  parameters Map(LowCardinality(String), String),
  -- OK, or the error code.
  outcome LowCardinality(String),
  message String,
  http_status UInt16,
  source String,
  user_agent String,
  -- The EIPs it was about.
  eip_ids Array(String),
  INDEX by_eip eip_ids TYPE bloom_filter GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (account, at, request_id);

-- What the control plane says of an EIP beside its owner: rates and alerts depend on it.
ALTER TABLE ${database}.eip_events ADD COLUMN IF NOT EXISTS address_pool_id LowCardinality(String),
  ADD COLUMN IF NOT EXISTS resource_group_id LowCardinality(String),
  -- financial, security, or empty.
  ADD COLUMN IF NOT EXISTS lock LowCardinality(String),
  ADD COLUMN IF NOT EXISTS account_eip_quota UInt32,
  ADD COLUMN IF NOT EXISTS association_mode LowCardinality(String),
  ADD COLUMN IF NOT EXISTS static_public_ip Bool,
  ADD COLUMN IF NOT EXISTS tags Map(LowCardinality(String), String);
