-- How each finding stands: its newest notice.
CREATE OR REPLACE VIEW ${database}.finding AS
SELECT
  address,
  if(startsWith(toString(address), '::ffff:') AND isIPv4String(substring(toString(address), 8)), substring(toString(address), 8), toString(address)) AS ip,
  * EXCEPT (address)
FROM ${database}.findings FINAL
ORDER BY address, eip_id, kind, since, number DESC
LIMIT 1 BY address, eip_id, kind, since;

-- Cost of an hour by EIP as known now, preliminary.
CREATE OR REPLACE VIEW ${database}.hour_charge AS
SELECT
  address,
  if(startsWith(toString(address), '::ffff:') AND isIPv4String(substring(toString(address), 8)), substring(toString(address), 8), toString(address)) AS ip,
  hour,
  account,
  eip_id,
  region,
  line,
  currency,
  sum(c.bytes) AS bytes,
  sum(c.quantity) AS quantity,
  sum(c.cost) AS cost,
  max(c.as_of) AS last_as_of
FROM ${database}.hour_charges AS c FINAL
GROUP BY address, hour, account, eip_id, region, line, currency;

-- Where the bytes of an hour went; difference must be 0.
CREATE OR REPLACE VIEW ${database}.charge_control AS
SELECT
  hour,
  sum(c.minutes_bytes_out) AS minutes_bytes_out,
  sum(c.minutes_bytes_in) AS minutes_bytes_in,
  sum(c.quarters_bytes_out) AS quarters_bytes_out,
  sum(c.quarters_bytes_in) AS quarters_bytes_in,
  sum(c.billed_bytes) AS billed_bytes,
  sum(c.free_bytes) AS free_bytes,
  sum(c.no_owner_bytes) AS no_owner_bytes,
  sum(c.other_method_bytes) AS other_method_bytes,
  sum(c.no_price_bytes) AS no_price_bytes,
  greatest(
    abs(minutes_bytes_out - quarters_bytes_out),
    abs(minutes_bytes_in - quarters_bytes_in),
    abs(quarters_bytes_out - billed_bytes - free_bytes - no_owner_bytes - other_method_bytes - no_price_bytes)) AS difference
FROM ${database}.charge_controls AS c FINAL
GROUP BY hour;
