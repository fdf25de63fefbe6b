package io.eipmeter.protocols;

/** sFlow version 5 (sflow.org, "sFlow Version 5", July 2004): samples of packets and counters. */
final class Sflow5Decoder {
  private static final int LEAST_HEADER = 28;
  private static final int FLOW_SAMPLE = 1;
  private static final int COUNTERS_SAMPLE = 2;
  private static final int EXPANDED_FLOW_SAMPLE = 3;
  private static final int EXPANDED_COUNTERS_SAMPLE = 4;

  private final Arrival arrival = new Arrival();
  private final SflowSamples samples = new SflowSamples();

  /**
   * @param retriedSet {@link DatagramDecoder#ALL_SETS_ONCE}, or which sample is decoded again, or
   *     {@link Datagram#WHOLE} for all of them again
   */
  Outcome decode(ExporterState exporter, Datagram in, int retriedSet, DecodeSink sink) {
    boolean retry = retriedSet != DatagramDecoder.ALL_SETS_ONCE;
    byte[] bytes = in.bytes;
    if (in.length() < LEAST_HEADER) {
      in.rejected(RejectReason.TRUNCATED, Datagram.WHOLE, sink);
      return Outcome.REJECTED;
    }
    int type = BigEndian.i32(bytes, in.from + 4);
    if (type < 0 || type > 2) { // 0 is unknown, and takes no room
      in.rejected(RejectReason.BAD_LENGTH, Datagram.WHOLE, sink);
      return Outcome.REJECTED;
    }
    int addressLength = type == 0 ? 0 : type == 1 ? 4 : 16;
    int at = in.from + 8 + addressLength;
    if (in.to - at < 16) {
      in.rejected(RejectReason.TRUNCATED, Datagram.WHOLE, sink);
      return Outcome.REJECTED;
    }
    long agentHigh = type == 2 ? BigEndian.i64(bytes, in.from + 8) : 0;
    long agentLow = type == 0 ? 0 : BigEndian.i64(bytes, at - 8);
    if (type == 1) {
      agentLow = 0xffff_0000_0000L | agentLow & 0xffff_ffffL;
    }
    Domain domain = exporter.domain(Protocol.SFLOW5, BigEndian.u32(bytes, at), agentHigh, agentLow);
    if (!retry) {
      arrival.sequence = BigEndian.i32(bytes, at + 4);
      arrival.uptimeMs = BigEndian.u32(bytes, at + 8);
      arrival.receivedMs = in.receivedMs;
      arrival.logMs = in.logMs;
      arrival.exportMs = in.receivedMs;
      arrival.hash = HashRing.hash(bytes, in.from, in.length());
      arrival.takesNumbers = true;
      SequenceEpoch epoch = domain.sequence.admit(arrival);
      if (epoch == null) {
        return Outcome.DUPLICATE;
      }
      if (domain.sequence.restarted()) {
        domain.interfaces.clear();
        sink.fact(Fact.RESTART, 1);
      }
      exporter.arrivals++;
      domain.lastArrival = exporter.arrivals;
      long lost = epoch.accept(arrival, -1, false);
      if (lost != 0) {
        sink.fact(Fact.LOST_EXPORTS, lost);
      }
    }
    samples.begin(exporter.settings, domain, in, sink);
    boolean good = samples(in, at + 12, retriedSet, sink);
    samples.end();
    return good ? Outcome.DECODED : Outcome.REJECTED;
  }

  /** Each sample by itself: of one that cannot be read the others are none the worse. */
  private boolean samples(Datagram in, int from, int only, DecodeSink sink) {
    byte[] bytes = in.bytes;
    long count = BigEndian.u32(bytes, from);
    int at = from + 4;
    boolean good = true;
    for (long i = 0; i < count; i++) {
      long length = in.to - at < 8 ? Long.MAX_VALUE : BigEndian.u32(bytes, at + 4);
      if (length > in.to - at - 8) { // where the next one begins cannot be known
        int cut = Math.min(at, in.to - 1); // the datagram may end with a whole sample
        if (only < 0 || only == cut - in.from) {
          in.rejected(RejectReason.TRUNCATED, cut, sink);
        }
        return false;
      }
      int end = at + 8 + (int) length;
      if ((only < 0 || only == at - in.from) && !sample(in, at, end, sink)) {
        good = false;
      }
      at = end;
    }
    return good;
  }

  private boolean sample(Datagram in, int at, int end, DecodeSink sink) {
    int type = BigEndian.i32(in.bytes, at);
    if (type < FLOW_SAMPLE || type > EXPANDED_COUNTERS_SAMPLE) {
      return true; // other enterprises' samples are skipped by their length
    }
    if (!SflowSamples.wellFormed(type, in.bytes, at + 8, end)) {
      in.rejected(RejectReason.BAD_LENGTH, at, sink);
      return false;
    }
    switch (type) {
      case FLOW_SAMPLE -> samples.flow(at + 8, end, false);
      case EXPANDED_FLOW_SAMPLE -> samples.flow(at + 8, end, true);
      case COUNTERS_SAMPLE -> samples.counters(at + 8, end, false);
      default -> samples.counters(at + 8, end, true);
    }
    return true;
  }
}
