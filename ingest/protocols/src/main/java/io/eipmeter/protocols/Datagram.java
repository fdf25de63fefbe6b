package io.eipmeter.protocols;

/** The datagram at hand; filled again. */
final class Datagram {
  /** {@code setFrom} where the datagram as a whole is meant. */
  static final int WHOLE = -1;

  byte[] bytes = new byte[0];

  /** First byte, and the first after the last. */
  int from;

  int to;
  long receivedMs;
  long logMs;

  void set(byte[] bytes, int offset, int length, long receivedMs, long logMs) {
    this.bytes = bytes;
    this.from = offset;
    this.to = offset + length;
    this.receivedMs = receivedMs;
    this.logMs = logMs;
  }

  int length() {
    return to - from;
  }

  /** Tells the sink, with the whole datagram: a set is nothing without its header. */
  void rejected(RejectReason reason, int setFrom, DecodeSink sink) {
    sink.rejected(reason, setFrom < 0 ? WHOLE : setFrom - from, receivedMs, bytes, from, to - from);
  }
}
