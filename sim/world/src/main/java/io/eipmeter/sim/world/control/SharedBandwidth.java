package io.eipmeter.sim.world.control;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * An Internet Shared Bandwidth: its EIPs have one maximum together, and their own do not count
 * meanwhile. Changed by {@link ControlPlane} only.
 */
public final class SharedBandwidth {
  final String id;
  final Set<Eip> members = new LinkedHashSet<>();
  long bitsPerSecond;

  SharedBandwidth(String id, long bitsPerSecond) {
    this.id = id;
    this.bitsPerSecond = bitsPerSecond;
  }

  public String id() {
    return id;
  }

  public long bitsPerSecond() {
    return bitsPerSecond;
  }
}
