package io.eipmeter.protocols;

/** NetFlow version 5: a header and records of one fixed form, over IPv4. */
final class Netflow5Decoder {
  private static final int HEADER = 24;
  private static final int RECORD = 48;
  private static final long MAPPED = 0xffff_0000_0000L;
  private static final int PRESENT =
      Flow.SRC
          | Flow.DST
          | Flow.SRC_PORT
          | Flow.DST_PORT
          | Flow.IP_PROTOCOL
          | Flow.BYTES
          | Flow.PACKETS
          | Flow.TIMES
          | Flow.TCP_FLAGS
          | Flow.IN_IF
          | Flow.OUT_IF;

  private final RecordClock clock;
  private final RecordTimes recordTimes;
  private final Arrival arrival = new Arrival();
  private final Flow flow = new Flow();

  Netflow5Decoder(RecordClock clock, DecoderOptions options) {
    this.clock = clock;
    this.recordTimes = new RecordTimes(clock, options);
    flow.protocol = Protocol.NETFLOW5;
  }

  Outcome decode(ExporterState exporter, Datagram in, boolean retry, DecodeSink sink) {
    byte[] bytes = in.bytes;
    int from = in.from;
    int length = in.length();
    int count = length < HEADER ? 0 : BigEndian.u16(bytes, from + 2);
    if (length < HEADER + count * RECORD || length < HEADER) {
      in.rejected(RejectReason.TRUNCATED, Datagram.WHOLE, sink);
      return Outcome.REJECTED;
    }
    if (count == 0) {
      in.rejected(RejectReason.BAD_LENGTH, Datagram.WHOLE, sink);
      return Outcome.REJECTED;
    }
    long uptimeMs = BigEndian.u32(bytes, from + 4);
    long exportMs =
        BigEndian.u32(bytes, from + 8) * 1_000 + BigEndian.u32(bytes, from + 12) / 1_000_000;
    clock.begin(in.receivedMs, exportMs, uptimeMs);
    long engine = BigEndian.u16(bytes, from + 20);
    if (!retry) {
      Domain domain = exporter.domain(Protocol.NETFLOW5, engine, 0, 0);
      arrival.sequence = BigEndian.i32(bytes, from + 16);
      arrival.uptimeMs = uptimeMs;
      arrival.receivedMs = in.receivedMs;
      arrival.logMs = in.logMs;
      arrival.exportMs = clock.trustedExportMs();
      arrival.hash = HashRing.hash(bytes, from, length);
      arrival.takesNumbers = true;
      SequenceEpoch epoch = domain.sequence.admit(arrival);
      if (epoch == null) {
        return Outcome.DUPLICATE;
      }
      clock.tellSkew(sink);
      if (domain.sequence.restarted()) {
        sink.fact(Fact.RESTART, 1);
      }
      exporter.arrivals++;
      domain.lastArrival = exporter.arrivals;
      long lost = epoch.accept(arrival, count, false);
      if (lost != 0) {
        sink.fact(Fact.LOST_EXPORTS, lost);
      }
    }
    // two bits of sampling mode, which not all exporters set, and the interval
    int rate = BigEndian.u16(bytes, from + 22) & 0x3fff;
    flow.domain = engine;
    flow.receivedMs = in.receivedMs;
    boolean sampled = BigEndian.u16(bytes, from + 22) != 0;
    records(exporter, rate, sampled, in, count, sink);
    int rest = from + HEADER + count * RECORD;
    if (!retry && !Templates.allZero(bytes, rest, in.to)) { // more than the count says
      in.rejected(RejectReason.BAD_LENGTH, rest, sink);
      return Outcome.REJECTED;
    }
    return Outcome.DECODED;
  }

  private void records(
      ExporterState exporter, int rate, boolean sampled, Datagram in, int count, DecodeSink sink) {
    byte[] bytes = in.bytes;
    int corrected = 0;
    int assumed = 0;
    int unknown = 0;
    int disagree = 0;
    ExporterSettings settings = exporter.settings;
    boolean set = !settings.rates().isEmpty();
    int end = in.from + HEADER + count * RECORD;
    Flow f = flow;
    headersRate(f, rate, sampled);
    for (int r = in.from + HEADER; r < end; r += RECORD) {
      long addresses = BigEndian.i64(bytes, r);
      f.srcLow = MAPPED | addresses >>> 32;
      f.dstLow = MAPPED | addresses & 0xffff_ffffL;
      int interfaces = BigEndian.i32(bytes, r + 12);
      f.inIf = interfaces >>> 16;
      f.outIf = interfaces & 0xffff;
      long counts = BigEndian.i64(bytes, r + 16);
      f.packets = counts >>> 32;
      f.bytes = counts & 0xffff_ffffL;
      long times = BigEndian.i64(bytes, r + 24);
      f.endMs = clock.ofUptime(times & 0xffff_ffffL);
      f.startMs = RecordClock.uptimeStart(times >>> 32, times & 0xffff_ffffL, f.endMs);
      long rest = BigEndian.i64(bytes, r + 32);
      f.srcPort = (int) (rest >>> 48);
      f.dstPort = (int) (rest >>> 32) & 0xffff;
      f.tcpFlags = (int) (rest >>> 16) & 0xff;
      f.ipProtocol = (int) (rest >>> 8) & 0xff;
      if (set) { // where not, all records have the rate of the header
        headersRate(f, rate, sampled);
        disagree += SetRate.apply(settings, f) ? 1 : 0;
      }
      unknown += f.samplingRateUnknown ? 1 : 0;
      boolean assume = recordTimes.impossible(f, times >>> 32, times & 0xffff_ffffL);
      if (assume) {
        recordTimes.assume(f, times >>> 32, times & 0xffff_ffffL, exporter.reports);
        assumed++;
      }
      f.timesCorrected = clock.correct(f);
      corrected += f.timesCorrected ? 1 : 0;
      f.timesCorrected |= assume;
      sink.flow(f);
    }
    if (corrected > 0) {
      sink.fact(Fact.CORRECTED_TIME, corrected);
    }
    if (assumed > 0) {
      sink.fact(Fact.ASSUMED_TIME, assumed);
    }
    if (unknown > 0) {
      sink.fact(Fact.UNKNOWN_RATE, unknown);
    }
    if (disagree > 0) {
      sink.fact(Fact.RATE_DISAGREES, disagree);
    }
  }

  /** A mode of sampling without its interval is a rate that is not known. */
  private static void headersRate(Flow f, int rate, boolean sampled) {
    f.present = rate > 0 ? PRESENT | Flow.SAMPLING_RATE : PRESENT;
    f.samplingRate = Math.max(1, rate);
    f.samplingSize = 1;
    f.samplingRateUnknown = sampled && rate == 0;
  }
}
