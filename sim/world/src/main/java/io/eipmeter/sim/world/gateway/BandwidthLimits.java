package io.eipmeter.sim.world.gateway;

import io.eipmeter.sim.world.control.CapListener;
import io.eipmeter.sim.world.control.Eip;
import io.eipmeter.sim.world.control.SharedBandwidth;
import java.util.HashMap;
import java.util.Map;

/**
 * The caps of EIPs. Outbound the EIP's maximum bandwidth; inbound the same, but at least 10 Mbit/s.
 * In a shared bandwidth all its EIPs draw from one bucket a direction, and their own do not count.
 * A change holds from the millisecond in which it is made, for flows that are under way, too. A
 * bucket lives as long as the EIP is held.
 */
public final class BandwidthLimits implements CapListener {
  private static final long LEAST_INBOUND_BITS_PER_SECOND = 10_000_000;

  private final Direction outbound = new Direction(0);
  private final Direction inbound = new Direction(LEAST_INBOUND_BITS_PER_SECOND);

  /** The caps of one direction. */
  private static final class Direction {
    private final long leastBitsPerSecond;
    private final Map<String, Cap> byEip = new HashMap<>();
    private final Map<String, TokenBucket> byShared = new HashMap<>();

    Direction(long leastBitsPerSecond) {
      this.leastBitsPerSecond = leastBitsPerSecond;
    }

    Cap of(Eip eip, long nowMs) {
      Cap cap = byEip.get(eip.id());
      if (cap == null) {
        cap = new Cap(new TokenBucket(alone(eip), nowMs));
        byEip.put(eip.id(), cap);
        apply(cap, eip, nowMs);
      }
      return cap;
    }

    private long alone(Eip eip) {
      long own = eip.maxBandwidthBitsPerSecond();
      return eip.throttled() ? own : Math.max(leastBitsPerSecond, own);
    }

    void changed(Eip eip, long nowMs) {
      Cap cap = byEip.get(eip.id());
      if (cap != null) {
        apply(cap, eip, nowMs);
      }
    }

    private void apply(Cap cap, Eip eip, long nowMs) {
      SharedBandwidth shared = eip.shared();
      if (shared == null) {
        cap.alone(alone(eip), nowMs);
      } else {
        cap.share(
            byShared.computeIfAbsent(
                shared.id(), id -> new TokenBucket(shared.bitsPerSecond(), nowMs)));
      }
    }

    void resized(SharedBandwidth shared, long nowMs) {
      TokenBucket bucket = byShared.get(shared.id());
      if (bucket != null) {
        bucket.change(shared.bitsPerSecond(), nowMs);
      }
    }
  }

  Cap outbound(Eip eip, long nowMs) {
    return outbound.of(eip, nowMs);
  }

  Cap inbound(Eip eip, long nowMs) {
    return inbound.of(eip, nowMs);
  }

  @Override
  public void changed(Eip eip, long atMs) {
    outbound.changed(eip, atMs);
    inbound.changed(eip, atMs);
  }

  @Override
  public void resized(SharedBandwidth shared, long atMs) {
    outbound.resized(shared, atMs);
    inbound.resized(shared, atMs);
  }
}
