package io.eipmeter.jobs.bandwidth.domain;

import io.eipmeter.jobs.bandwidth.domain.SumColumn.Merge;

/**
 * The kinds of sums that `bandwidth` keeps. Each has a key of three longs (address high, address
 * low, and two packed 32-bit numbers: interval and detail) and a fixed list of columns. The order
 * of the constants is their code in state and on the wire between operators: append only.
 */
public enum SumKind {
  /** Key: metered unit; minute, slice. Columns: {@link UsageColumn}. */
  MINUTE(UsageColumn.merges()),
  /** Key: metered unit; quarter, slice. Columns: {@link UsageColumn}. */
  QUARTER(UsageColumn.merges()),
  /** Key: exporter; minute of log time, 0. Columns: {@link ExporterColumn}. */
  EXPORTER(ExporterColumn.merges()),
  /** Key: exporter; minute of log time, interface. Columns: {@link InterfaceColumn}. */
  INTERFACE(InterfaceColumn.merges()),
  /** Key: exporter; hour of flow time, slice. Columns: {@link ControlColumn}. */
  CONTROL(ControlColumn.merges()),
  /** Key: metered unit; second, 0. Columns: {@link SecondColumn}. Never settled. */
  SECOND(SecondColumn.merges());

  private static final SumKind[] BY_CODE = values();

  private final Merge[] merges;

  SumKind(Merge[] merges) {
    this.merges = merges;
  }

  public static SumKind ofCode(int code) {
    return BY_CODE[code];
  }

  public int code() {
    return ordinal();
  }

  /** How each column takes another value. */
  Merge[] merges() {
    return merges;
  }

  public int columns() {
    return merges.length;
  }
}
