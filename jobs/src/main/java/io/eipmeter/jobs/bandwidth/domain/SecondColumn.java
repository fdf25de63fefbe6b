package io.eipmeter.jobs.bandwidth.domain;

/** What a metered unit used in a second: the fields of {@code EipSecond}. Append only. */
public enum SecondColumn implements SumColumn {
  BYTES_OUT(Merge.ADD),
  BYTES_IN(Merge.ADD),
  PACKETS_OUT(Merge.ADD),
  PACKETS_IN(Merge.ADD);

  private final Merge merge;

  SecondColumn(Merge merge) {
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
