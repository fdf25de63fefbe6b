package io.eipmeter.protocols;

/** An exporter's datagrams through one decoder, one after the other. */
final class Exporter {
  final Recorder seen = new Recorder();
  private final DatagramDecoder decoder;
  ExporterState state = new ExporterState();

  /** Receive and log time of the next datagram, milliseconds since the epoch. */
  long nowMs = Exports.NOW_MS;

  Exporter() {
    this(DecoderOptions.DEFAULT);
  }

  Exporter(DecoderOptions options) {
    decoder = new DatagramDecoder(options);
  }

  Outcome send(byte[] datagram) {
    return send(datagram, nowMs, nowMs);
  }

  Outcome send(byte[] datagram, long receivedMs, long logMs) {
    decoder.expire(state, logMs, seen);
    // in the middle of an array, to see that offsets are kept
    byte[] block = Exports.join(new byte[3], datagram, new byte[] {1, 2, 3});
    return decoder.decode(state, block, 3, datagram.length, receivedMs, logMs, seen);
  }

  Outcome retry(byte[] datagram, int set) {
    return decoder.retry(state, datagram, 0, datagram.length, set, nowMs, nowMs, seen);
  }

  void passTime(long ms) {
    nowMs += ms;
    decoder.expire(state, nowMs, seen);
  }

  void restore() {
    state = ExporterState.fromBytes(state.toBytes());
  }
}
