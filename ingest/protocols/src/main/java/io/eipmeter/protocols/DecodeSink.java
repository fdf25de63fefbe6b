package io.eipmeter.protocols;

/**
 * Takes what a datagram holds, in its order. Called on the caller's thread, during {@code decode}.
 */
public interface DecodeSink {
  /**
   * A flow record.
   *
   * @param flow filled again for the next record: copy what you keep
   */
  void flow(Flow flow);

  /**
   * Interface totals from a sFlow counter sample; absolute counters, as the agent told them, have
   * already been turned into what was added since the sample before (none for the first).
   */
  void interfaceCounters(
      long ifIndex,
      long addedInOctets,
      long addedOutOctets,
      long addedInPackets,
      long addedOutPackets);

  /**
   * Something that is counted per exporter; {@code amount} may be negative for {@link
   * Fact#LOST_EXPORTS}.
   */
  void fact(Fact fact, long amount);

  /**
   * A datagram or a set of it could not be used.
   *
   * @param setOffsetBytes where the set starts in the datagram, or -1 for the datagram as a whole
   * @param receivedMs when it was received, milliseconds since the epoch: what waited was received
   *     before the datagram in hand
   * @param bytes the array that holds the rejected bytes; valid during the call only
   */
  void rejected(
      RejectReason reason,
      int setOffsetBytes,
      long receivedMs,
      byte[] bytes,
      int offset,
      int length);
}
