-- Operations by EIP: one row for each EIP an operation was about.
CREATE OR REPLACE VIEW ${database}.eip_operations AS
SELECT arrayJoin(eip_ids) AS eip_id, * EXCEPT (eip_ids) FROM ${database}.operations FINAL;
