package io.eipmeter.sim.world.gateway;

import io.eipmeter.sim.world.control.Eip;
import java.util.HashMap;
import java.util.Map;

/**
 * The caps of EIPs. Outbound the EIP's maximum bandwidth; inbound the same, but at least 10 Mbit/s.
 * A bucket lives as long as the EIP is held.
 */
public final class BandwidthLimits {
  private static final long LEAST_INBOUND_BITS_PER_SECOND = 10_000_000;

  private final Map<String, TokenBucket> outbound = new HashMap<>();
  private final Map<String, TokenBucket> inbound = new HashMap<>();

  TokenBucket outbound(Eip eip, long nowMs) {
    return outbound.computeIfAbsent(
        eip.id(), id -> new TokenBucket(eip.maxBandwidthBitsPerSecond(), nowMs));
  }

  TokenBucket inbound(Eip eip, long nowMs) {
    return inbound.computeIfAbsent(
        eip.id(),
        id ->
            new TokenBucket(
                Math.max(LEAST_INBOUND_BITS_PER_SECOND, eip.maxBandwidthBitsPerSecond()), nowMs));
  }
}
