-- Of usage that is a lower bound: how many exports are missing, and how many bytes at most in each direction (-1: no bound is known).

ALTER TABLE ${database}.statement_hours ADD COLUMN IF NOT EXISTS missing_exports UInt64,
  ADD COLUMN IF NOT EXISTS most_missing_bytes Int64;

ALTER TABLE ${database}.snapshot_hours ADD COLUMN IF NOT EXISTS missing_exports UInt64,
  ADD COLUMN IF NOT EXISTS most_missing_bytes Int64;

ALTER TABLE ${database}.statement_lines ADD COLUMN IF NOT EXISTS missing_exports UInt64,
  ADD COLUMN IF NOT EXISTS most_missing_bytes Int64;
