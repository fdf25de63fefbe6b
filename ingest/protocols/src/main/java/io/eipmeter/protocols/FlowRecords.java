package io.eipmeter.protocols;

/**
 * Decodes the records of a data set by a template's {@link FlowPlan}. The inner loop of everything:
 * no allocation, no calls but the sink's, no branch that the template does not settle.
 */
final class FlowRecords {
  private static final long MAPPED = 0xffff_0000_0000L;

  final Flow flow = new Flow();
  final RecordClock clock;
  private final Flow reverse = new Flow();
  private final SetFacts facts = new SetFacts();
  private final SamplingRates rates = new SamplingRates();
  private final RecordCounts counts;
  private final RecordTimes times;
  private FlowReports reports = new FlowReports();

  /** The times of the flow in hand cannot be as they were told. */
  private boolean assumed;

  private final VariableRecord variable = new VariableRecord();

  FlowRecords(RecordClock clock, DecoderOptions options) {
    this.clock = clock;
    this.counts = new RecordCounts(facts, options);
    this.times = new RecordTimes(clock, options);
  }

  /** How many records a set has, or {@link VariableRecord#BROKEN}. */
  int count(FlowPlan plan, byte[] bytes, int from, int to) {
    if (!plan.variable()) {
      return (to - from) / plan.recordLength;
    }
    int records = 0;
    for (int at = from; to - at >= plan.recordLength; records++) {
      at = VariableRecord.end(plan, bytes, at, to);
      if (at < 0) {
        return VariableRecord.BROKEN;
      }
    }
    return records;
  }

  /**
   * Whether the sampling rate of each record is known, or waited for no longer.
   *
   * @param awaitsFirst whether the exporter may tell a first rate yet
   */
  boolean ratesKnown(
      ExporterState exporter,
      Domain domain,
      FlowPlan plan,
      boolean awaitsFirst,
      byte[] bytes,
      int from,
      int to) {
    rates.begin(exporter, domain, plan, awaitsFirst);
    return !rates.mayBeMissing() || eachRate(plan, bytes, from, to, false);
  }

  /** Waits no longer for the rates that records of a set lack. */
  void giveUpRates(
      ExporterState exporter, Domain domain, FlowPlan plan, byte[] bytes, int from, int to) {
    rates.begin(exporter, domain, plan, false);
    eachRate(plan, bytes, from, to, true);
    exporter.learned = true; // others wait for the same
  }

  private boolean eachRate(FlowPlan plan, byte[] bytes, int from, int to, boolean givenUp) {
    int at = from;
    while (to - at >= plan.recordLength) {
      int[] positions = plan.at;
      long[] masks = plan.mask;
      int next = at + plan.recordLength;
      if (plan.variable()) {
        next = variable.place(plan, bytes, at);
        positions = variable.at;
        masks = variable.mask;
      }
      if (givenUp) {
        rates.giveUp(bytes, at, positions, masks);
      } else if (!rates.known(bytes, at, positions, masks)) {
        return false;
      }
      at = next;
    }
    return true;
  }

  /** Gives the flows of a set to the sink; the set has been checked by {@link #count}. */
  void decode(
      ExporterState exporter,
      Domain domain,
      FlowPlan plan,
      Datagram in,
      int setFrom,
      int from,
      int to,
      DecodeSink sink) {
    begin(flow, domain);
    if (plan.uptime) {
      clock.uptimeSince(domain.initMs);
    }
    rates.begin(exporter, domain, plan, false);
    counts.begin(exporter);
    reports = exporter.reports;
    facts.clear();
    byte[] bytes = in.bytes;
    int length = plan.recordLength;
    if (plan.variable()) {
      for (int at = from; to - at >= length; ) {
        int next = variable.place(plan, bytes, at);
        record(plan, variable.at, variable.mask, bytes, at, in, setFrom, sink);
        at = next;
      }
    } else {
      for (int at = from; to - at >= length; at += length) {
        record(plan, plan.at, plan.mask, bytes, at, in, setFrom, sink);
      }
    }
    facts.tell(sink);
    long forgotten = reports.takeForgotten();
    if (forgotten > 0) {
      sink.fact(Fact.TOTAL_FORGOTTEN, forgotten);
    }
    if (facts.untold > 0 && !exporter.rates.hasSpoken()) {
      exporter.rates.countUntold(facts.untold);
    }
  }

  private void begin(Flow next, Domain domain) {
    next.protocol = domain.key.protocol();
    next.domain = domain.key.id();
    next.receivedMs = clock.receivedMs;
    next.postNatSrcHigh = 0;
    next.postNatSrcLow = 0;
    next.postNatDstHigh = 0;
    next.postNatDstLow = 0;
    next.postNatSrcPort = 0;
    next.postNatDstPort = 0;
    next.natEvent = 0;
    next.direction = 0;
    next.droppedBytes = 0;
    next.droppedPackets = 0;
    next.srcHigh = 0;
    next.srcLow = 0;
    next.dstHigh = 0;
    next.dstLow = 0;
    next.timesCorrected = false;
  }

  private void record(
      FlowPlan plan,
      int[] at,
      long[] mask,
      byte[] bytes,
      int r,
      Datagram in,
      int setFrom,
      DecodeSink sink) {
    Flow f = flow;
    f.present = plan.present;
    f.srcPort = (int) number(bytes, r, at, mask, Slot.SRC_PORT);
    f.dstPort = (int) number(bytes, r, at, mask, Slot.DST_PORT);
    f.ipProtocol = (int) number(bytes, r, at, mask, Slot.IP_PROTOCOL);
    f.bytes = number(bytes, r, at, mask, Slot.BYTES);
    f.packets = number(bytes, r, at, mask, Slot.PACKETS);
    f.tcpFlags = (int) number(bytes, r, at, mask, Slot.TCP_FLAGS);
    f.inIf = (int) number(bytes, r, at, mask, Slot.IN_IF);
    f.outIf = (int) number(bytes, r, at, mask, Slot.OUT_IF);
    addresses(plan, at, mask, bytes, r);
    if (plan.nat) {
      translated(at, mask, bytes, r);
    }
    if (plan.rare) {
      f.natEvent = (int) number(bytes, r, at, mask, Slot.NAT_EVENT);
      f.direction = (int) number(bytes, r, at, mask, Slot.DIRECTION);
      f.droppedBytes = number(bytes, r, at, mask, Slot.DROPPED_BYTES);
      f.droppedPackets = number(bytes, r, at, mask, Slot.DROPPED_PACKETS);
    }
    facts.rateDisagrees += rates.apply(f, bytes, r, at, mask) ? 1 : 0;
    facts.untold += (f.present & Flow.SAMPLING_RATE) == 0 ? 1 : 0;
    times(plan, at, mask, bytes, r);
    if (plan.unusual) {
      counts.correct(plan, f, bytes, r, at, mask);
    }
    deliver(f, in, setFrom, sink);
    if (plan.reverse || plan.unusual && counts.tellsReverse(plan)) {
      reversed(plan, at, mask, bytes, r, in, setFrom, sink);
    }
  }

  private static long number(byte[] bytes, int r, int[] at, long[] mask, int slot) {
    return BigEndian.i64(bytes, r + at[slot]) & mask[slot];
  }

  private void addresses(FlowPlan plan, int[] at, long[] mask, byte[] bytes, int r) {
    Flow f = flow;
    if (plan.src4) {
      f.srcHigh = 0;
      f.srcLow = MAPPED | number(bytes, r, at, mask, Slot.SRC4);
    }
    if (plan.dst4) {
      f.dstHigh = 0;
      f.dstLow = MAPPED | number(bytes, r, at, mask, Slot.DST4);
    }
    // where a template has both versions, the one that is not used is zero
    if (plan.src6 && (!plan.src4 || f.srcLow == MAPPED)) {
      int from = r + at[Slot.SRC6];
      long high = BigEndian.i64(bytes, from);
      long low = BigEndian.i64(bytes, from + 8);
      if (!plan.src4 || (high | low) != 0) {
        f.srcHigh = high;
        f.srcLow = low;
      }
    }
    if (plan.dst6 && (!plan.dst4 || f.dstLow == MAPPED)) {
      int from = r + at[Slot.DST6];
      long high = BigEndian.i64(bytes, from);
      long low = BigEndian.i64(bytes, from + 8);
      if (!plan.dst4 || (high | low) != 0) {
        f.dstHigh = high;
        f.dstLow = low;
      }
    }
  }

  /** A translated address or port of zero is none: exporters fill the field of what isn't NATed. */
  private void translated(int[] at, long[] mask, byte[] bytes, int r) {
    Flow f = flow;
    int absent = 0;
    long src = number(bytes, r, at, mask, Slot.POST_NAT_SRC4);
    long dst = number(bytes, r, at, mask, Slot.POST_NAT_DST4);
    f.postNatSrcHigh = 0;
    f.postNatDstHigh = 0;
    f.postNatSrcLow = src == 0 ? 0 : MAPPED | src;
    f.postNatDstLow = dst == 0 ? 0 : MAPPED | dst;
    if (mask[Slot.POST_NAT_SRC6] != 0 && src == 0) {
      int from = r + at[Slot.POST_NAT_SRC6];
      f.postNatSrcHigh = BigEndian.i64(bytes, from);
      f.postNatSrcLow = BigEndian.i64(bytes, from + 8);
    }
    if (mask[Slot.POST_NAT_DST6] != 0 && dst == 0) {
      int from = r + at[Slot.POST_NAT_DST6];
      f.postNatDstHigh = BigEndian.i64(bytes, from);
      f.postNatDstLow = BigEndian.i64(bytes, from + 8);
    }
    f.postNatSrcPort = (int) number(bytes, r, at, mask, Slot.POST_NAT_SRC_PORT);
    f.postNatDstPort = (int) number(bytes, r, at, mask, Slot.POST_NAT_DST_PORT);
    if ((f.postNatSrcHigh | f.postNatSrcLow) == 0) {
      absent |= Flow.POST_NAT_SRC;
    }
    if ((f.postNatDstHigh | f.postNatDstLow) == 0) {
      absent |= Flow.POST_NAT_DST;
    }
    f.present &= ~absent;
  }

  private void times(FlowPlan plan, int[] at, long[] mask, byte[] bytes, int r) {
    Flow f = flow;
    long start = number(bytes, r, at, mask, Slot.START);
    long end = number(bytes, r, at, mask, Slot.END);
    f.timesCorrected = false;
    assumed = false;
    if (plan.uptime) {
      if (mask[Slot.INIT_TIME] != 0) {
        clock.uptimeSince(number(bytes, r, at, mask, Slot.INIT_TIME));
      }
      if (!clock.uptimeKnown()) { // nothing says when the uptime began: only the duration is known
        long durationMs = plan.startForm == plan.endForm ? end - start & 0xffff_ffffL : 0;
        f.endMs = clock.exportMs;
        f.startMs = clock.exportMs - durationMs;
        f.timesCorrected = true;
        return;
      }
    }
    f.endMs = clock.timeOf(plan.endForm, end);
    f.startMs =
        plan.startForm == TimeForm.UPTIME && plan.endForm == TimeForm.UPTIME
            ? RecordClock.uptimeStart(start, end, f.endMs)
            : clock.timeOf(plan.startForm, start);
    if (plan.startForm == TimeForm.NONE || plan.endForm == TimeForm.NONE) {
      long duration = number(bytes, r, at, mask, Slot.DURATION) & Long.MAX_VALUE;
      long durationMs = TimeForm.atMost(plan.durationUnitMicros == 1 ? duration / 1_000 : duration);
      if (plan.endForm != TimeForm.NONE) {
        f.startMs = f.endMs - durationMs;
      } else if (plan.startForm != TimeForm.NONE) {
        f.endMs = f.startMs + durationMs;
      }
    }
    if (plan.timed && times.impossible(f, start, end)) {
      times.assume(f, start, end, reports);
      assumed = true;
    }
  }

  /** The last checks; then the flow is the sink's. */
  private void deliver(Flow f, Datagram in, int setFrom, DecodeSink sink) {
    boolean corrected = clock.correct(f);
    if (corrected || f.timesCorrected) {
      f.timesCorrected = true;
      facts.corrected++;
    }
    if (assumed) {
      f.timesCorrected = true;
      facts.assumed++;
    }
    if ((f.present & Flow.BYTES) == 0) {
      facts.withoutBytes++;
    }
    if (f.samplingRateUnknown) {
      facts.unknownRate++;
    }
    if ((f.bytes | f.packets | f.droppedBytes | f.droppedPackets) < 0) {
      in.rejected(RejectReason.COUNT_TOO_LARGE, setFrom, sink);
    } else {
      sink.flow(f);
    }
  }

  /**
   * The other direction of a biflow (RFC 5103). The remote end answers to the address it saw: the
   * translated source, which the gateway turns back into the source.
   */
  private void reversed(
      FlowPlan plan,
      int[] at,
      long[] mask,
      byte[] bytes,
      int r,
      Datagram in,
      int setFrom,
      DecodeSink sink) {
    Flow f = flow;
    Flow b = reverse;
    if (plan.reverse) {
      b.bytes = number(bytes, r, at, mask, Slot.REVERSE_BYTES);
      b.packets = number(bytes, r, at, mask, Slot.REVERSE_PACKETS);
    } else {
      RecordCounts.reverse(plan, b, bytes, r, at, mask);
    }
    if ((b.bytes | b.packets) == 0) {
      return;
    }
    ReverseFlow.fill(b, f);
    b.tcpFlags = (int) number(bytes, r, at, mask, Slot.REVERSE_TCP_FLAGS);
    b.droppedBytes = number(bytes, r, at, mask, Slot.REVERSE_DROPPED_BYTES);
    b.droppedPackets = number(bytes, r, at, mask, Slot.REVERSE_DROPPED_PACKETS);
    b.present |= plan.reverse && mask[Slot.REVERSE_BYTES] == 0 ? 0 : Flow.BYTES;
    b.present |= mask[Slot.REVERSE_PACKETS] == 0 ? 0 : Flow.PACKETS;
    b.present |= mask[Slot.REVERSE_TCP_FLAGS] == 0 ? 0 : Flow.TCP_FLAGS;
    b.present |= mask[Slot.REVERSE_DROPPED_BYTES] == 0 ? 0 : Flow.DROPPED_BYTES;
    b.present |= mask[Slot.REVERSE_DROPPED_PACKETS] == 0 ? 0 : Flow.DROPPED_PACKETS;
    // the forward times are corrected already, and the reverse ones are moved with them
    b.startMs = f.startMs;
    b.endMs = f.endMs;
    boolean moved = f.timesCorrected;
    if (!moved && plan.reverseStartForm != TimeForm.NONE && plan.reverseEndForm != TimeForm.NONE) {
      b.startMs =
          clock.timeOf(plan.reverseStartForm, number(bytes, r, at, mask, Slot.REVERSE_START));
      b.endMs = clock.timeOf(plan.reverseEndForm, number(bytes, r, at, mask, Slot.REVERSE_END));
      if (b.endMs < b.startMs) {
        b.startMs = b.endMs;
        assumed = true;
      }
    }
    if (plan.reverseTotals) {
      int reason = (int) number(bytes, r, at, mask, Slot.END_REASON);
      counts.growth(b, plan.startForm, number(bytes, r, at, mask, Slot.START), reason);
    }
    long shiftMs = clock.shiftMs;
    clock.shiftMs = 0;
    deliver(b, in, setFrom, sink);
    clock.shiftMs = shiftMs;
  }
}
