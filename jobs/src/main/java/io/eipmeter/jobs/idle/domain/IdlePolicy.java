package io.eipmeter.jobs.idle.domain;

import java.io.Serializable;
import java.time.Duration;

/**
 * When an EIP counts as idle.
 *
 * @param unassociatedFor how long it must be attached to nothing
 * @param unusedFor how long it must be attached without use
 * @param noticeEvery time between notices of a finding that stands
 * @param noiseFloorBytes outbound bytes of an hour that are no use yet, see {@link UseMeter}
 * @param settleDelay of the settled minutes: flow time speaks only so late
 * @param knownFromMs before this moment nothing is known of use; milliseconds since the epoch,
 *     {@link Long#MIN_VALUE}: all is known
 */
public record IdlePolicy(
    Duration unassociatedFor,
    Duration unusedFor,
    Duration noticeEvery,
    long noiseFloorBytes,
    Duration settleDelay,
    long knownFromMs)
    implements Serializable {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  public IdlePolicy {
    requireLong("unassociated.for", unassociatedFor);
    requireLong("unused.for", unusedFor);
    requireLong("notice.every", noticeEvery);
    if (noiseFloorBytes < 0 || settleDelay.isNegative()) {
      throw new IllegalArgumentException("noise.floor and settle.delay must not be negative");
    }
  }

  private static void requireLong(String what, Duration duration) {
    if (duration.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          what + " must be at least a minute, was " + duration.toSeconds() + " s");
    }
  }
}
