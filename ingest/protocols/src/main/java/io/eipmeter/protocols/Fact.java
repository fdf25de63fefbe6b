package io.eipmeter.protocols;

/**
 * What is counted of an exporter beside its flows. Per exporter and log range: datagrams = decoded
 * + duplicate + rejected + waiting - released, where the first four are the {@link Outcome}s.
 */
public enum Fact {
  /**
   * Exports missing by the sequence numbers, in the protocol's own unit (v5 and IPFIX count flow
   * records, v9 and sFlow datagrams). Negative when a late arrival fills a gap.
   */
  LOST_EXPORTS,
  /** The exporter started anew (uptime or sequence fell back). */
  RESTART,
  /** A template or options template was learned or changed. */
  TEMPLATE,
  /** A datagram that waited became decodable, wholly. */
  RELEASED_DECODED,
  /** A datagram that waited was given up; its sets were rejected. */
  RELEASED_REJECTED,
  /** A record whose times were beyond the bound and were moved to the receive time. */
  CORRECTED_TIME,
  /** A sampled record whose rate never came. */
  UNKNOWN_RATE,
  /** A record with no byte count, such as a NAT event. */
  RECORD_WITHOUT_BYTES
}
