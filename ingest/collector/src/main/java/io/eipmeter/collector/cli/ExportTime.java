package io.eipmeter.collector.cli;

import java.nio.ByteBuffer;

/** The time in the header of an export datagram, for want of the time it was received. */
final class ExportTime {
  private ExportTime() {}

  /** Milliseconds since the epoch, or {@code otherwiseMs} where the header tells none. */
  static long of(byte[] payload, long otherwiseMs) {
    if (payload.length < 16) {
      return otherwiseMs;
    }
    ByteBuffer header = ByteBuffer.wrap(payload);
    switch (header.getShort(0)) {
      case 5:
      case 9:
        return (header.getInt(8) & 0xffff_ffffL) * 1_000;
      case 10:
        return (header.getInt(4) & 0xffff_ffffL) * 1_000;
      default:
        return otherwiseMs;
    }
  }
}
