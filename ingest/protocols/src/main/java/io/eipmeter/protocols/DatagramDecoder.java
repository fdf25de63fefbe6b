package io.eipmeter.protocols;

/**
 * Decodes export datagrams of any of the protocols. Pure: what it knows of an exporter is in the
 * {@link ExporterState} it is given; the same state and datagrams give the same calls of the sink.
 * Never throws on input, never allocates by a length that input names. Not thread-safe; one per
 * thread.
 */
public final class DatagramDecoder {

  public DatagramDecoder(DecoderOptions options) {}

  /**
   * Decodes a datagram.
   *
   * @param receivedMs when a collector received it, milliseconds since the epoch
   * @param logMs its log time, milliseconds since the epoch; never falls for one exporter
   */
  public Outcome decode(
      ExporterState exporter,
      byte[] bytes,
      int offset,
      int length,
      long receivedMs,
      long logMs,
      DecodeSink sink) {
    return Outcome.REJECTED;
  }

  /**
   * Gives up what waited longer than the limit. To be called before a datagram of a later log time,
   * and in silence.
   */
  public void expire(ExporterState exporter, long logMs, DecodeSink sink) {}
}
