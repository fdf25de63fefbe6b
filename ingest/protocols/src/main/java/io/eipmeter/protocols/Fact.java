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
  /** A record whose times were beyond the bound and were moved towards the receive time. */
  CORRECTED_TIME,
  /** A record that is or may be sampled, at no known rate. */
  UNKNOWN_RATE,
  /** A record whose exporter tells another sampling rate than the one that is set and was used. */
  RATE_DISAGREES,
  /**
   * Records that were counted as unsampled before their exporter told its first sampling rate. Told
   * once, when that comes.
   */
  COUNTED_BEFORE_RATE,
  /** A record with no byte count, such as a NAT event. */
  RECORD_WITHOUT_BYTES,
  /** A record of packets that were dropped or consumed: its bytes are dropped bytes. */
  DROPPED_RECORD,
  /** A record whose total is that of a flow told before: what it grew by is counted. */
  TOTAL_TOLD_AGAIN,
  /** A flow whose total was forgotten for want of room: told again it would count twice. */
  TOTAL_FORGOTTEN,
  /** A record with bytes of layer 4 and none of the IP layer. */
  PAYLOAD_RECORD,
  /** A NetFlow v9 record whose IN_BYTES (1) and OUT_BYTES (23) differ. */
  IN_OUT_DIFFER,
  /**
   * A record whose times cannot be, as they say: no start, an end before the start, a span over the
   * active timeout. Its interval was taken from its end, its report before or its receive time.
   */
  ASSUMED_TIME,
  /**
   * The distance between a datagram's export time and its receive time, milliseconds. The largest
   * of a time counts, not the sum.
   */
  CLOCK_SKEW_MS
}
