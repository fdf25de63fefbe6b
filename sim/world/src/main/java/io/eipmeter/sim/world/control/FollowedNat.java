package io.eipmeter.sim.world.control;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.cloud.Rows;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A NAT gateway with the entries that the control plane has of it. */
final class FollowedNat implements NatTable {
  private static final int TEN = 10 << 24;

  /** Of a source's addresses, that many at most begin sessions. */
  private static final int MOST_HOSTS = 250;

  private final String id;
  private final FollowedEips eips;
  private final Map<String, Rows.SnatEntry> snat = new TreeMap<>();
  private final Map<String, Rows.ForwardEntry> forwards = new TreeMap<>();

  FollowedNat(String id, FollowedEips eips) {
    this.id = id;
    this.eips = eips;
  }

  void add(Rows.SnatEntry entry) {
    snat.put(entry.id, entry);
  }

  void add(Rows.ForwardEntry entry) {
    forwards.put(entry.id, entry);
  }

  void removeSnat(String entryId) {
    snat.remove(entryId);
  }

  void removeForward(String entryId) {
    forwards.remove(entryId);
  }

  @Override
  public @Nullable Source source(Eip asked, Dice dice) {
    List<Rows.SnatEntry> mine =
        snat.values().stream()
            .filter(entry -> entry.addresses.contains(asked.address.toString()))
            .toList();
    if (mine.isEmpty()) {
      return null;
    }
    Rows.SnatEntry entry = mine.get(dice.below(mine.size()));
    List<Eip> usable =
        entry.addresses.stream()
            .map(address -> eips.attached(Address.parse(address), id))
            .filter(Objects::nonNull)
            .toList();
    return usable.isEmpty() ? null : new Source(host(entry.source, dice), usable);
  }

  /**
   * @param source a.b.c.d, a.b.c.d/n, or a vSwitch: that has a /24 of its own
   */
  private static Address host(String source, Dice dice) {
    int slash = source.indexOf('/');
    if (source.startsWith("vsw-")) {
      int network = (int) Dice.mix(source.hashCode()) & 0xffff;
      return Address.ipv4(TEN | network << 8 | 4 + dice.below(MOST_HOSTS));
    }
    if (slash < 0) {
      return Address.parse(source);
    }
    int hosts = 1 << Math.min(8, 32 - Integer.parseInt(source.substring(slash + 1)));
    return Address.parse(source.substring(0, slash)).plus(dice.below(Math.min(hosts, MOST_HOSTS)));
  }

  @Override
  public @Nullable Eip ownEip(Eip asked, Address host) {
    return eips.ownEip(asked, host);
  }

  @Override
  public @Nullable Forward forward(Eip eip, Dice dice) {
    String address = eip.address.toString();
    List<Rows.ForwardEntry> mine =
        forwards.values().stream().filter(entry -> entry.externalIp.equals(address)).toList();
    if (mine.isEmpty()) {
      return null;
    }
    Rows.ForwardEntry entry = mine.get(dice.below(mine.size()));
    Address host = Address.parse(entry.internalIp);
    if (ownEip(eip, host) != null) {
      return null;
    }
    boolean tcp = entry.protocol.equals("Any") ? dice.chance(0.8) : entry.protocol.equals("TCP");
    if (entry.externalPort.equals("Any")) {
      int port = 1 + dice.below(1_024);
      return new Forward(port, host, port, tcp);
    }
    return new Forward(
        Integer.parseInt(entry.externalPort), host, Integer.parseInt(entry.internalPort), tcp);
  }
}
