package io.eipmeter.sim.world.export;

/** The protocols that gateways speak. */
public enum ExportFormat {
  IPFIX,
  NETFLOW9,
  NETFLOW5,
  SFLOW;

  /** NetFlow v5 cannot say IPv6. */
  public boolean hasIpv6() {
    return this != NETFLOW5;
  }
}
