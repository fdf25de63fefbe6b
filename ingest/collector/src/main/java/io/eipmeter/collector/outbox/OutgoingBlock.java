package io.eipmeter.collector.outbox;

/**
 * A sealed block.
 *
 * @param key the exporter's address, which chooses the partition
 * @param datagrams how many it holds
 * @param value the encoded {@code DatagramBlock}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutgoingBlock(byte[] key, int datagrams, byte[] value) {
  private static final int OVERHEAD_BYTES = 96;

  /** What it costs in memory, about. */
  public int costBytes() {
    return value.length + OVERHEAD_BYTES;
  }
}
