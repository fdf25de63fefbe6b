-- The simulation's ledger: what is true, beside what eipmeter found. Made anew for each run, columns as in LedgerCsv.

-- Truth of packets: what crossed the gateways. It knows no flows: those are 0.
CREATE OR REPLACE TABLE ${db}.ledger_packets (
  -- First address of the metered unit; IPv4 as ::ffff:a.b.c.d.
  address IPv6,
  minute DateTime('UTC'),
  bytes_out UInt64,
  bytes_in UInt64,
  packets_out UInt64,
  packets_in UInt64,
  flows_out UInt64,
  flows_in UInt64
)
ENGINE = MergeTree
ORDER BY (address, minute);

-- Truth of records: what was exported, lost exports included, in the minutes where the rule puts it.
CREATE OR REPLACE TABLE ${db}.ledger_records AS ${db}.ledger_packets
ENGINE = MergeTree
ORDER BY (address, minute);

-- The same without what the scenario lost on the way.
CREATE OR REPLACE TABLE ${db}.ledger_arrived_records AS ${db}.ledger_packets
ENGINE = MergeTree
ORDER BY (address, minute);

-- What the gateways dropped.
CREATE OR REPLACE TABLE ${db}.ledger_drops (
  address IPv6,
  minute DateTime('UTC'),
  dropped_bytes UInt64,
  dropped_packets UInt64
)
ENGINE = MergeTree
ORDER BY (address, minute);

-- Who held what: [owned_from, owned_to), an open one until the end of DateTime.
CREATE OR REPLACE TABLE ${db}.ledger_owners (
  address IPv6,
  prefix_length UInt8,
  ownership_id String,
  account String,
  eip_id String,
  owned_from DateTime64(3, 'UTC'),
  owned_to DateTime64(3, 'UTC'),
  association_kind LowCardinality(String),
  association_id String
)
ENGINE = MergeTree
ORDER BY (address, owned_from);

-- What each exporter sent.
CREATE OR REPLACE TABLE ${db}.ledger_exporters (
  exporter IPv6,
  datagrams UInt64,
  records UInt64,
  flow_bytes UInt64,
  sequence_units UInt64,
  lost_datagrams UInt64,
  lost_sequence_units UInt64
)
ENGINE = MergeTree
ORDER BY exporter;
