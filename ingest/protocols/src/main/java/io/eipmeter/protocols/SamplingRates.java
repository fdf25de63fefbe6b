package io.eipmeter.protocols;

import io.eipmeter.protocols.RateKey.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sampling rate of the records of a set: that of the narrowest scope which a record names
 * and the exporter told (sampler, interface, line card, template, domain, exporter), then the
 * record's own, then the one that all samplers have, then what is set. Where something is told and
 * none of it fits, the rate is unknown: the record waits for it, in vain or not (RATIONALE.md, "Why
 * is no rate ever assumed?").
 */
final class SamplingRates {
  private static final FlowPlan NO_PLAN =
      FlowPlan.compile(new Template(Protocol.IPFIX, 256, -1, new int[0], new int[0], new long[0]));

  // What was looked up for a set; kept while table, template and settings stay the same.
  private FlowPlan plan = NO_PLAN;
  private RateTable table = new RateTable();
  private long version = -1;
  private ExporterSettings settings = ExporterSettings.NONE;
  private Protocol protocol = Protocol.IPFIX;
  private long domain;
  private @Nullable SamplingRate common;
  private @Nullable SamplingRate ofSamplers;
  private boolean givenUp;
  private boolean plain;
  private boolean awaitsFirst;

  // The last narrow scope that was looked up.
  private long lastSampler;
  private @Nullable SamplingRate lastSamplerRate;
  private long lastInterface;
  private Scope lastInterfaceScope = Scope.INTERFACE;
  private @Nullable SamplingRate lastInterfaceRate;

  // What was found for a record.
  private final OwnRate own = new OwnRate();
  private long population;
  private long size;
  private boolean told;
  private boolean unknown;
  private boolean disagrees;
  private @Nullable RateKey missing;

  void begin(ExporterState exporter, Domain ofDomain, FlowPlan ofPlan, boolean awaitsFirstRate) {
    awaitsFirst = awaitsFirstRate;
    RateTable rates = exporter.rates;
    if (ofPlan == plan
        && rates == table
        && rates.version() == version
        && settings == exporter.settings
        && domain == ofDomain.key.id()) {
      return;
    }
    plan = ofPlan;
    table = rates;
    version = rates.version();
    settings = exporter.settings;
    protocol = ofDomain.key.protocol();
    domain = ofDomain.key.id();
    lastSampler = ExporterSettings.NOT_NAMED;
    lastInterface = ExporterSettings.NOT_NAMED;
    common = null;
    ofSamplers = null;
    givenUp = false;
    if (rates.hasSpoken()) {
      lookUp();
    }
    plain =
        !plan.sampler
            && !plan.ownRate
            && !rates.hasInterfaces()
            && !(rates.hasLineCards() && plan.mask[Slot.LINE_CARD] != 0)
            && settings.rates().isEmpty();
    if (plain) {
      find(null, 0, plan.at, plan.mask);
    }
  }

  private void lookUp() {
    for (Scope scope : new Scope[] {Scope.TEMPLATE, Scope.DOMAIN, Scope.EXPORTER}) {
      long id = scope == Scope.TEMPLATE ? plan.templateId : 0;
      common = common == null ? table.find(protocol, domain, scope, id) : common;
      for (long each : new long[] {domain, 0}) {
        givenUp |= table.isGivenUp(new RateKey(protocol, each, scope, id));
      }
    }
    ofSamplers = table.ofSamplers(protocol, domain);
  }

  /** Whether records of a set may have to wait, so that each must be asked. */
  boolean mayBeMissing() {
    return plain ? missing != null || awaitsFirst && !told : true;
  }

  /** Whether the rate of a record is known, or waited for no longer. */
  boolean known(byte[] bytes, int record, int[] at, long[] mask) {
    if (!plain) {
      find(bytes, record, at, mask);
    }
    return missing == null && (told || !awaitsFirst);
  }

  /** Waits no longer for what a record lacks. */
  void giveUp(byte[] bytes, int record, int[] at, long[] mask) {
    if (!known(bytes, record, at, mask) && missing != null) {
      table.giveUp(missing);
    }
  }

  /**
   * Gives a flow its rate; its interfaces are read. True where the setting and the export differ.
   */
  boolean apply(Flow flow, byte[] bytes, int record, int[] at, long[] mask) {
    if (!plain) {
      find(bytes, record, at, mask);
    }
    flow.samplingRate = population;
    flow.samplingSize = size;
    flow.samplingRateUnknown = unknown;
    if (told) {
      flow.present |= Flow.SAMPLING_RATE;
    }
    return disagrees;
  }

  /** Finds the rate of a record; of one that names nothing where there are no bytes. */
  private void find(byte @Nullable [] bytes, int record, int[] at, long[] mask) {
    missing = null;
    told = false;
    unknown = false;
    disagrees = false;
    population = 1;
    size = 1;
    long sampler = ExporterSettings.NOT_NAMED;
    long ifIndex = ExporterSettings.NOT_NAMED;
    boolean ownTold = false;
    boolean riddle = false;
    SamplingRate narrow = null;
    if (bytes != null) {
      ownTold = plan.ownRate && own.read(bytes, record, at, mask);
      riddle = plan.ownRate && !ownTold && OwnRate.isRiddle(bytes, record, at, mask);
      sampler = plan.sampler ? value(bytes, record, at, mask, Slot.SAMPLER) : sampler;
      ifIndex = mask[Slot.IN_IF] == 0 ? ifIndex : value(bytes, record, at, mask, Slot.IN_IF);
      narrow = narrow(sampler, ifIndex, bytes, record, at, mask);
    }
    boolean lacksNarrow = missing != null;
    if (narrow != null) {
      use(narrow);
    } else if (common != null) {
      use(common);
    } else if (ownTold) {
      useOwn();
    } else if (!lacksNarrow && ofSamplers != null) {
      use(ofSamplers);
    } else {
      unknown = lacksNarrow || riddle || table.hasSpoken();
    }
    if (narrow != null || ownTold || common != null && !namesSampler(missing)) {
      missing = null;
    } else if (missing != null && table.isGivenUp(missing)) {
      missing = null;
    } else if (missing == null && unknown && !riddle && !givenUp) {
      missing = new RateKey(protocol, domain, Scope.DOMAIN, 0);
    }
    if (!settings.rates().isEmpty()) {
      useSetting(settings.rateOf(sampler, ifIndex));
    }
  }

  /** A sampler has a rate of its own; an interface that was not told may have that of all. */
  private static boolean namesSampler(@Nullable RateKey key) {
    return key != null && key.scope() == Scope.SAMPLER;
  }

  /** The rate of the sampler, interface or line card that a record names. */
  private @Nullable SamplingRate narrow(
      long sampler, long ifIndex, byte[] bytes, int record, int[] at, long[] mask) {
    if (sampler != ExporterSettings.NOT_NAMED) {
      SamplingRate rate = ofSampler(sampler);
      if (rate != null) {
        return rate;
      }
      if (sampler != 0) { // where no sampler 0 was told, it is none
        missing = new RateKey(protocol, domain, Scope.SAMPLER, sampler);
      }
    }
    if (table.hasInterfaces()) {
      SamplingRate rate = ofInterfaces(ifIndex, bytes, record, at, mask);
      if (rate != null) {
        return rate;
      }
    }
    if (table.hasLineCards() && mask[Slot.LINE_CARD] != 0) {
      long card = value(bytes, record, at, mask, Slot.LINE_CARD);
      SamplingRate rate = table.find(protocol, domain, Scope.LINE_CARD, card);
      if (rate == null && missing == null) {
        missing = new RateKey(protocol, domain, Scope.LINE_CARD, card);
      }
      return rate;
    }
    return null;
  }

  private @Nullable SamplingRate ofSampler(long sampler) {
    if (sampler != lastSampler) {
      lastSampler = sampler;
      lastSamplerRate = table.find(protocol, domain, Scope.SAMPLER, sampler);
    }
    return lastSamplerRate;
  }

  /** Of the interface where the flow was seen: by which it left, if the record says so. */
  private @Nullable SamplingRate ofInterfaces(
      long inIf, byte[] bytes, int record, int[] at, long[] mask) {
    long outIf =
        mask[Slot.OUT_IF] == 0
            ? ExporterSettings.NOT_NAMED
            : value(bytes, record, at, mask, Slot.OUT_IF);
    boolean egress =
        mask[Slot.DIRECTION] != 0 && value(bytes, record, at, mask, Slot.DIRECTION) == 1;
    SamplingRate rate = null;
    if (outIf != ExporterSettings.NOT_NAMED) {
      rate = ofInterface(Scope.EGRESS_INTERFACE, outIf);
    }
    long seenAt = egress || inIf == ExporterSettings.NOT_NAMED ? outIf : inIf;
    if (rate == null && seenAt != ExporterSettings.NOT_NAMED) {
      rate = ofInterface(Scope.INTERFACE, seenAt);
      if (rate == null && missing == null) {
        missing = new RateKey(protocol, domain, Scope.INTERFACE, seenAt);
      }
    }
    return rate;
  }

  private @Nullable SamplingRate ofInterface(Scope scope, long index) {
    if (index != lastInterface || scope != lastInterfaceScope) {
      lastInterface = index;
      lastInterfaceScope = scope;
      lastInterfaceRate = table.find(protocol, domain, scope, index);
    }
    return lastInterfaceRate;
  }

  private void use(SamplingRate rate) {
    population = rate.population();
    size = rate.size();
    told = true;
  }

  private void useOwn() {
    long divisor = own.size == 1 ? 1 : SamplingRate.divisor(own.population, own.size);
    population = own.population / divisor;
    size = own.size / divisor;
    told = true;
  }

  private void useSetting(@Nullable RateSetting setting) {
    if (setting == null || told && !setting.always()) {
      return;
    }
    disagrees =
        told && (population != setting.rate().population() || size != setting.rate().size());
    use(setting.rate());
    unknown = false;
    missing = null;
  }

  private static long value(byte[] bytes, int record, int[] at, long[] mask, int slot) {
    return BigEndian.i64(bytes, record + at[slot]) & mask[slot];
  }
}
