package io.eipmeter.collector.block;

import java.time.Duration;

/**
 * When a block is sealed.
 *
 * @param payloadBytes once its datagrams have so many bytes
 * @param datagrams once it has so many
 * @param linger once its first datagram is so old, by the wall clock
 * @param exporters how many exporters may have blocks at all; each costs memory until the end
 */
public record BlockLimits(int payloadBytes, int datagrams, Duration linger, int exporters) {
  public static final BlockLimits DEFAULT =
      new BlockLimits(64 * 1024, 1024, Duration.ofMillis(50), 65_536);

  public BlockLimits {
    if (payloadBytes < 1 || datagrams < 1 || exporters < 1 || linger.isNegative()) {
      throw new IllegalArgumentException(
          "limits must be positive, were "
              + payloadBytes
              + " bytes, "
              + datagrams
              + " datagrams, "
              + exporters
              + " exporters, linger "
              + linger);
    }
  }
}
