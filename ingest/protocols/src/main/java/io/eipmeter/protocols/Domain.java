package io.eipmeter.protocols;

import io.eipmeter.protocols.RateKey.Scope;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one domain of an exporter. */
final class Domain {
  /** {@link #initMs} until an options record told it. */
  static final long NOT_TOLD = -1;

  final DomainKey key;
  final ExportSequence sequence;
  final Map<Integer, Template> templates = new TreeMap<>();
  final Map<Long, InterfaceTotals> interfaces = new TreeMap<>();

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

  void write(StateWriter out) {
    key.write(out);
    sequence.write(out);
    out.number(templates.size());
    for (Template template : templates.values()) {
      template.write(out);
    }
    out.number(0); // rates of samplers, in version 1
    out.number(interfaces.size());
    interfaces.forEach(
        (index, totals) -> {
          out.number(index);
          totals.write(out);
        });
    out.number(0); // the domain's rate, in version 1
    out.number(initMs + 1);
    out.number(lastArrival);
  }

  /**
   * @param rates takes the sampling rates, which version 1 of the state kept with their domain
   */
  static Domain read(StateReader in, RateTable rates) {
    DomainKey key = DomainKey.read(in);
    Domain domain = new Domain(key, ExportSequence.read(key.protocol(), in));
    for (int left = in.count(); left > 0; left--) {
      domain.put(Template.read(key.protocol(), in));
    }
    for (int left = in.count(); left > 0; left--) {
      RateKey sampler = new RateKey(key.protocol(), key.id(), Scope.SAMPLER, in.number());
      rates.restore(sampler, in.number());
    }
    for (int left = in.count(); left > 0; left--) {
      domain.interfaces.put(in.number(), InterfaceTotals.read(in));
    }
    rates.restore(new RateKey(key.protocol(), key.id(), Scope.DOMAIN, 0), in.number());
    domain.initMs = in.number() - 1;
    domain.lastArrival = in.number();
    return domain;
  }

  private Domain(DomainKey key, ExportSequence sequence) {
    this.key = key;
    this.sequence = sequence;
  }
}
