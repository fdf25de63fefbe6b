package io.eipmeter.protocols;

import io.eipmeter.protocols.RateKey.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Learns sampling rates ({@link OwnRate}), each under its scope (RFC 3954 section 6.1, RFC 7011
 * section 3.4.2), and the start of the uptime (160) from options records.
 */
final class OptionsRecords {
  private final VariableRecord variable = new VariableRecord();
  private final OwnRate own = new OwnRate();

  /** The set has been checked by {@link FlowRecords#count}. */
  void learn(
      ExporterState exporter,
      Domain domain,
      FlowPlan plan,
      byte[] bytes,
      int from,
      int to,
      DecodeSink sink) {
    int[] at = plan.at;
    long[] mask = plan.mask;
    for (int record = from; to - record >= plan.recordLength; ) {
      int next = record + plan.recordLength;
      if (plan.variable()) {
        next = variable.place(plan, bytes, record);
        at = variable.at;
        mask = variable.mask;
      }
      if (mask[Slot.INIT_TIME] != 0) {
        domain.initMs = TimeForm.atMost(value(bytes, record, at, mask, Slot.INIT_TIME));
      }
      if (own.read(bytes, record, at, mask)) {
        tell(exporter, key(domain, bytes, record, at, mask), own.rate(), sink);
      } else if (OwnRate.isRiddle(bytes, record, at, mask)) {
        tell(exporter, key(domain, bytes, record, at, mask), null, sink);
      }
      record = next;
    }
  }

  private static void tell(
      ExporterState exporter, RateKey key, @Nullable SamplingRate rate, DecodeSink sink) {
    exporter.learned |= exporter.rates.tell(key, rate, exporter.arrivals);
    long before = exporter.rates.takeCountedUntold();
    if (before > 0 && (rate == null || rate.population() > 1)) {
      sink.fact(Fact.COUNTED_BEFORE_RATE, before);
    }
  }

  /** What the rate is told of: the narrowest scope that the record names. */
  private static RateKey key(Domain domain, byte[] bytes, int record, int[] at, long[] mask) {
    Protocol protocol = domain.key.protocol();
    boolean domainNamed = mask[Slot.DOMAIN_ID] != 0;
    long id = domainNamed ? value(bytes, record, at, mask, Slot.DOMAIN_ID) : domain.key.id();
    for (int i = 0; i < NARROW.length; i++) {
      if (mask[NARROW_SLOTS[i]] != 0) {
        return new RateKey(
            protocol, id, NARROW[i], value(bytes, record, at, mask, NARROW_SLOTS[i]));
      }
    }
    return new RateKey(protocol, id, domainNamed ? Scope.DOMAIN : Scope.EXPORTER, 0);
  }

  private static final Scope[] NARROW = {
    Scope.SAMPLER, Scope.INTERFACE, Scope.EGRESS_INTERFACE, Scope.LINE_CARD, Scope.TEMPLATE
  };
  private static final int[] NARROW_SLOTS = {
    Slot.SAMPLER, Slot.IN_IF, Slot.OUT_IF, Slot.LINE_CARD, Slot.TEMPLATE_ID
  };

  private static long value(byte[] bytes, int record, int[] at, long[] mask, int slot) {
    return BigEndian.i64(bytes, record + at[slot]) & mask[slot];
  }
}
