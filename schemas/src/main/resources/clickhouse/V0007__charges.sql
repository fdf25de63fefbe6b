-- Topic findings: notices of idle EIPs. The newest number of a finding tells how it stands.
CREATE TABLE IF NOT EXISTS ${database}.findings (
  -- IPv4 as ::ffff:a.b.c.d.
  address IPv6,
  eip_id String,
  kind Enum8('unspecified' = 0, 'unassociated' = 1, 'unused' = 2),
  -- Since when nothing was attached, or nothing used it.
  since DateTime64(3, 'UTC'),
  number UInt32,
  -- Log time of the notice.
  close DateTime64(3, 'UTC'),
  generation UInt32,
  -- Why the finding ended; unspecified while it stands.
  end Enum8('unspecified' = 0, 'used' = 1, 'associated' = 2, 'disassociated' = 3, 'released' = 4, 'whitelisted' = 5, 'restated' = 6),
  -- Log time of the first notice.
  found DateTime64(3, 'UTC'),
  -- 1970-01-01: none is known.
  last_use DateTime64(3, 'UTC'),
  advice Enum8('unspecified' = 0, 'release' = 1, 'associate' = 2, 'look' = 3),
  account LowCardinality(String),
  region LowCardinality(String),
  line LowCardinality(String),
  name String,
  charge_method Enum8('unspecified' = 0, 'data_transfer' = 1, 'bandwidth' = 2, 'subscription' = 3),
  association_kind LowCardinality(String),
  association_id String,
  -- Empty currency: the price book does not say.
  cost_per_day Decimal(76, 24),
  cost_per_month Decimal(76, 24),
  currency LowCardinality(String),
  price_version LowCardinality(String)
)
ENGINE = ReplacingMergeTree(generation)
ORDER BY (address, eip_id, kind, since, number);

-- Topic charges: usage by who held the address. Rows add up: a correction is a row of its own.
CREATE TABLE IF NOT EXISTS ${database}.owned_quarters (
  address IPv6 CODEC(ZSTD(1)),
  -- Empty: nobody held it.
  ownership_id String CODEC(ZSTD(1)),
  quarter DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- Log time of the seal or of the correction.
  as_of DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  close DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  generation UInt32 CODEC(ZSTD(1)),
  correction Bool,
  account LowCardinality(String),
  eip_id String CODEC(ZSTD(1)),
  region LowCardinality(String),
  line LowCardinality(String),
  charge_method Enum8('unspecified' = 0, 'data_transfer' = 1, 'bandwidth' = 2, 'subscription' = 3),
  bytes_out Int64 CODEC(T64, ZSTD(1)),
  bytes_in Int64 CODEC(T64, ZSTD(1)),
  minutes Int32 CODEC(T64, ZSTD(1)),
  contested_minutes Int32 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYYYYMM(quarter)
ORDER BY (address, quarter, ownership_id, as_of)
SETTINGS ttl_only_drop_parts = 1;

-- Topic charges: data transfer of an hour, priced early and flat; preliminary, a statement has lines of its own. Rows add up.
CREATE TABLE IF NOT EXISTS ${database}.hour_charges (
  address IPv6 CODEC(ZSTD(1)),
  ownership_id String CODEC(ZSTD(1)),
  hour DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  as_of DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  close DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  generation UInt32 CODEC(ZSTD(1)),
  correction Bool,
  account LowCardinality(String),
  eip_id String CODEC(ZSTD(1)),
  region LowCardinality(String),
  line LowCardinality(String),
  bytes Int64 CODEC(T64, ZSTD(1)),
  -- GB as the price book counts them.
  quantity Decimal(76, 24) CODEC(ZSTD(1)),
  unit_price Decimal(76, 24) CODEC(ZSTD(1)),
  cost Decimal(76, 24) CODEC(ZSTD(1)),
  currency LowCardinality(String),
  price_version LowCardinality(String),
  -- SHA-256 of the rows of owned_quarters that it prices.
  inputs_hash String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYYYYMM(hour)
ORDER BY (address, hour, ownership_id, as_of)
SETTINGS ttl_only_drop_parts = 1;

-- Topic charges: where the bytes of an hour went. minutes = quarters = billed + free + no_owner + other_method + no_price.
CREATE TABLE IF NOT EXISTS ${database}.charge_controls (
  slot UInt16,
  hour DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  as_of DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  close DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  generation UInt32 CODEC(ZSTD(1)),
  minutes_bytes_out Int64 CODEC(T64, ZSTD(1)),
  minutes_bytes_in Int64 CODEC(T64, ZSTD(1)),
  quarters_bytes_out Int64 CODEC(T64, ZSTD(1)),
  quarters_bytes_in Int64 CODEC(T64, ZSTD(1)),
  billed_bytes Int64 CODEC(T64, ZSTD(1)),
  free_bytes Int64 CODEC(T64, ZSTD(1)),
  no_owner_bytes Int64 CODEC(T64, ZSTD(1)),
  other_method_bytes Int64 CODEC(T64, ZSTD(1)),
  no_price_bytes Int64 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, slot, as_of)
SETTINGS ttl_only_drop_parts = 1;
