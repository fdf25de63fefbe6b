package io.eipmeter.protocols;

/**
 * What is remembered of one exporter: templates, sampling rates, sequence positions, known
 * duplicates, data that waits. Bounded by {@link DecoderOptions} and by itself; {@link #toBytes} is
 * its checkpoint.
 */
public final class ExporterState {

  /** A deterministic encoding: equal states give equal bytes. */
  public byte[] toBytes() {
    return new byte[0];
  }

  /**
   * @throws IllegalArgumentException if the bytes are no state of this or an earlier version
   */
  public static ExporterState fromBytes(byte[] bytes) {
    return new ExporterState();
  }

  public ExporterState copy() {
    return fromBytes(toBytes());
  }
}
