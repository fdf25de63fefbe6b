package io.eipmeter.protocols;

/** What the header of a datagram says of its place in the exporter's stream; filled again. */
final class Arrival {
  /** {@link #uptimeMs} of a protocol whose header has none. */
  static final long NO_UPTIME = -1;

  int sequence;

  /** The export time in the header; the receive time where there is none or it is far off. */
  long exportMs;

  long uptimeMs = NO_UPTIME;
  long receivedMs;
  long logMs;
  long hash;

  /** False for an IPFIX message without data, which takes no sequence number. */
  boolean takesNumbers;

  /** When the exporter started by its uptime, milliseconds modulo 2^32. */
  int boot() {
    return (int) (receivedMs - uptimeMs);
  }
}
