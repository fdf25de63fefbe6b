package io.eipmeter.jobs.bandwidth.domain;

/** Sums kept before any shuffle: the fields of the message {@code ControlTotal}. Append only. */
public enum ControlColumn implements SumColumn {
  COUNTED_BYTES(Merge.ADD),
  BYTES_OUT(Merge.ADD),
  BYTES_IN(Merge.ADD),
  BOTH_BYTES(Merge.ADD),
  OTHER_BYTES(Merge.ADD),
  ELSEWHERE_BYTES(Merge.ADD),
  COUNTED_PACKETS(Merge.ADD),
  FLOWS(Merge.ADD);

  private final Merge merge;

  ControlColumn(Merge merge) {
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
