package io.eipmeter.sim.world.gateway;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.export.FlowPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ports of source translation: 55,000 connections at once for an EIP and a destination (address,
 * port and protocol); what comes beyond is refused and counted. Ports of an EIP are given in a
 * circle, whatever the destination. An entry lives as long as a connection of its pair.
 */
final class PortTable {
  static final int CONNECTIONS = 55_000;
  private static final int FIRST_PORT = 10_240;

  private final Map<Pair, Integer> open = new HashMap<>();
  private final Map<Address, Integer> next = new HashMap<>();
  private long refused;

  private record Pair(Address eip, Address destination, int port, int ipProtocol) {}

  /** A port of the EIP towards a destination, or -1 if all are taken. */
  int take(Address eip, Address destination, int port, int ipProtocol) {
    Translation taken = takeAny(List.of(eip), 0, destination, port, ipProtocol);
    return taken == null ? -1 : taken.port();
  }

  /**
   * A port of one of several EIPs.
   *
   * @param first which is asked first, then those after it in a circle
   * @return null if all ports of all of them are taken: one refusal
   */
  @Nullable Translation takeAny(
      List<Address> eips, int first, Address destination, int port, int ipProtocol) {
    for (int i = 0; i < eips.size(); i++) {
      int asked = (first + i) % eips.size();
      Address eip = eips.get(asked);
      Pair pair = new Pair(eip, destination, port, ipProtocol);
      int taken = open.getOrDefault(pair, 0);
      if (taken < CONNECTIONS) {
        open.put(pair, taken + 1);
        int index = next.getOrDefault(eip, 0);
        next.put(eip, (index + 1) % CONNECTIONS);
        return new Translation(asked, FIRST_PORT + index);
      }
    }
    refused++;
    return null;
  }

  /**
   * @param outbound the translated path that a port was taken for
   */
  void giveBack(FlowPath outbound) {
    Pair pair =
        new Pair(outbound.postSrc(), outbound.dst(), outbound.dstPort(), outbound.ipProtocol());
    open.computeIfPresent(pair, (any, taken) -> taken == 1 ? null : taken - 1);
  }

  long refused() {
    return refused;
  }
}
