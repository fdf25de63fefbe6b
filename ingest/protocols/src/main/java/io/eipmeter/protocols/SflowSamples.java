package io.eipmeter.protocols;

/** The samples of one sFlow datagram; {@link #wellFormed} has been asked of each. */
final class SflowSamples {
  private static final int RAW_HEADER = 1;
  private static final int SAMPLED_IPV4 = 3;
  private static final int SAMPLED_IPV6 = 4;
  private static final int EXTENDED_NAT = 1007;
  private static final int EXTENDED_NAT_PORT = 1020;
  private static final int GENERIC_COUNTERS = 1;
  private static final int GENERIC_COUNTERS_LENGTH = 88;
  private static final int MOST_INTERFACES = 16_384;
  private static final long MAPPED = 0xffff_0000_0000L;

  /** Format of an output interface of which the value is the reason why the packet was dropped. */
  private static final int DISCARDED = 1;

  /** An interface within the agent itself, or not known. */
  private static final int INTERNAL = 0x3fff_ffff;

  private final Flow flow = new Flow();
  private final PacketHeader packet = new PacketHeader();
  private Domain domain = new Domain(new DomainKey(Protocol.SFLOW5, 0, 0, 0));
  private Datagram in = new Datagram();
  private DecodeSink sink = NoSink.INSTANCE;
  private ExporterSettings settings = ExporterSettings.NONE;
  private long withoutBytes;

  SflowSamples() {
    flow.protocol = Protocol.SFLOW5;
  }

  /** Whether the records of a sample are within it. */
  static boolean wellFormed(int type, byte[] bytes, int from, int to) {
    boolean flowSample = (type & 1) == 1;
    boolean expanded = type > 2;
    int header = flowSample ? expanded ? 44 : 32 : expanded ? 16 : 12;
    if (to - from < header) {
      return false;
    }
    long records = BigEndian.u32(bytes, from + header - 4);
    int at = from + header;
    for (long i = 0; i < records; i++) {
      if (to - at < 8) {
        return false;
      }
      long length = BigEndian.u32(bytes, at + 4);
      if (length > to - at - 8) {
        return false;
      }
      at += 8 + (int) length;
    }
    return true;
  }

  void begin(ExporterSettings toldSettings, Domain ofDomain, Datagram datagram, DecodeSink toSink) {
    settings = toldSettings;
    domain = ofDomain;
    in = datagram;
    sink = toSink;
    withoutBytes = 0;
    flow.domain = domain.key.id();
    flow.receivedMs = in.receivedMs;
    flow.startMs = in.receivedMs;
    flow.endMs = in.receivedMs;
  }

  void end() {
    if (withoutBytes > 0) {
      sink.fact(Fact.RECORD_WITHOUT_BYTES, withoutBytes);
    }
  }

  /** A flow sample: one packet, of 1 in so many. */
  void flow(int from, int to, boolean expanded) {
    byte[] bytes = in.bytes;
    Flow f = flow;
    f.present = Flow.PACKETS | Flow.TIMES;
    f.samplingRate = BigEndian.u32(bytes, from + (expanded ? 12 : 8));
    f.samplingRateUnknown = f.samplingRate == 0;
    f.samplingSize = 1;
    if (f.samplingRate == 0) {
      f.samplingRate = 1;
    } else {
      f.present |= Flow.SAMPLING_RATE;
    }
    int outFormat;
    if (expanded) {
      f.inIf = index(BigEndian.i32(bytes, from + 24), BigEndian.i32(bytes, from + 28));
      outFormat = BigEndian.i32(bytes, from + 32);
      f.outIf = index(outFormat, BigEndian.i32(bytes, from + 36));
    } else {
      int out = BigEndian.i32(bytes, from + 24);
      f.inIf = index(BigEndian.i32(bytes, from + 20));
      outFormat = out >>> 30;
      f.outIf = index(out);
    }
    f.present |= (f.inIf != 0 ? Flow.IN_IF : 0) | (f.outIf != 0 ? Flow.OUT_IF : 0);
    if (!settings.rates().isEmpty() && SetRate.apply(settings, f)) {
      sink.fact(Fact.RATE_DISAGREES, 1);
    }
    if (f.samplingRateUnknown) {
      sink.fact(Fact.UNKNOWN_RATE, 1);
    }
    packet.clear();
    noNat(f);
    int at = from + (expanded ? 44 : 32);
    long records = BigEndian.u32(bytes, at - 4);
    for (long i = 0; i < records; i++) {
      int end = at + 8 + BigEndian.i32(bytes, at + 4);
      record(BigEndian.i32(bytes, at), at + 8, end);
      at = end;
    }
    if (packet.lengthBytes <= 0) {
      withoutBytes++; // no IP packet
      return;
    }
    packet.fill(f);
    f.packets = 1;
    f.droppedBytes = 0;
    f.droppedPackets = 0;
    if (outFormat == DISCARDED) {
      RecordCounts.drop(f);
      sink.fact(Fact.DROPPED_RECORD, 1);
    }
    sink.flow(f);
  }

  private void record(int type, int from, int to) {
    byte[] bytes = in.bytes;
    switch (type) {
      case RAW_HEADER:
        if (to - from >= 16) {
          long length = Math.min(BigEndian.u32(bytes, from + 12), to - from - 16);
          packet.parseRaw(
              BigEndian.i32(bytes, from),
              BigEndian.u32(bytes, from + 4),
              bytes,
              from + 16,
              from + 16 + (int) length);
        }
        break;
      case SAMPLED_IPV4:
        if (to - from >= 32 && packet.lengthBytes <= 0) {
          packet.sampledIp(bytes, from, 4);
        }
        break;
      case SAMPLED_IPV6:
        if (to - from >= 56 && packet.lengthBytes <= 0) {
          packet.sampledIp(bytes, from, 16);
        }
        break;
      case EXTENDED_NAT:
        extendedNat(from, to);
        break;
      case EXTENDED_NAT_PORT:
        if (to - from >= 8) {
          flow.postNatSrcPort = BigEndian.i32(bytes, from) & 0xffff;
          flow.postNatDstPort = BigEndian.i32(bytes, from + 4) & 0xffff;
          flow.present |= Flow.POST_NAT_SRC_PORT | Flow.POST_NAT_DST_PORT;
        }
        break;
      default: // other records say nothing of what is metered
    }
  }

  /** The translated source and destination address, each with its type before it. */
  private void extendedNat(int from, int to) {
    byte[] bytes = in.bytes;
    int sourceLength = addressLength(from, to);
    int second = from + 4 + sourceLength;
    int targetLength = sourceLength < 0 ? -1 : addressLength(second, to);
    if (sourceLength > 0 && targetLength >= 0) {
      flow.postNatSrcHigh = sourceLength == 16 ? BigEndian.i64(bytes, from + 4) : 0;
      flow.postNatSrcLow = low(bytes, from + 4, sourceLength);
      flow.present |= Flow.POST_NAT_SRC;
    }
    if (targetLength > 0) {
      flow.postNatDstHigh = targetLength == 16 ? BigEndian.i64(bytes, second + 4) : 0;
      flow.postNatDstLow = low(bytes, second + 4, targetLength);
      flow.present |= Flow.POST_NAT_DST;
    }
  }

  /** How long the address is whose type stands here; -1 where it is none or cut. */
  private int addressLength(int at, int to) {
    if (to - at < 4) {
      return -1;
    }
    int type = BigEndian.i32(in.bytes, at);
    int length = type == 1 ? 4 : type == 2 ? 16 : type == 0 ? 0 : -1;
    return length <= to - at - 4 ? length : -1;
  }

  private static long low(byte[] bytes, int at, int length) {
    return length == 4 ? MAPPED | BigEndian.u32(bytes, at) : BigEndian.i64(bytes, at + 8);
  }

  private static void noNat(Flow f) {
    f.postNatSrcHigh = 0;
    f.postNatSrcLow = 0;
    f.postNatDstHigh = 0;
    f.postNatDstLow = 0;
    f.postNatSrcPort = 0;
    f.postNatDstPort = 0;
  }

  /** The index of a compact interface: two bits of format, of which only 0 is an interface. */
  private static int index(int compact) {
    return index(compact >>> 30, compact & INTERNAL);
  }

  private static int index(int format, int value) {
    return format == 0 && value != INTERNAL ? value : 0;
  }

  /** A counter sample; only the generic interface counters are read. */
  void counters(int from, int to, boolean expanded) {
    byte[] bytes = in.bytes;
    int at = from + (expanded ? 16 : 12);
    long records = BigEndian.u32(bytes, at - 4);
    for (long i = 0; i < records; i++) {
      int end = at + 8 + BigEndian.i32(bytes, at + 4);
      if (BigEndian.i32(bytes, at) == GENERIC_COUNTERS && end - at - 8 >= GENERIC_COUNTERS_LENGTH) {
        interfaceCounters(BigEndian.i32(bytes, from), at + 8);
      }
      at = end;
    }
  }

  private void interfaceCounters(int sampleSequence, int at) {
    byte[] bytes = in.bytes;
    InterfaceTotals now = new InterfaceTotals();
    now.sampleSequence = sampleSequence;
    now.inOctets = BigEndian.i64(bytes, at + 24);
    now.outOctets = BigEndian.i64(bytes, at + 56);
    for (int i = 0; i < 3; i++) {
      now.packets[i] = BigEndian.i32(bytes, at + 32 + 4 * i);
      now.packets[3 + i] = BigEndian.i32(bytes, at + 64 + 4 * i);
    }
    long index = BigEndian.u32(bytes, at);
    InterfaceTotals before = domain.interfaces.get(index);
    if (before != null && sampleSequence - before.sampleSequence <= 0) {
      return; // overtaken by a later sample
    }
    if (before != null || domain.interfaces.size() < MOST_INTERFACES) {
      domain.interfaces.put(index, now);
    }
    if (before == null) {
      return;
    }
    long addedIn = InterfaceTotals.added(before.inOctets, now.inOctets);
    long addedOut = InterfaceTotals.added(before.outOctets, now.outOctets);
    if (addedIn >= 0 && addedOut >= 0) {
      sink.interfaceCounters(
          index, addedIn, addedOut, now.addedPackets(before, 0, 3), now.addedPackets(before, 3, 6));
    }
  }
}
