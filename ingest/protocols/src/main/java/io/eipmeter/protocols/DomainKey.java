package io.eipmeter.protocols;

import java.util.Comparator;

/**
 * What template ids, samplers and sequence numbers are relative to at an exporter: an observation
 * domain of a protocol; for sFlow, which agents may relay, with the agent's address.
 *
 * @param id unsigned 32 bits
 */
record DomainKey(Protocol protocol, long id, long agentHigh, long agentLow)
    implements Comparable<DomainKey> {

  private static final Comparator<DomainKey> ORDER =
      Comparator.comparing(DomainKey::protocol)
          .thenComparingLong(DomainKey::id)
          .thenComparingLong(DomainKey::agentHigh)
          .thenComparingLong(DomainKey::agentLow);

  @Override
  public int compareTo(DomainKey other) {
    return ORDER.compare(this, other);
  }

  boolean is(Protocol otherProtocol, long otherId, long otherHigh, long otherLow) {
    return id == otherId
        && protocol == otherProtocol
        && agentLow == otherLow
        && agentHigh == otherHigh;
  }

  void write(StateWriter out) {
    out.number(protocol.ordinal());
    out.number(id);
    out.fixed(agentHigh);
    out.fixed(agentLow);
  }

  static DomainKey read(StateReader in) {
    Protocol protocol = Protocol.values()[in.smallNumber(Protocol.values().length - 1)];
    return new DomainKey(protocol, in.number(), in.fixed(), in.fixed());
  }
}
