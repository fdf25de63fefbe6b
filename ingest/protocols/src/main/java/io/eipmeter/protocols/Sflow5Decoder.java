package io.eipmeter.protocols;

import org.jspecify.annotations.Nullable;

/** sFlow version 5 (sflow.org, "sFlow Version 5", July 2004): samples of packets and counters. */
final class Sflow5Decoder {
  private static final int LEAST_HEADER = 28;
  private static final int FLOW_SAMPLE = 1;
  private static final int COUNTERS_SAMPLE = 2;
  private static final int EXPANDED_FLOW_SAMPLE = 3;
  private static final int EXPANDED_COUNTERS_SAMPLE = 4;

  private final Arrival arrival = new Arrival();
  private final SflowSamples samples = new SflowSamples();

  Outcome decode(ExporterState exporter, Datagram in, boolean retry, DecodeSink sink) {
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
    return samples(domain, in, at + 12, sink) ? Outcome.DECODED : Outcome.REJECTED;
  }

  private boolean samples(Domain domain, Datagram in, int from, DecodeSink sink) {
    byte[] bytes = in.bytes;
    // all or nothing, so that a retry of the whole counts nothing twice
    RejectReason reason = check(bytes, from, in.to);
    if (reason != null) {
      in.rejected(reason, Datagram.WHOLE, sink);
      return false;
    }
    samples.begin(domain, in, sink);
    long count = BigEndian.u32(bytes, from);
    int at = from + 4;
    for (long i = 0; i < count; i++) {
      int end = at + 8 + BigEndian.i32(bytes, at + 4);
      switch (BigEndian.i32(bytes, at)) {
        case FLOW_SAMPLE:
          samples.flow(at + 8, end, false);
          break;
        case EXPANDED_FLOW_SAMPLE:
          samples.flow(at + 8, end, true);
          break;
        case COUNTERS_SAMPLE:
          samples.counters(at + 8, end, false);
          break;
        case EXPANDED_COUNTERS_SAMPLE:
          samples.counters(at + 8, end, true);
          break;
        default: // other enterprises' samples are skipped by their length
      }
      at = end;
    }
    samples.end();
    return true;
  }

  private static @Nullable RejectReason check(byte[] bytes, int from, int to) {
    long count = BigEndian.u32(bytes, from);
    int at = from + 4;
    for (long i = 0; i < count; i++) {
      if (to - at < 8) {
        return RejectReason.TRUNCATED;
      }
      int type = BigEndian.i32(bytes, at);
      long length = BigEndian.u32(bytes, at + 4);
      if (length > to - at - 8) {
        return RejectReason.TRUNCATED;
      }
      int end = at + 8 + (int) length;
      if (type >= FLOW_SAMPLE
          && type <= EXPANDED_COUNTERS_SAMPLE
          && !SflowSamples.wellFormed(type, bytes, at + 8, end)) {
        return RejectReason.BAD_LENGTH;
      }
      at = end;
    }
    return null;
  }
}
