package io.eipmeter.jobs.alerts.domain;

/** How a sum becomes a value. */
public enum Unit {
  BITS_PER_SECOND("bit/s", 8, true),
  PACKETS_PER_SECOND("packet/s", 1, true),
  PERCENT("%", 800, true),
  BYTES("byte", 1, false),
  PACKETS("packet", 1, false),
  FLOWS("flow", 1, false),
  DATAGRAMS("datagram", 1, false),
  EXPORTS("export", 1, false),
  FINDINGS("finding", 1, false),
  /** Of the price book; amounts are millionths of it. */
  CURRENCY("currency", 1, false);

  private static final long MICROS = 1_000_000;

  private final String text;
  private final long factor;
  private final boolean perSecond;

  Unit(String text, long factor, boolean perSecond) {
    this.text = text;
    this.factor = factor;
    this.perSecond = perSecond;
  }

  public String text() {
    return text;
  }

  /** Parts of the unit in which a value that holds is kept. */
  long parts() {
    return this == CURRENCY ? MICROS : 1;
  }

  /** What a sum is multiplied by. */
  long factor() {
    return factor;
  }

  /** Whether the sum is divided by the seconds it was taken over. */
  boolean perSecond() {
    return perSecond;
  }
}
