package io.eipmeter.jobs.bandwidth.domain;

/** Totals of an interface: the fields of the message {@code InterfaceMinute}. Append only. */
public enum InterfaceColumn implements SumColumn {
  IN_OCTETS(Merge.ADD),
  OUT_OCTETS(Merge.ADD),
  IN_PACKETS(Merge.ADD),
  OUT_PACKETS(Merge.ADD),
  COUNTER_SAMPLES(Merge.ADD);

  private final Merge merge;

  InterfaceColumn(Merge merge) {
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
