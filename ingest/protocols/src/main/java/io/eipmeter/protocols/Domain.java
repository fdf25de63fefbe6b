package io.eipmeter.protocols;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one domain of an exporter. */
final class Domain {
  /** {@link #rateOf} of a sampler that is not known yet. */
  static final long UNKNOWN = -1;

  /** {@link #rateOf} of a sampler that was waited for in vain. */
  static final long NEVER_CAME = 0;

  /** {@link #initMs} until an options record told it. */
  static final long NOT_TOLD = -1;

  final DomainKey key;
  final ExportSequence sequence;
  final Map<Integer, Template> templates = new TreeMap<>();
  final Map<Long, Long> samplerRates = new TreeMap<>();
  final Map<Long, InterfaceTotals> interfaces = new TreeMap<>();

  /** 1 in N for everything of the domain that names no sampler; 0 where not told. */
  long rate;

  /** When the exporter's uptime was zero, by IPFIX element 160. */
  long initMs = NOT_TOLD;

  /** Arrival number of the last datagram of this domain. */
  long lastArrival;

  private @Nullable Template lastUsed;

  Domain(DomainKey key) {
    this.key = key;
    this.sequence = new ExportSequence(key.protocol());
  }

  @Nullable Template template(int id) {
    Template last = lastUsed;
    if (last != null && last.id == id) {
      return last;
    }
    lastUsed = templates.get(id);
    return lastUsed;
  }

  void put(Template template) {
    templates.put(template.id, template);
    lastUsed = null;
  }

  void remove(int id) {
    templates.remove(id);
    lastUsed = null;
  }

  void removeAll(boolean options) {
    templates.values().removeIf(template -> template.options() == options);
    lastUsed = null;
  }

  /** Doubts what was seen last before this arrival: the exporter started anew. */
  void unconfirmTemplates(long seenUpToArrival) {
    for (Template template : templates.values()) {
      if (template.seenAtArrival <= seenUpToArrival) {
        template.confirmed = false;
      }
    }
  }

  /** 1 in N, or {@link #UNKNOWN} or {@link #NEVER_CAME}. */
  long rateOf(long sampler) {
    return samplerRates.getOrDefault(sampler, UNKNOWN);
  }

  /** The rate of the domain's sampler, if it has exactly one; else 0. */
  long onlySamplerRate() {
    return samplerRates.size() == 1 ? samplerRates.values().iterator().next() : 0;
  }

  void write(StateWriter out) {
    key.write(out);
    sequence.write(out);
    out.number(templates.size());
    for (Template template : templates.values()) {
      template.write(out);
    }
    out.number(samplerRates.size());
    samplerRates.forEach(
        (sampler, samplerRate) -> {
          out.number(sampler);
          out.number(samplerRate);
        });
    out.number(interfaces.size());
    interfaces.forEach(
        (index, totals) -> {
          out.number(index);
          totals.write(out);
        });
    out.number(rate);
    out.number(initMs + 1);
    out.number(lastArrival);
  }

  static Domain read(StateReader in) {
    DomainKey key = DomainKey.read(in);
    Domain domain = new Domain(key, ExportSequence.read(key.protocol(), in));
    for (int left = in.count(); left > 0; left--) {
      domain.put(Template.read(key.protocol(), in));
    }
    for (int left = in.count(); left > 0; left--) {
      domain.samplerRates.put(in.number(), in.number());
    }
    for (int left = in.count(); left > 0; left--) {
      domain.interfaces.put(in.number(), InterfaceTotals.read(in));
    }
    domain.rate = in.number();
    domain.initMs = in.number() - 1;
    domain.lastArrival = in.number();
    return domain;
  }

  private Domain(DomainKey key, ExportSequence sequence) {
    this.key = key;
    this.sequence = sequence;
  }
}
