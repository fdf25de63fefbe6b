package io.eipmeter.jobs.bandwidth.domain;

/** What is known of an exporter: the fields of the message {@code ExporterMinute}. Append only. */
public enum ExporterColumn implements SumColumn {
  DATAGRAMS(Merge.ADD),
  DECODED(Merge.ADD),
  DUPLICATES(Merge.ADD),
  REJECTED(Merge.ADD),
  WAITING(Merge.ADD),
  RELEASED(Merge.ADD),
  FLOWS(Merge.ADD),
  TEMPLATES(Merge.ADD),
  LOST_EXPORTS(Merge.ADD_SIGNED),
  RESTARTS(Merge.ADD),
  CORRECTED_TIMES(Merge.ADD),
  CLOCK_SKEW_MS(Merge.MAX),
  UNKNOWN_RATE_RECORDS(Merge.ADD),
  RECORDS_WITHOUT_BYTES(Merge.ADD),
  DATAGRAM_BYTES(Merge.ADD),
  REJECTED_FLOWS(Merge.ADD),
  LOST_FROM_MS(Merge.MIN_POSITIVE),
  SAMPLING_RATE_MIN(Merge.MIN_POSITIVE),
  SAMPLING_RATE_MAX(Merge.MAX),
  TOLD_IPV4_FIRST(Merge.MIN_POSITIVE),
  TOLD_IPV4_LAST(Merge.MAX),
  TOLD_IPV6_FIRST(Merge.MIN_POSITIVE),
  TOLD_IPV6_LAST(Merge.MAX),
  RATE_DISAGREES_RECORDS(Merge.ADD),
  COUNTED_BEFORE_RATE(Merge.ADD),
  DROPPED_RECORDS(Merge.ADD),
  TOTALS_TOLD_AGAIN(Merge.ADD),
  TOTALS_FORGOTTEN(Merge.ADD),
  PAYLOAD_RECORDS(Merge.ADD),
  IN_OUT_DIFFER_RECORDS(Merge.ADD),
  ASSUMED_TIME_RECORDS(Merge.ADD);

  private final Merge merge;

  ExporterColumn(Merge merge) {
    this.merge = merge;
  }

  @Override
  public Merge merge() {
    return merge;
  }

  static Merge[] merges() {
    return SumColumn.merges(values());
  }
}
