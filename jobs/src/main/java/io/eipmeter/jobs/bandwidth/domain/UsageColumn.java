package io.eipmeter.jobs.bandwidth.domain;

/** What a metered unit used: the fields of the message {@code Usage}, in its units. Append only. */
public enum UsageColumn implements SumColumn {
  BYTES_OUT(Merge.ADD),
  BYTES_IN(Merge.ADD),
  PACKETS_OUT(Merge.ADD),
  PACKETS_IN(Merge.ADD),
  FLOWS_OUT(Merge.ADD),
  FLOWS_IN(Merge.ADD),
  DROPPED_BYTES(Merge.ADD),
  DROPPED_PACKETS(Merge.ADD),
  SAMPLES(Merge.ADD),
  VARIANCE_HIGH(Merge.ADD_WIDE),
  VARIANCE_LOW(Merge.WIDE_LOW),
  SAMPLING_RATE_MIN(Merge.MIN_POSITIVE),
  SAMPLING_RATE_MAX(Merge.MAX),
  LONGEST_RECORD_MS(Merge.MAX),
  UNKNOWN_RATE_RECORDS(Merge.ADD);

  private final Merge merge;

  UsageColumn(Merge merge) {
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
