package io.eipmeter.sim.world.cloud;

import java.util.Set;

/** What the control plane can do, for tests elsewhere. */
public final class OperationNames {
  private OperationNames() {}

  public static Set<String> all() {
    return Operations.names();
  }
}
