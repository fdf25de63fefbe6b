package io.eipmeter.jobs.bandwidth;

import java.nio.ByteBuffer;
import java.util.List;

/** Writes NetFlow v5 datagrams for tests. */
final class NetFlow5 {
  private static final int HEADER_BYTES = 24;
  private static final int RECORD_BYTES = 48;

  private NetFlow5() {}

  /**
   * @param src IPv4 address
   * @param startMs first packet, milliseconds since the epoch
   */
  record Record(int src, int dst, int packets, int bytes, long startMs, long endMs) {}

  /** The exporter's clock shows {@code exportMs}; it has been up for a day. */
  static byte[] datagram(long exportMs, int sequence, List<Record> records) {
    long upMs = 86_400_000;
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + RECORD_BYTES * records.size());
    out.putShort((short) 5).putShort((short) records.size()).putInt((int) upMs);
    out.putInt((int) (exportMs / 1_000)).putInt((int) (exportMs % 1_000) * 1_000_000);
    out.putInt(sequence).put((byte) 0).put((byte) 0).putShort((short) 0);
    for (Record record : records) {
      out.putInt(record.src).putInt(record.dst).putInt(0).putShort((short) 1).putShort((short) 2);
      out.putInt(record.packets).putInt(record.bytes);
      out.putInt((int) (upMs - (exportMs - record.startMs)));
      out.putInt((int) (upMs - (exportMs - record.endMs)));
      out.putShort((short) 1_234).putShort((short) 443);
      out.put((byte) 0).put((byte) 0).put((byte) 6).put((byte) 0);
      out.putShort((short) 0).putShort((short) 0).put((byte) 0).put((byte) 0).putShort((short) 0);
    }
    return out.array();
  }
}
