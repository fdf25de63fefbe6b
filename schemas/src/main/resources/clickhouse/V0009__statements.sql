-- Statements: issued once, never changed. What is learned later becomes lines in a later statement.

-- Every version of a price book that a statement was made by, as it was: a line can be replayed by it.
CREATE TABLE IF NOT EXISTS ${database}.price_books (
  book String,
  text String
)
ENGINE = ReplacingMergeTree
ORDER BY (book);

-- Months that are closed; no row: open, or in grace.
CREATE TABLE IF NOT EXISTS ${database}.closed_periods (
  -- 2026-10, in the price book's zone.
  period String,
  book String,
  period_start DateTime64(3, 'UTC'),
  period_end DateTime64(3, 'UTC'),
  closed_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (period);

CREATE TABLE IF NOT EXISTS ${database}.statements (
  period String,
  account String,
  -- SHA-256 of its lines, shortened.
  statement_id String,
  -- A parked one waits for a decision; an issued one replaces it.
  state Enum8('parked' = 1, 'issued' = 2),
  parked_for Array(String),
  book String,
  currency LowCardinality(String),
  exact Decimal(76, 24),
  total Decimal(76, 24),
  -- SHA-256 of all rows of statement_hours and statement_eips behind it.
  inputs_hash String,
  made_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(made_at)
ORDER BY (period, account);

CREATE TABLE IF NOT EXISTS ${database}.statement_lines (
  statement_id String,
  number UInt32,
  line_id String,
  period String,
  account String,
  -- The month it charges for: an earlier one where it corrects.
  charge_period String,
  region LowCardinality(String),
  line LowCardinality(String),
  -- Empty: the account's EIPs together.
  eip_id String,
  item LowCardinality(String),
  tier UInt32,
  charge_from DateTime64(3, 'UTC'),
  charge_to DateTime64(3, 'UTC'),
  quantity Decimal(76, 12),
  unit LowCardinality(String),
  unit_price Decimal(76, 24),
  -- quantity * unit_price, exactly.
  cost Decimal(76, 24),
  bytes Int128,
  input_rows UInt32,
  inputs_hash String,
  book LowCardinality(String),
  -- The line that this one takes back; empty: it takes none back.
  corrects String
)
ENGINE = ReplacingMergeTree
ORDER BY (statement_id, number);

-- The usage a statement was made from, frozen. charge_period: the month that was rated by it.
CREATE TABLE IF NOT EXISTS ${database}.statement_hours (
  statement_id String,
  charge_period String,
  account String,
  region LowCardinality(String),
  line LowCardinality(String),
  eip_id String,
  hour DateTime('UTC'),
  bytes_in UInt64,
  bytes_out UInt64,
  packets UInt64,
  quality Enum8('exact' = 0, 'sampled' = 1, 'best_effort' = 2)
)
ENGINE = ReplacingMergeTree
ORDER BY (statement_id, charge_period, hour, eip_id, region, line);

-- Who held what and how, frozen with it.
CREATE TABLE IF NOT EXISTS ${database}.statement_eips (
  statement_id String,
  charge_period String,
  account String,
  eip_id String,
  region LowCardinality(String),
  line LowCardinality(String),
  held_from DateTime64(3, 'UTC'),
  held_to DateTime64(3, 'UTC'),
  charge_method LowCardinality(String),
  mbps UInt32,
  association_kind LowCardinality(String),
  shared_bandwidth Bool,
  from_pool Bool,
  account_eip_quota UInt32
)
ENGINE = ReplacingMergeTree
ORDER BY (statement_id, charge_period, eip_id, held_from);
