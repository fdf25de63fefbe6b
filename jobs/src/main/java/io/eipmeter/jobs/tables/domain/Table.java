package io.eipmeter.jobs.tables.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tables that `tables` fills, with their columns in the order of a row's bytes. A batch is
 * written in the order of this enum, so that {@link #PROGRESS} never tells of rows that are not in
 * yet.
 */
public enum Table {
  EIP_MINUTES(with("address minute slice close generation", Table.USAGE)),
  EIP_QUARTERS(with("address quarter slice close generation", Table.USAGE)),
  EIP_LIVE(with("address minute as_of", Table.USAGE)),
  EIP_LIVE_SECONDS(with("address second as_of bytes_out bytes_in packets_out packets_in", "")),
  EXPORTER_MINUTES(
      with(
          "exporter minute close generation datagrams decoded duplicates rejected waiting released"
              + " flows templates lost_exports restarts corrected_times clock_skew_ms"
              + " unknown_rate_records records_without_bytes datagram_bytes rejected_flows"
              + " lost_from told_ipv4_first told_ipv4_last told_ipv6_first told_ipv6_last"
              + " rate_disagrees_records counted_before_rate dropped_records"
              + " totals_told_again totals_forgotten payload_records in_out_differ_records"
              + " assumed_time_records",
          "")),
  INTERFACE_MINUTES(
      with(
          "exporter if_index minute close generation in_octets out_octets in_packets out_packets"
              + " counter_samples",
          "")),
  CONTROL_TOTALS(
      with(
          "exporter hour slice close generation counted_bytes bytes_out bytes_in both_bytes"
              + " other_bytes elsewhere_bytes counted_packets flows",
          "")),
  FINDINGS(
      with(
          "address eip_id kind since number close generation end found last_use advice account"
              + " region line name charge_method association_kind association_id cost_per_day"
              + " cost_per_month currency price_version",
          "")),
  OWNED_QUARTERS(
      with(
          "address ownership_id quarter as_of close generation correction account eip_id region"
              + " line charge_method bytes_out bytes_in minutes contested_minutes",
          "")),
  HOUR_CHARGES(
      with(
          "address ownership_id hour as_of close generation correction account eip_id region line"
              + " bytes quantity unit_price cost currency price_version inputs_hash",
          "")),
  CHARGE_CONTROLS(
      with(
          "slot hour as_of close generation minutes_bytes_out minutes_bytes_in quarters_bytes_out"
              + " quarters_bytes_in billed_bytes free_bytes no_owner_bytes other_method_bytes"
              + " no_price_bytes",
          "")),
  METERING_POINTS(
      with("version from_log exporter prefix_address prefix_length if_index direction", "")),
  FLOWS(
      with(
          "log_partition log_offset flow_index exporter received protocol src dst post_nat_src"
              + " post_nat_dst src_port dst_port post_nat_src_port post_nat_dst_port ip_protocol"
              + " bytes packets end duration_ms sampling_rate in_if out_if direction tcp_flags"
              + " dropped_bytes dropped_packets nat_event sampling_size",
          "")),
  REJECTED(
      with(
          "log_partition log_offset datagram_index set_offset_bytes exporter reason received"
              + " original_length_bytes",
          "")),
  EIP_EVENTS(
      with(
          "ownership_id log_time log_partition log_offset address prefix_length owned_from owned_to"
              + " account eip_id region line charge_method max_bandwidth_bits_per_second"
              + " association_kind association_id shared_bandwidth_id fine_grained name source"
              + " address_pool_id resource_group_id lock account_eip_quota association_mode"
              + " static_public_ip tags",
          "")),
  OPERATIONS(
      with(
          "request_id at account access_key_id action parameters outcome message http_status source"
              + " user_agent eip_ids",
          "")),
  ALERTS(
      with(
          "notice_id alert_id decided kind state previous_state level previous_level rule_id"
              + " rule_version rule_name labels metric unit statistic comparison threshold value"
              + " period_seconds period early starts ends address exporter eip_id account region"
              + " resource_name reason",
          "")),
  ALERT_DELIVERIES(
      with(
          "receiver notice_id alert_id attempt at outcome http_status error took_ms next_at"
              + " log_partition log_offset",
          "")),
  SET_ASIDE(with("topic log_partition log_offset row_index log_time reason payload", "")),
  PROGRESS(with("topic log_partition generation settled_until", ""));

  private static final String USAGE =
      "bytes_out bytes_in packets_out packets_in flows_out flows_in dropped_bytes dropped_packets"
          + " samples variance sampling_rate_min sampling_rate_max longest_record_ms"
          + " unknown_rate_records";

  private final List<String> columns;

  Table(List<String> columns) {
    this.columns = columns;
  }

  private static List<String> with(String first, String rest) {
    List<String> columns = new ArrayList<>(List.of(first.split(" ", -1)));
    if (!rest.isEmpty()) {
      columns.addAll(List.of(rest.split(" ", -1)));
    }
    return List.copyOf(columns);
  }

  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether somebody waits for its rows: the early sums, which the settled ones replace. */
  public boolean isLive() {
    return this == EIP_LIVE || this == EIP_LIVE_SECONDS;
  }

  public List<String> columns() {
    return columns;
  }
}
