package io.eipmeter.protocols;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one exporter: templates, sampling rates, sequence positions, known
 * duplicates, data that waits. Bounded by {@link DecoderOptions} and by itself; {@link #toBytes} is
 * its checkpoint.
 */
public final class ExporterState {
  private static final int VERSION = 2;

  /** Domains an exporter may have; beyond, the one that was silent for longest is forgotten. */
  private static final int MOST_DOMAINS = 1024;

  /** The sampling rates it told. */
  final RateTable rates = new RateTable();

  /** Flows that are told more than once. */
  final FlowReports reports = new FlowReports();

  /** What the operator has set for it; no part of the checkpoint. */
  ExporterSettings settings = ExporterSettings.NONE;

  final List<Waiting> waiting = new ArrayList<>(0);
  int waitingBytes;

  /** Datagrams that came. */
  long arrivals;

  /** Something was learned that data may wait for; not for longer than one datagram. */
  boolean learned;

  private final Map<DomainKey, Domain> domains = new TreeMap<>();
  private @Nullable Domain lastUsed;

  public ExporterState() {}

  /** Says what is set for this exporter, before a datagram to which that applies. */
  public void use(ExporterSettings newSettings) {
    settings = newSettings;
  }

  Domain domain(Protocol protocol, long id, long agentHigh, long agentLow) {
    Domain last = lastUsed;
    if (last != null && last.key.is(protocol, id, agentHigh, agentLow)) {
      return last;
    }
    DomainKey key = new DomainKey(protocol, id, agentHigh, agentLow);
    Domain domain = domains.get(key);
    if (domain == null) {
      if (domains.size() >= MOST_DOMAINS) {
        forgetSilent();
      }
      domain = new Domain(key);
      domains.put(key, domain);
    }
    lastUsed = domain;
    return domain;
  }

  @Nullable Domain known(DomainKey key) {
    return domains.get(key);
  }

  /** The domain whose options serve all others of its protocol, if it is known. */
  @Nullable Domain global(Domain domain) {
    return domain.key.id() == 0
        ? domain
        : domains.get(new DomainKey(domain.key.protocol(), 0, 0, 0));
  }

  int templateCount() {
    int count = 0;
    for (Domain domain : domains.values()) {
      count += domain.templates.size();
    }
    return count;
  }

  int fieldCount() {
    int count = 0;
    for (Domain domain : domains.values()) {
      for (Template template : domain.templates.values()) {
        count += template.elements.length;
      }
    }
    return count;
  }

  private void forgetSilent() {
    Domain silent = null;
    for (Domain domain : domains.values()) {
      if (silent == null || domain.lastArrival < silent.lastArrival) {
        silent = domain;
      }
    }
    if (silent != null) {
      domains.remove(silent.key);
    }
  }

  /** A deterministic encoding: equal states give equal bytes. */
  public byte[] toBytes() {
    StateWriter out = new StateWriter();
    out.number(VERSION);
    out.number(arrivals);
    out.number(domains.size());
    for (Domain domain : domains.values()) {
      domain.write(out);
    }
    out.number(waiting.size());
    for (Waiting datagram : waiting) {
      datagram.write(out);
    }
    rates.write(out);
    reports.write(out);
    return out.toBytes();
  }

  /**
   * The state of a checkpoint.
   *
   * @throws IllegalArgumentException if the bytes are no state of this or an earlier version
   */
  public static ExporterState fromBytes(byte[] bytes) {
    StateReader in = new StateReader(bytes);
    long version = in.number();
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException("state of an exporter has an unknown version");
    }
    ExporterState state = new ExporterState();
    state.arrivals = in.number();
    for (int left = in.count(); left > 0; left--) {
      Domain domain = Domain.read(in, state.rates);
      state.domains.put(domain.key, domain);
    }
    for (int left = in.count(); left > 0; left--) {
      Waiting datagram = Waiting.read(in);
      state.waiting.add(datagram);
      state.waitingBytes += datagram.costBytes();
    }
    if (version > 1) {
      state.rates.read(in);
      state.reports.read(in);
    }
    in.end();
    return state;
  }

  public ExporterState copy() {
    ExporterState copy = fromBytes(toBytes());
    copy.use(settings);
    return copy;
  }
}
