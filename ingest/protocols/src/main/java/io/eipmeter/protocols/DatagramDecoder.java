package io.eipmeter.protocols;

/**
 * Decodes export datagrams of any of the protocols. Pure: what it knows of an exporter is in the
 * {@link ExporterState} it is given; the same state and datagrams give the same calls of the sink.
 * Never throws on input, never allocates by a length that input names. Not thread-safe; one per
 * thread.
 */
public final class DatagramDecoder {
  /** How decoders are told that a datagram comes by the normal way. */
  static final int ALL_SETS_ONCE = -2;

  /** Data with a receive time so long before its log time is set aside: see RATIONALE.md. */
  private static final long DUPLICATES_KNOWN_MS = 86_400_000;

  private final Datagram datagram = new Datagram();
  private final Netflow5Decoder netflow5;
  private final TemplatedDecoder templated;
  private final Sflow5Decoder sflow5;
  private final WaitingRoom waitingRoom;

  public DatagramDecoder(DecoderOptions options) {
    RecordClock clock = new RecordClock(options.clockBoundMs());
    FlowRecords records = new FlowRecords(clock, options);
    this.netflow5 = new Netflow5Decoder(clock, options);
    this.templated = new TemplatedDecoder(options, clock, records);
    this.sflow5 = new Sflow5Decoder();
    this.waitingRoom = new WaitingRoom(templated, options.waitingLimitMs());
  }

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
    datagram.set(bytes, offset, length, receivedMs, logMs);
    if (logMs - receivedMs > DUPLICATES_KNOWN_MS) {
      datagram.rejected(RejectReason.TOO_OLD_TO_TELL_DUPLICATE, Datagram.WHOLE, sink);
      return Outcome.REJECTED;
    }
    return decode(exporter, ALL_SETS_ONCE, sink);
  }

  /**
   * Decodes again what was rejected. Takes no part in sequence numbers and duplicates: the caller
   * sees to it that each rejected (partition, offset, set) is retried with success only once.
   *
   * @param setOffsetBytes as it was told to {@link DecodeSink#rejected}
   * @return {@link Outcome#DECODED}, {@link Outcome#REJECTED} or {@link Outcome#WAITING}
   */
  public Outcome retry(
      ExporterState exporter,
      byte[] bytes,
      int offset,
      int length,
      int setOffsetBytes,
      long receivedMs,
      long logMs,
      DecodeSink sink) {
    datagram.set(bytes, offset, length, receivedMs, logMs);
    return decode(exporter, Math.max(setOffsetBytes, Datagram.WHOLE), sink);
  }

  private Outcome decode(ExporterState exporter, int retriedSet, DecodeSink sink) {
    boolean retry = retriedSet != ALL_SETS_ONCE;
    int version = datagram.length() < 4 ? -1 : BigEndian.i32(datagram.bytes, datagram.from);
    if (version == 5) { // sFlow: 32 bits
      return sflow5.decode(exporter, datagram, retriedSet, sink);
    }
    Outcome outcome;
    switch (version >>> 16) {
      case 5:
        return netflow5.decode(exporter, datagram, retry, sink);
      case 9:
        outcome = templated.decode(exporter, Protocol.NETFLOW9, datagram, retriedSet, sink);
        break;
      case 10:
        outcome = templated.decode(exporter, Protocol.IPFIX, datagram, retriedSet, sink);
        break;
      default:
        datagram.rejected(RejectReason.UNKNOWN_PROTOCOL, Datagram.WHOLE, sink);
        return Outcome.REJECTED;
    }
    waitingRoom.release(exporter, sink);
    return outcome;
  }

  /**
   * Gives up what waited longer than the limit. To be called before a datagram of a later log time,
   * and in silence.
   */
  public void expire(ExporterState exporter, long logMs, DecodeSink sink) {
    waitingRoom.expire(exporter, logMs, sink);
  }
}
