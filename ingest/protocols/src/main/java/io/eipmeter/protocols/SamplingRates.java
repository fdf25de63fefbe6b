package io.eipmeter.protocols;

import org.jspecify.annotations.Nullable;

/**
 * Finds the sampling rate of the records of a set: the record's own (elements 34, 50, 305 and 306,
 * 309 and 310), that of the sampler it names (48, 302), or that of the domain, then of domain 0;
 * where a template can't name samplers and the domain has one only, that one's.
 */
final class SamplingRates {
  private FlowPlan plan = NO_PLAN;
  private @Nullable Domain domain;
  private @Nullable Domain global;

  /** The rate of what names no sampler; 0 where not told. */
  private long common;

  private long lastSampler = -1;
  private long lastRate;

  private static final FlowPlan NO_PLAN =
      FlowPlan.compile(new Template(Protocol.IPFIX, 256, -1, new int[0], new int[0], new long[0]));

  void begin(ExporterState exporter, Domain domain, FlowPlan plan) {
    this.plan = plan;
    this.domain = domain;
    this.global = exporter.global(domain);
    this.lastSampler = -1;
    this.common = domain.rate;
    if (common == 0 && global != null) {
      common = global.rate;
    }
    if (common == 0 && !plan.sampler) {
      common = domain.onlySamplerRate();
    }
  }

  /** Whether the records name samplers, of which each may have a rate of its own. */
  boolean named() {
    return plan.sampler && !plan.ownRate;
  }

  /** Whether the rate of the sampler a record names is known or given up. */
  boolean known(byte[] bytes, int record, int[] at, long[] mask) {
    long sampler = value(bytes, record, at, mask, Slot.SAMPLER);
    return sampler == 0 || find(sampler) != Domain.UNKNOWN;
  }

  void apply(Flow flow, byte[] bytes, int record, int[] at, long[] mask) {
    long rate = common;
    boolean unknown = false;
    if (plan.sampler) {
      long sampler = value(bytes, record, at, mask, Slot.SAMPLER);
      if (sampler != 0 && !plan.ownRate) { // sampler 0 is none
        rate = find(sampler);
        unknown = rate <= 0;
      }
    }
    if (plan.ownRate) {
      long own = own(bytes, record, at, mask);
      rate = own > 0 ? own : rate;
    }
    flow.samplingRateUnknown = unknown;
    if (rate > 0) {
      flow.samplingRate = rate;
      flow.present |= Flow.SAMPLING_RATE;
    } else {
      flow.samplingRate = 1;
    }
  }

  /** The rate that a record's own elements tell, or 0; also of an options record. */
  static long own(byte[] bytes, int record, int[] at, long[] mask) {
    long rate = value(bytes, record, at, mask, Slot.RATE);
    if (rate == 0) {
      long sampled = value(bytes, record, at, mask, Slot.SAMPLED);
      long skipped = value(bytes, record, at, mask, Slot.SKIPPED);
      long population = value(bytes, record, at, mask, Slot.POPULATION);
      rate = oneIn(sampled, population == 0 ? sampled + skipped : population);
    }
    return rate > 0 ? rate : 0;
  }

  /** {@code all / sampled}, rounded half up; 0 where that is nothing. */
  static long oneIn(long sampled, long all) {
    if (sampled <= 0 || all < sampled) {
      return 0;
    }
    return all / sampled + (all % sampled >= sampled - all % sampled ? 1 : 0);
  }

  private long find(long sampler) {
    if (sampler != lastSampler) {
      lastSampler = sampler;
      lastRate = domain == null ? Domain.UNKNOWN : domain.rateOf(sampler);
      if (lastRate == Domain.UNKNOWN && global != null) {
        lastRate = global.rateOf(sampler);
      }
    }
    return lastRate;
  }

  private static long value(byte[] bytes, int record, int[] at, long[] mask, int slot) {
    return BigEndian.i64(bytes, record + at[slot]) & mask[slot];
  }
}
