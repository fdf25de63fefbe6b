-- From which to which metered address an exporter's flows of a minute spoke; `::`: of none. What is lost of an exporter without
-- metering points may have spoken of these.
ALTER TABLE ${database}.exporter_minutes ADD COLUMN IF NOT EXISTS told_ipv4_first IPv6 CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS told_ipv4_last IPv6 CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS told_ipv6_first IPv6 CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS told_ipv6_last IPv6 CODEC(ZSTD(1));
