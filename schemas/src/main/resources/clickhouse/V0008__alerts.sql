-- What was told about rules, and every try to tell it.

-- Topic alerts: every notice. A repeat after a restart has the same id.
CREATE TABLE IF NOT EXISTS ${database}.alerts (
  notice_id String,
  -- One episode, from its first notice to its end.
  alert_id String,
  -- Log time of the decision.
  decided DateTime64(3, 'UTC'),
  kind Enum8('change' = 0, 'reminder' = 1, 'flapping' = 2),
  state Enum8('ok' = 0, 'alert' = 1, 'insufficient_data' = 2),
  previous_state Enum8('ok' = 0, 'alert' = 1, 'insufficient_data' = 2),
  level Enum8('none' = 0, 'info' = 1, 'warn' = 2, 'critical' = 3),
  previous_level Enum8('none' = 0, 'info' = 1, 'warn' = 2, 'critical' = 3),
  rule_id LowCardinality(String),
  rule_version UInt32,
  rule_name LowCardinality(String),
  labels Map(String, String),
  metric LowCardinality(String),
  unit LowCardinality(String),
  statistic LowCardinality(String),
  comparison LowCardinality(String),
  -- Decimal numbers in the unit; value is empty where there was none.
  threshold String,
  value String,
  period_seconds UInt32,
  -- The deciding period, and the one the episode began with; ends is 0 while it goes on.
  period DateTime64(3, 'UTC'),
  early Bool,
  starts DateTime64(3, 'UTC'),
  ends DateTime64(3, 'UTC'),
  -- An EIP's, or an exporter's.
  address IPv6,
  exporter Bool,
  eip_id String,
  account LowCardinality(String),
  region LowCardinality(String),
  resource_name String,
  reason LowCardinality(String)
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(period)
ORDER BY (address, period, notice_id);

-- Topic alert-deliveries: every attempt, and every wish to send again.
CREATE TABLE IF NOT EXISTS ${database}.alert_deliveries (
  receiver LowCardinality(String),
  notice_id String,
  alert_id String,
  -- From 1; 0: a wish.
  attempt UInt32,
  at DateTime64(3, 'UTC'),
  outcome Enum8('delivered' = 1, 'retry' = 2, 'parked' = 3, 'resend' = 4),
  -- 0: no answer.
  http_status UInt16,
  error String,
  took_ms UInt32,
  next_at DateTime64(3, 'UTC'),
  log_partition Int32,
  log_offset Int64
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (at, log_partition, log_offset);
