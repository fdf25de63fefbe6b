-- Statements: quantities as fractions, parts of hours, what is missing, what was assumed; and how a run holds still what it reads.

ALTER TABLE ${database}.statements ADD COLUMN IF NOT EXISTS notes Array(String),
  ADD COLUMN IF NOT EXISTS bytes_charged Int128,
  ADD COLUMN IF NOT EXISTS bytes_covered Int128,
  ADD COLUMN IF NOT EXISTS bytes_parked Int128;

-- The exact quantity is quantity_amount / quantity_per; `quantity` is it, rounded to 12 decimals, and cost the exact one times unit_price.
ALTER TABLE ${database}.statement_lines ADD COLUMN IF NOT EXISTS quantity_amount Int128,
  ADD COLUMN IF NOT EXISTS quantity_per Int128 DEFAULT 1,
  ADD COLUMN IF NOT EXISTS incomplete_minutes UInt32;

-- A part of an hour has a row of its own: [from_minute, to_minute).
ALTER TABLE ${database}.statement_hours ADD COLUMN IF NOT EXISTS from_minute UInt8,
  MODIFY ORDER BY (statement_id, charge_period, hour, eip_id, region, line, from_minute);
ALTER TABLE ${database}.statement_hours ADD COLUMN IF NOT EXISTS to_minute UInt8 DEFAULT 60,
  ADD COLUMN IF NOT EXISTS packets_in UInt64,
  ADD COLUMN IF NOT EXISTS packets_out UInt64,
  ADD COLUMN IF NOT EXISTS incomplete_minutes UInt8,
  MODIFY COLUMN quality Enum8('exact' = 0, 'sampled' = 1, 'best_effort' = 2, 'incomplete' = 3),
  DROP COLUMN IF EXISTS packets;

-- Empty ids: in no shared bandwidth, of no pool. `stated` is the log time of the statement of ownership.
ALTER TABLE ${database}.statement_eips ADD COLUMN IF NOT EXISTS shared_bandwidth_id String,
  ADD COLUMN IF NOT EXISTS address_pool_id String,
  ADD COLUMN IF NOT EXISTS stated DateTime64(3, 'UTC'),
  DROP COLUMN IF EXISTS shared_bandwidth,
  DROP COLUMN IF EXISTS from_pool;

-- What a run that makes statements reads, held still while it lasts. A run takes its rows away at its end; of one that was
-- broken off they expire.
CREATE TABLE IF NOT EXISTS ${database}.snapshot_hours (
  run String,
  period String,
  account String,
  hour DateTime('UTC'),
  eip_id String,
  region LowCardinality(String),
  line LowCardinality(String),
  from_minute UInt8,
  to_minute UInt8,
  bytes_in UInt64,
  bytes_out UInt64,
  packets_in UInt64,
  packets_out UInt64,
  quality Enum8('exact' = 0, 'sampled' = 1, 'best_effort' = 2, 'incomplete' = 3),
  incomplete_minutes UInt8,
  made DateTime DEFAULT now()
)
ENGINE = MergeTree
PARTITION BY run
ORDER BY (period, account, hour, eip_id, region, line, from_minute)
TTL made + toIntervalDay(1)
SETTINGS ttl_only_drop_parts = 1;

CREATE TABLE IF NOT EXISTS ${database}.snapshot_eips (
  run String,
  period String,
  account String,
  ownership_id String,
  address IPv6,
  prefix_length UInt8,
  eip_id String,
  region LowCardinality(String),
  line LowCardinality(String),
  held_from DateTime64(3, 'UTC'),
  -- 2106-01-01: open.
  held_to DateTime64(3, 'UTC'),
  charge_method LowCardinality(String),
  mbps UInt32,
  association_kind LowCardinality(String),
  shared_bandwidth_id String,
  address_pool_id String,
  account_eip_quota UInt32,
  stated DateTime64(3, 'UTC'),
  made DateTime DEFAULT now()
)
ENGINE = MergeTree
PARTITION BY run
ORDER BY (period, account, eip_id, held_from)
TTL made + toIntervalDay(1)
SETTINGS ttl_only_drop_parts = 1;

-- Who may issue statements: a run that sees no other one whose time is not over.
CREATE TABLE IF NOT EXISTS ${database}.statement_locks (
  run String,
  number UInt64,
  until DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(number)
ORDER BY (run)
TTL toDateTime(until) + toIntervalDay(1);
