-- What was assumed of an exporter's records, and what of them is no forwarded traffic.
ALTER TABLE ${database}.exporter_minutes ADD COLUMN IF NOT EXISTS rate_disagrees_records UInt64 COMMENT 'Records whose exporter tells another sampling rate than the one that is set and was used' CODEC(T64, ZSTD(1)),
  ADD COLUMN IF NOT EXISTS counted_before_rate UInt64 COMMENT 'Records that were counted as unsampled before the exporter told its first sampling rate; in the minute of that' CODEC(T64, ZSTD(1)),
  ADD COLUMN IF NOT EXISTS dropped_records UInt64 COMMENT 'Records of packets that were dropped or consumed: their bytes are dropped bytes' CODEC(T64, ZSTD(1)),
  ADD COLUMN IF NOT EXISTS totals_told_again UInt64 COMMENT 'Records whose total is that of a flow told before: what it grew by is counted' CODEC(T64, ZSTD(1)),
  ADD COLUMN IF NOT EXISTS totals_forgotten UInt64 COMMENT 'Flows whose totals were forgotten for want of room: told again they would count twice' CODEC(T64, ZSTD(1)),
  ADD COLUMN IF NOT EXISTS payload_records UInt64 COMMENT 'Records with bytes of layer 4 and none of the IP layer: set aside, or billed as best effort if so set' CODEC(T64, ZSTD(1)),
  ADD COLUMN IF NOT EXISTS in_out_differ_records UInt64 COMMENT 'Records of NetFlow v9 whose IN_BYTES and OUT_BYTES differ: a setting says what the latter mean' CODEC(T64, ZSTD(1)),
  ADD COLUMN IF NOT EXISTS assumed_time_records UInt64 COMMENT 'Records whose times cannot be and were taken from their end, their report before or their receive time' CODEC(T64, ZSTD(1));

-- sampling_rate: 0 where it is not known. Of sampling_rate packets, sampling_size were sampled.
ALTER TABLE ${database}.flows ADD COLUMN IF NOT EXISTS sampling_size UInt32 DEFAULT 1 CODEC(T64, ZSTD(1));
