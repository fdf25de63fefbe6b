-- How long each table keeps its rows. Applied again whenever a setting changes.
ALTER TABLE ${database}.eip_minutes MODIFY TTL minute + toIntervalDay(${minutes_days});
ALTER TABLE ${database}.eip_quarters MODIFY TTL quarter + toIntervalDay(${quarters_days});
ALTER TABLE ${database}.eip_live MODIFY TTL minute + toIntervalDay(${live_days});
ALTER TABLE ${database}.eip_live_seconds MODIFY TTL second + toIntervalDay(${live_days});
ALTER TABLE ${database}.exporter_minutes MODIFY TTL minute + toIntervalDay(${minutes_days});
ALTER TABLE ${database}.interface_minutes MODIFY TTL minute + toIntervalDay(${minutes_days});
ALTER TABLE ${database}.control_totals MODIFY TTL hour + toIntervalDay(${quarters_days});
ALTER TABLE ${database}.flows MODIFY TTL received + toIntervalDay(${flows_days});
ALTER TABLE ${database}.rejected MODIFY TTL toDateTime(received) + toIntervalDay(${rejected_days});
ALTER TABLE ${database}.set_aside MODIFY TTL toDateTime(log_time) + toIntervalDay(${quarters_days});
ALTER TABLE ${database}.owned_quarters MODIFY TTL quarter + toIntervalDay(${quarters_days});
ALTER TABLE ${database}.hour_charges MODIFY TTL hour + toIntervalDay(${quarters_days});
ALTER TABLE ${database}.charge_controls MODIFY TTL hour + toIntervalDay(${quarters_days});
ALTER TABLE ${database}.alerts MODIFY TTL toDateTime(decided) + toIntervalDay(${quarters_days});
ALTER TABLE ${database}.alert_deliveries MODIFY TTL toDateTime(at) + toIntervalDay(${minutes_days});
