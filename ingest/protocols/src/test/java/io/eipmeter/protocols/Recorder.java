package io.eipmeter.protocols;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keeps all calls of the sink, as text and counted. */
final class Recorder implements DecodeSink {
  final List<String> calls = new ArrayList<>();
  final List<Seen> flows = new ArrayList<>();
  final List<RejectReason> rejects = new ArrayList<>();
  final List<Integer> rejectedSets = new ArrayList<>();
  final Map<Fact, Long> facts = new EnumMap<>(Fact.class);
  final List<String> interfaces = new ArrayList<>();

  /** A copy of a flow. */
  record Seen(
      int present,
      String src,
      String dst,
      int srcPort,
      int dstPort,
      int ipProtocol,
      long bytes,
      long packets,
      long startMs,
      long endMs,
      long samplingRate,
      long samplingSize,
      boolean unknownRate,
      boolean corrected,
      String postNatSrc,
      String postNatDst,
      int postNatSrcPort,
      int postNatDstPort,
      int natEvent,
      int tcpFlags,
      int inIf,
      int outIf,
      int direction,
      long droppedBytes,
      long droppedPackets,
      long domain,
      Protocol protocol) {

    boolean has(int field) {
      return (present & field) != 0;
    }
  }

  Seen only() {
    if (flows.size() != 1) {
      throw new AssertionError("expected one flow, saw " + calls);
    }
    return flows.get(0);
  }

  long fact(Fact fact) {
    return facts.getOrDefault(fact, 0L);
  }

  @Override
  public void flow(Flow f) {
    Seen seen =
        new Seen(
            f.present,
            text(f.srcHigh, f.srcLow),
            text(f.dstHigh, f.dstLow),
            f.srcPort,
            f.dstPort,
            f.ipProtocol,
            f.bytes,
            f.packets,
            f.startMs,
            f.endMs,
            f.samplingRate,
            f.samplingSize,
            f.samplingRateUnknown,
            f.timesCorrected,
            text(f.postNatSrcHigh, f.postNatSrcLow),
            text(f.postNatDstHigh, f.postNatDstLow),
            f.postNatSrcPort,
            f.postNatDstPort,
            f.natEvent,
            f.tcpFlags,
            f.inIf,
            f.outIf,
            f.direction,
            f.droppedBytes,
            f.droppedPackets,
            f.domain,
            f.protocol);
    flows.add(seen);
    calls.add(seen.toString() + f.receivedMs);
  }

  private static String text(long high, long low) {
    if (high == 0 && low >>> 32 == 0xffff) {
      return String.format(
          Locale.ROOT,
          "%d.%d.%d.%d",
          low >>> 24 & 255,
          low >>> 16 & 255,
          low >>> 8 & 255,
          low & 255);
    }
    return high == 0 && low == 0 ? "none" : String.format(Locale.ROOT, "%016x%016x", high, low);
  }

  @Override
  public void interfaceCounters(
      long ifIndex,
      long addedInOctets,
      long addedOutOctets,
      long addedInPackets,
      long addedOutPackets) {
    String line =
        ifIndex
            + " in "
            + addedInOctets
            + " out "
            + addedOutOctets
            + " packets in "
            + addedInPackets
            + " out "
            + addedOutPackets;
    interfaces.add(line);
    calls.add(line);
  }

  @Override
  public void fact(Fact fact, long amount) {
    facts.merge(fact, amount, Long::sum);
    calls.add(fact + " " + amount);
  }

  @Override
  public void rejected(
      RejectReason reason,
      int setOffsetBytes,
      long receivedMs,
      byte[] bytes,
      int offset,
      int length) {
    rejects.add(reason);
    rejectedSets.add(setOffsetBytes);
    calls.add(reason + " " + setOffsetBytes + " " + HashRing.hash(bytes, offset, length));
  }
}
