package io.eipmeter.protocols;

import java.util.Comparator;

/**
 * What a sampling rate was told of.
 *
 * @param domain observation domain or source id, unsigned 32 bits
 * @param id of the sampler, interface, line card or template; 0 for domains and exporters
 */
record RateKey(Protocol protocol, long domain, Scope scope, long id)
    implements Comparable<RateKey> {

  /**
   * From the narrowest to the widest: a record's rate is that of the narrowest which was told. The
   * order of the constants is their code in state: append only.
   */
  enum Scope {
    /** Sampler (48) or selector (302). */
    SAMPLER,
    /** Interface: v9 scope type 2, IPFIX element 10. */
    INTERFACE,
    /** Interface by which flows leave: IPFIX element 14. */
    EGRESS_INTERFACE,
    /** Line card: v9 scope type 3, IPFIX element 141. */
    LINE_CARD,
    /** Template: v9 scope type 5, IPFIX element 145. */
    TEMPLATE,
    /** Observation domain: IPFIX element 149, v9 scope type 4. */
    DOMAIN,
    /** The exporter as a whole: v9 scope type 1, any other of IPFIX. */
    EXPORTER
  }

  private static final Comparator<RateKey> ORDER =
      Comparator.comparing(RateKey::protocol)
          .thenComparing(RateKey::scope)
          .thenComparingLong(RateKey::id)
          .thenComparingLong(RateKey::domain);

  @Override
  public int compareTo(RateKey other) {
    return ORDER.compare(this, other);
  }

  void write(StateWriter out) {
    out.number(protocol.ordinal());
    out.number(domain);
    out.number(scope.ordinal());
    out.number(id);
  }

  static RateKey read(StateReader in) {
    Protocol protocol = Protocol.values()[in.smallNumber(Protocol.values().length - 1)];
    long domain = in.number();
    Scope scope = Scope.values()[in.smallNumber(Scope.values().length - 1)];
    return new RateKey(protocol, domain, scope, in.number());
  }
}
