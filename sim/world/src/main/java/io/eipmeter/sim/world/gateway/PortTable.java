package io.eipmeter.sim.world.gateway;

import io.eipmeter.sim.world.Address;
import java.util.HashMap;
import java.util.Map;

/**
 * Ports of source translation. The product allows 55,000 connections per EIP and destination; this
 * table allows as many per EIP, whatever the destination, which no run of ours reaches sooner.
 */
final class PortTable {
  static final int CONNECTIONS_PER_EIP = 55_000;
  private static final int FIRST_PORT = 10_240;

  private final Map<Address, int[]> openAndNext = new HashMap<>();
  private long refused;

  /** A port of the EIP, or -1 if all are taken. */
  int take(Address eip) {
    int[] state = openAndNext.computeIfAbsent(eip, address -> new int[2]);
    if (state[0] >= CONNECTIONS_PER_EIP) {
      refused++;
      return -1;
    }
    state[0]++;
    int port = FIRST_PORT + state[1];
    state[1] = (state[1] + 1) % CONNECTIONS_PER_EIP;
    return port;
  }

  void giveBack(Address eip) {
    int[] state = openAndNext.get(eip);
    if (state != null && state[0] > 0) {
      state[0]--;
    }
  }

  long refused() {
    return refused;
  }
}
