package io.eipmeter.protocols;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** NetFlow version 9 (RFC 3954) and IPFIX (RFC 7011): sets of records that templates describe. */
final class TemplatedDecoder {
  private static final int NETFLOW9_HEADER = 20;
  private static final int IPFIX_HEADER = 16;
  private static final int SET_HEADER = 4;
  private static final int LEAST_DATA_SET = 256;

  private final DecoderOptions options;
  private final RecordClock clock;
  private final FlowRecords records;
  private final OptionsRecords optionsRecords = new OptionsRecords();
  private final Templates templates;
  private final Arrival arrival = new Arrival();

  // what the datagram at hand turned out to be
  private int header;
  private long domainId;
  private int dataRecords;
  private boolean recordsUnknown;
  private boolean rejected;
  private int waitingSets;
  private int[] waiting = new int[16];

  TemplatedDecoder(DecoderOptions options, RecordClock clock, FlowRecords records) {
    this.options = options;
    this.clock = clock;
    this.records = records;
    this.templates = new Templates(options.templateLimit());
  }

  /**
   * @param retriedSet {@link DatagramDecoder#ALL_SETS_ONCE}, or which set is decoded again, or
   *     {@link Datagram#WHOLE} for all of them again
   */
  Outcome decode(
      ExporterState exporter, Protocol protocol, Datagram in, int retriedSet, DecodeSink sink) {
    boolean retry = retriedSet != DatagramDecoder.ALL_SETS_ONCE;
    if (in.length() < (protocol == Protocol.IPFIX ? IPFIX_HEADER : NETFLOW9_HEADER)) {
      in.rejected(RejectReason.TRUNCATED, Datagram.WHOLE, sink);
      return Outcome.REJECTED;
    }
    passTime(exporter, in.logMs);
    header(protocol, in.bytes, in.from, in.receivedMs);
    int end = end(protocol, in);
    if (end < in.from + header) {
      in.rejected(RejectReason.BAD_LENGTH, Datagram.WHOLE, sink);
      return Outcome.REJECTED;
    }
    Domain domain = exporter.domain(protocol, domainId, 0, 0);
    SequenceEpoch epoch = null;
    if (!retry) {
      arrival.receivedMs = in.receivedMs;
      arrival.logMs = in.logMs;
      arrival.exportMs = clock.trustedExportMs();
      arrival.hash = HashRing.hash(in.bytes, in.from, in.length());
      arrival.takesNumbers = protocol == Protocol.NETFLOW9 || hasData(in.bytes, in.from, end);
      epoch = domain.sequence.admit(arrival);
      if (epoch == null) {
        return Outcome.DUPLICATE;
      }
      clock.tellSkew(sink);
      if (domain.sequence.restarted()) {
        domain.unconfirmTemplates(domain.lastArrival);
        sink.fact(Fact.RESTART, 1);
      }
    }
    exporter.arrivals++;
    dataRecords = 0;
    recordsUnknown = false;
    rejected = false;
    waitingSets = 0;
    int setsEnd = sets(exporter, domain, in, end, retriedSet, sink);
    if (setsEnd < in.to && retriedSet < 0) {
      reject(RejectReason.BAD_LENGTH, in, setsEnd, sink);
    }
    if (epoch != null) {
      if (arrival.takesNumbers) {
        domain.lastArrival = exporter.arrivals;
      }
      long lost = epoch.accept(arrival, recordsUnknown ? -1 : dataRecords, waitingSets > 0);
      if (lost != 0) {
        sink.fact(Fact.LOST_EXPORTS, lost);
      }
    }
    return finish(exporter, domain, epoch, in);
  }

  private Outcome finish(
      ExporterState exporter, Domain domain, @Nullable SequenceEpoch epoch, Datagram in) {
    if (waitingSets == 0) {
      return rejected ? Outcome.REJECTED : Outcome.DECODED;
    }
    Waiting entry =
        new Waiting(
            domain.key,
            Arrays.copyOfRange(in.bytes, in.from, in.to),
            in.receivedMs,
            in.logMs,
            epoch == null ? Waiting.NO_EPOCH : domain.sequence.numberOf(epoch),
            arrival.sequence,
            Arrays.copyOf(waiting, waitingSets));
    entry.records = dataRecords;
    entry.recordsUnknown = recordsUnknown;
    entry.rejected = rejected;
    exporter.waiting.add(entry);
    exporter.waitingBytes += entry.costBytes();
    return Outcome.WAITING;
  }

  /** Reads the header, which has been checked to be whole. */
  private void header(Protocol protocol, byte[] bytes, int from, long receivedMs) {
    if (protocol == Protocol.IPFIX) {
      header = IPFIX_HEADER;
      clock.begin(receivedMs, BigEndian.u32(bytes, from + 4) * 1_000);
      arrival.uptimeMs = Arrival.NO_UPTIME;
      arrival.sequence = BigEndian.i32(bytes, from + 8);
      domainId = BigEndian.u32(bytes, from + 12);
    } else {
      header = NETFLOW9_HEADER;
      arrival.uptimeMs = BigEndian.u32(bytes, from + 4);
      clock.begin(receivedMs, BigEndian.u32(bytes, from + 8) * 1_000, arrival.uptimeMs);
      arrival.sequence = BigEndian.i32(bytes, from + 12);
      domainId = BigEndian.u32(bytes, from + 16);
    }
  }

  /** Where the message ends: IPFIX says it, and a cut datagram ends before. */
  private static int end(Protocol protocol, Datagram in) {
    return protocol == Protocol.IPFIX
        ? Math.min(in.to, in.from + BigEndian.u16(in.bytes, in.from + 2))
        : in.to;
  }

  private boolean hasData(byte[] bytes, int from, int end) {
    int at = from + header;
    while (end - at >= SET_HEADER) {
      int length = BigEndian.u16(bytes, at + 2);
      if (BigEndian.u16(bytes, at) >= LEAST_DATA_SET) {
        return true;
      }
      if (length < SET_HEADER) {
        return false;
      }
      at += length;
    }
    return false;
  }

  /** Decodes the sets; returns where the last one ends. */
  private int sets(
      ExporterState exporter, Domain domain, Datagram in, int end, int only, DecodeSink sink) {
    int at = in.from + header;
    while (end - at >= SET_HEADER) {
      int length = BigEndian.u16(in.bytes, at + 2);
      if (length < SET_HEADER) {
        if (!Templates.allZero(in.bytes, at, end)) { // zeros are padding
          reject(RejectReason.BAD_LENGTH, in, at, sink);
        }
        return end;
      }
      if (length > in.to - at) {
        reject(RejectReason.TRUNCATED, in, at, sink);
        return in.to;
      }
      // some exporters forget the padding of the last set in the message's length: so up to in.to
      if (only < 0 || only == at - in.from) {
        set(exporter, domain, in, at, at + length, sink);
      }
      at += length;
    }
    if (at < end && !Templates.allZero(in.bytes, at, end)) {
      reject(RejectReason.TRUNCATED, in, at, sink);
    }
    return Math.max(at, end);
  }

  private void set(
      ExporterState exporter, Domain domain, Datagram in, int at, int end, DecodeSink sink) {
    int id = BigEndian.u16(in.bytes, at);
    int first = domain.key.protocol() == Protocol.NETFLOW9 ? 0 : 2;
    if (id >= LEAST_DATA_SET) {
      dataSet(exporter, domain, in, at, end, sink);
    } else if (id == first || id == first + 1) {
      RejectReason reason =
          templates.learn(exporter, domain, id != first, in.bytes, at + SET_HEADER, end, sink);
      if (reason != null) {
        rejected = true;
        in.rejected(reason, at, sink);
      }
    } else {
      rejected = true;
      in.rejected(RejectReason.RESERVED_SET, at, sink);
    }
  }

  private void dataSet(
      ExporterState exporter, Domain domain, Datagram in, int at, int end, DecodeSink sink) {
    Template template = domain.template(BigEndian.u16(in.bytes, at));
    int body = at + SET_HEADER;
    if (template == null || !template.confirmed) {
      recordsUnknown = true;
      if (!mayWait(exporter, in)) {
        rejected = true;
        in.rejected(RejectReason.TOO_MUCH_WAITING, at, sink);
      } else {
        waits(at - in.from, false);
      }
      return;
    }
    FlowPlan plan = template.plan;
    int count = records.count(plan, in.bytes, body, end);
    if (count <= 0) {
      if (!Templates.allZero(in.bytes, body, end)) {
        reject(RejectReason.BAD_LENGTH, in, at, sink);
      }
      return;
    }
    dataRecords += count;
    if (template.options()) {
      optionsRecords.learn(exporter, domain, plan, in.bytes, body, end, sink);
    } else if (!ratesKnown(exporter, domain, plan, in, body, end) && mayWait(exporter, in)) {
      waits(at - in.from, true);
    } else {
      records.decode(exporter, domain, plan, in, at, body, end, sink);
    }
  }

  private boolean ratesKnown(
      ExporterState exporter, Domain domain, FlowPlan plan, Datagram in, int body, int end) {
    boolean awaitsFirst = exporter.rates.awaitsFirst();
    return records.ratesKnown(exporter, domain, plan, awaitsFirst, in.bytes, body, end);
  }

  private boolean mayWait(ExporterState exporter, Datagram in) {
    return waitingSets > 0
        || exporter.waitingBytes + Waiting.OVERHEAD_BYTES + in.length()
            <= options.waitingLimitBytes();
  }

  private void waits(int setOffset, boolean counted) {
    if (waitingSets == waiting.length) {
      waiting = Arrays.copyOf(waiting, waitingSets * 2);
    }
    waiting[waitingSets++] = setOffset << 1 | (counted ? 1 : 0);
  }

  /** A rejected set of which it is unknown how many records it had. */
  private void reject(RejectReason reason, Datagram in, int at, DecodeSink sink) {
    rejected = true;
    recordsUnknown = true;
    in.rejected(reason, at, sink);
  }

  /** Says what time it is; what waited for a first sampling rate may go on without. */
  void passTime(ExporterState exporter, long logMs) {
    exporter.learned |= exporter.rates.passTime(logMs, options.rateWaitMs());
  }

  /** Prepares for the sets of a datagram that waited; {@code in} holds it. */
  void resume(Waiting entry, Datagram in) {
    in.set(entry.datagram, 0, entry.datagram.length, entry.receivedMs, in.logMs);
    header(entry.domain.protocol(), in.bytes, in.from, in.receivedMs);
  }

  /**
   * Tries a set of a datagram that waited.
   *
   * @param givenUp wait no longer: decode without a rate, or reject
   * @return whether it waits no longer
   */
  boolean retrySet(
      ExporterState exporter,
      Domain domain,
      Waiting entry,
      int index,
      Datagram in,
      boolean givenUp,
      DecodeSink sink) {
    int at = in.from + (entry.sets[index] >>> 1);
    int end = at + BigEndian.u16(in.bytes, at + 2);
    int body = at + SET_HEADER;
    Template template = domain.template(BigEndian.u16(in.bytes, at));
    if (template == null || !template.confirmed) {
      if (givenUp) {
        entry.rejected = true;
        in.rejected(RejectReason.TEMPLATE_NEVER_CAME, at, sink);
      }
      return givenUp;
    }
    FlowPlan plan = template.plan;
    int count = records.count(plan, in.bytes, body, end);
    if (count <= 0) {
      if (!Templates.allZero(in.bytes, body, end)) {
        entry.rejected = true;
        in.rejected(RejectReason.BAD_LENGTH, at, sink);
      }
      return true;
    }
    if (!template.options() && !ratesKnown(exporter, domain, plan, in, body, end)) {
      if (!givenUp) {
        return false;
      }
      records.giveUpRates(exporter, domain, plan, in.bytes, body, end);
    }
    if ((entry.sets[index] & 1) == 0) {
      entry.records += count;
    }
    if (template.options()) {
      optionsRecords.learn(exporter, domain, plan, in.bytes, body, end, sink);
    } else {
      records.decode(exporter, domain, plan, in, at, body, end, sink);
    }
    return true;
  }
}
