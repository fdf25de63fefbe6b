package io.eipmeter.protocols;

/**
 * Learns sampling rates (RFC 3954 elements 34, 50; RFC 5477 elements 305, 306, 309, 310) and the
 * start of the uptime (160) from options records.
 */
final class OptionsRecords {
  private static final int MOST_SAMPLERS = 4096;

  private final VariableRecord variable = new VariableRecord();

  /** The set has been checked by {@link FlowRecords#count}. */
  void learn(ExporterState exporter, Domain domain, FlowPlan plan, byte[] bytes, int from, int to) {
    int[] at = plan.at;
    long[] mask = plan.mask;
    for (int record = from; to - record >= plan.recordLength; ) {
      int next = record + plan.recordLength;
      if (plan.variable()) {
        next = variable.place(plan, bytes, record);
        at = variable.at;
        mask = variable.mask;
      }
      learn(exporter, domain, bytes, record, at, mask);
      record = next;
    }
  }

  private static void learn(
      ExporterState exporter, Domain domain, byte[] bytes, int record, int[] at, long[] mask) {
    if (mask[Slot.INIT_TIME] != 0) {
      domain.initMs = TimeForm.atMost(value(bytes, record, at, mask, Slot.INIT_TIME));
    }
    long rate = SamplingRates.own(bytes, record, at, mask);
    if (rate == 0) {
      return;
    }
    if (mask[Slot.SAMPLER] == 0) {
      domain.rate = rate;
      return;
    }
    long sampler = value(bytes, record, at, mask, Slot.SAMPLER);
    if (domain.samplerRates.size() < MOST_SAMPLERS || domain.samplerRates.containsKey(sampler)) {
      Long before = domain.samplerRates.put(sampler, rate);
      exporter.learned |= before == null || before != rate;
    }
  }

  /** Marks the samplers named in a set whose rate is not known: it is waited for no longer. */
  void giveUp(
      ExporterState exporter, Domain domain, FlowPlan plan, byte[] bytes, int from, int to) {
    int[] at = plan.at;
    long[] mask = plan.mask;
    Domain global = exporter.global(domain);
    for (int record = from; to - record >= plan.recordLength; ) {
      int next = record + plan.recordLength;
      if (plan.variable()) {
        next = variable.place(plan, bytes, record);
        at = variable.at;
        mask = variable.mask;
      }
      long sampler = value(bytes, record, at, mask, Slot.SAMPLER);
      boolean known = global != null && global.rateOf(sampler) != Domain.UNKNOWN;
      if (sampler != 0 && !known && domain.samplerRates.size() < MOST_SAMPLERS) {
        domain.samplerRates.putIfAbsent(sampler, Domain.NEVER_CAME);
        exporter.learned = true;
      }
      record = next;
    }
  }

  private static long value(byte[] bytes, int record, int[] at, long[] mask, int slot) {
    return BigEndian.i64(bytes, record + at[slot]) & mask[slot];
  }
}
