package io.eipmeter.sim.world.control;

import org.jspecify.annotations.Nullable;

/** Who lives in a world: for each rank of popularity the EIP that has it now. */
public interface Residents {
  /** How many ranks there are; 0 is the most popular. */
  int ranks();

  /** The EIP of that rank; null: nobody now. */
  @Nullable Eip at(int rank);

  /** What the NAT gateways do with the traffic of EIPs attached to them. */
  NatTables nats();
}
