package io.eipmeter.sim.world.control;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Dice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A NAT gateway with several EIPs in one SNAT entry and in one shared bandwidth, as the provider
 * demands, DNAT entries on each, and hosts behind it of which some have an EIP of their own: that
 * one wins over DNAT and SNAT.
 */
final class NatGateway implements NatTable {
  static final int HOSTS = 200;
  private static final int FORWARDS_PER_EIP = 3;
  private static final int FIRST_OUTSIDE_PORT = 8_000;
  private static final int FIRST_INSIDE_PORT = 1_000;

  private final String id;
  private final Address network;
  private final SharedBandwidth shared;
  private final List<Eip> eips = new ArrayList<>();
  private final Map<Address, Eip> ownEips = new HashMap<>();
  private final Map<String, List<Forward>> forwards = new HashMap<>();
  private int forwarded;

  /**
   * @param network the /24 behind it
   * @param shared of its EIPs
   */
  NatGateway(String id, Address network, SharedBandwidth shared) {
    this.id = id;
    this.network = network;
    this.shared = shared;
  }

  String id() {
    return id;
  }

  SharedBandwidth shared() {
    return shared;
  }

  /** The EIPs that are attached now. */
  List<Eip> eips() {
    eips.removeIf(eip -> !isHere(eip));
    return eips;
  }

  private boolean isHere(Eip eip) {
    Association home = eip.association();
    return home != null && home.id().equals(id);
  }

  void attach(Eip eip) {
    eips.add(eip);
    forwards.computeIfAbsent(
        eip.id(),
        any -> {
          List<Forward> entries = new ArrayList<>();
          for (int i = 0; i < FORWARDS_PER_EIP; i++) {
            // An inside port stands in one entry only.
            entries.add(
                new Forward(
                    FIRST_OUTSIDE_PORT + i,
                    host(forwarded % HOSTS),
                    FIRST_INSIDE_PORT + forwarded / HOSTS,
                    true));
            forwarded += 7;
          }
          return entries;
        });
  }

  /** An instance behind it gets an EIP of its own. */
  Address giveOwn(Eip eip, Dice dice) {
    Address host = host(dice.below(HOSTS));
    for (int tries = 0; tries < HOSTS && ownEip(host) != null; tries++) {
      host = host(dice.below(HOSTS));
    }
    ownEips.put(host, eip);
    return host;
  }

  private Address host(int index) {
    return network.plus(4 + index);
  }

  @Override
  public Source source(Eip asked, Dice dice) {
    return new Source(host(dice.below(HOSTS)), eips());
  }

  @Override
  public @Nullable Eip ownEip(Eip asked, Address host) {
    return ownEip(host);
  }

  private @Nullable Eip ownEip(Address host) {
    Eip eip = ownEips.get(host);
    Association home = eip == null ? null : eip.association();
    return home != null
            && home.kind() == Association.Kind.ECS_INSTANCE
            && home.inside().equals(host)
        ? eip
        : null;
  }

  @Override
  public @Nullable Forward forward(Eip eip, Dice dice) {
    List<Forward> entries = forwards.getOrDefault(eip.id(), List.of());
    if (entries.isEmpty()) {
      return null;
    }
    Forward entry = entries.get(dice.below(entries.size()));
    return ownEip(entry.host()) == null ? entry : null;
  }
}
