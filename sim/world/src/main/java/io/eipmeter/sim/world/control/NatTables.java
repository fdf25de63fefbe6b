package io.eipmeter.sim.world.control;

import org.jspecify.annotations.Nullable;

/** The NAT gateways that have tables. */
public interface NatTables {
  /** That of the NAT gateway an EIP is attached to; null where an EIP has one for itself. */
  @Nullable NatTable of(Association home);
}
