package io.eipmeter.sim.world.control;

import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.cloud.Change;
import io.eipmeter.sim.world.cloud.ElasticIp;
import io.eipmeter.sim.world.cloud.Kind;
import io.eipmeter.sim.world.cloud.Rows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The EIPs as the rows of a control plane have them, for the gateways: what its API changes, the
 * traffic follows. Who came first is most popular; who comes when all ranks are taken has no
 * traffic until one is free.
 */
public final class FollowedEips implements Residents, NatTables {
  /** Of a resource that has no private address in the rows. */
  private static final Address SOMEWHERE_INSIDE = Address.parse("10.0.0.10");

  private final Map<String, Region> regions = new HashMap<>();
  private final List<Pool> pools;
  private final CapListener caps;
  private final @Nullable Eip[] byRank;
  private final TreeSet<Integer> free = new TreeSet<>();
  private final Deque<Eip> waiting = new ArrayDeque<>();
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Map<String, Eip> byId = new HashMap<>();
  private final Map<Address, Eip> byAddress = new HashMap<>();
  private final Map<Inside, Set<Eip>> byInside = new HashMap<>();
  private final Map<String, SharedBandwidth> shared = new HashMap<>();
  private final Map<String, FollowedNat> nats = new HashMap<>();

  /** Private addresses are an account's own, and there a region's. */
  private record Inside(String account, String region, Address address) {}

  /**
   * @param ranks how many EIPs have traffic at a time
   * @param regions that have a gateway; EIPs of others are left out
   * @param pools the metered address space: pools that come are added to it
   * @param caps hears of changed bandwidths
   */
  public FollowedEips(int ranks, List<Region> regions, List<Pool> pools, CapListener caps) {
    byRank = new Eip[ranks];
    IntStream.range(0, ranks).forEach(free::add);
    regions.forEach(region -> this.regions.put(region.id(), region));
    this.pools = pools;
    this.caps = caps;
  }

  @Override
  public int ranks() {
    return byRank.length;
  }

  @Override
  public @Nullable Eip at(int rank) {
    return byRank[rank];
  }

  @Override
  public NatTables nats() {
    return this;
  }

  @Override
  public @Nullable NatTable of(Association home) {
    return home.kind() == Association.Kind.NAT_GATEWAY ? nat(home.id()) : null;
  }

  /** From now on the row is another one. */
  public void apply(Change change, long atMs) {
    String key = change.key();
    if (change.kind() == Kind.POOL && change.row() instanceof Rows.PoolRow row) {
      addPools(row);
    } else if (change.kind() == Kind.PACKAGE) {
      resize(key, (Rows.SharedBandwidth) change.row(), atMs);
    } else if (change.kind() == Kind.SNAT) {
      nats.values().forEach(nat -> nat.removeSnat(key));
      if (change.row() instanceof Rows.SnatEntry row) {
        nat(row.natGateway).add(row);
      }
    } else if (change.kind() == Kind.FORWARD) {
      nats.values().forEach(nat -> nat.removeForward(key));
      if (change.row() instanceof Rows.ForwardEntry row) {
        nat(row.natGateway).add(row);
      }
    } else if (change.kind() == Kind.EIP) {
      if (change.row() instanceof ElasticIp row) {
        change(row, atMs);
      } else {
        release(key);
      }
    }
  }

  private FollowedNat nat(String id) {
    return nats.computeIfAbsent(id, any -> new FollowedNat(id, this));
  }

  private void addPools(Rows.PoolRow row) {
    Region region = regions.get(row.region);
    if (region == null) {
      return;
    }
    for (String cidr : row.cidrs) {
      Pool pool = Pool.of(region, cidr, row.unitLength, row.line);
      if (!pools.contains(pool)) {
        pools.add(pool);
      }
    }
  }

  private void resize(String id, Rows.@Nullable SharedBandwidth row, long atMs) {
    if (row == null) {
      shared.remove(id);
      return;
    }
    SharedBandwidth mine = sharedBandwidth(id);
    mine.bitsPerSecond = row.bitsPerSecond();
    caps.resized(mine, atMs);
  }

  private SharedBandwidth sharedBandwidth(String id) {
    return shared.computeIfAbsent(id, any -> new SharedBandwidth(id, 0));
  }

  private void change(ElasticIp row, long atMs) {
    Eip eip = byId.get(row.id);
    if (eip == null) {
      eip = settle(row);
    }
    if (eip == null) {
      return;
    }
    Association home = home(row);
    if (!Objects.equals(home, eip.association)) {
      moveIn(eip, home);
    }
    long bitsPerSecond = row.ownBitsPerSecond();
    SharedBandwidth in = row.packageId.isEmpty() ? null : sharedBandwidth(row.packageId);
    if (bitsPerSecond != eip.maxBandwidthBitsPerSecond
        || in != eip.shared
        || row.financialLock != eip.throttled) {
      eip.maxBandwidthBitsPerSecond = bitsPerSecond;
      eip.throttled = row.financialLock;
      enter(eip, in);
      caps.changed(eip, atMs);
    }
  }

  private static void enter(Eip eip, @Nullable SharedBandwidth in) {
    if (eip.shared != null) {
      eip.shared.members.remove(eip);
    }
    if (in != null) {
      in.members.add(eip);
    }
    eip.shared = in;
  }

  /** Null if its address is in no pool of a region with a gateway. */
  private @Nullable Eip settle(ElasticIp row) {
    Address address = Address.parse(row.address);
    Pool pool =
        pools.stream()
            .filter(each -> each.region().id().equals(row.region) && each.contains(address))
            .findFirst()
            .orElse(null);
    if (pool == null) {
      return null;
    }
    Eip eip =
        new Eip(
            row.id,
            new Account(row.account),
            pool,
            address,
            ChargeMethod.CHARGE_METHOD_UNSPECIFIED, // fees are stated by the control plane
            row.ownBitsPerSecond());
    byId.put(row.id, eip);
    byAddress.put(address, eip);
    waiting.add(eip);
    giveRanks();
    return eip;
  }

  private void giveRanks() {
    while (!free.isEmpty() && !waiting.isEmpty()) {
      int rank = free.pollFirst();
      Eip next = waiting.remove();
      byRank[rank] = next;
      ranks.put(next.id, rank);
    }
  }

  private void release(String id) {
    Eip eip = byId.remove(id);
    if (eip == null) {
      return;
    }
    moveIn(eip, null);
    enter(eip, null);
    eip.released = true;
    byAddress.remove(eip.address, eip);
    Integer rank = ranks.remove(id);
    if (rank == null) {
      waiting.remove(eip);
    } else {
      byRank[rank] = null;
      free.add(rank);
      giveRanks();
    }
  }

  private void moveIn(Eip eip, @Nullable Association home) {
    Association before = eip.association;
    if (before != null) {
      byInside.computeIfPresent(
          inside(eip, before),
          (inside, eips) -> {
            eips.remove(eip);
            return eips.isEmpty() ? null : eips;
          });
    }
    eip.association = home;
    eip.changed();
    if (home != null && home.kind() == Association.Kind.ECS_INSTANCE) {
      byInside.computeIfAbsent(inside(eip, home), any -> new LinkedHashSet<>()).add(eip);
    }
  }

  private static Inside inside(Eip eip, Association home) {
    return new Inside(eip.account.id(), eip.pool.region().id(), home.inside());
  }

  /** How the gateway treats it; an EIP that is locked for abuse is as good as detached. */
  private static @Nullable Association home(ElasticIp row) {
    if (!row.attached() || row.securityLock) {
      return null;
    }
    Association.Kind kind =
        switch (row.instanceType) {
          case "Nat" -> Association.Kind.NAT_GATEWAY;
          case "NetworkInterface" ->
              row.mode.equals("BINDED")
                  ? Association.Kind.NETWORK_INTERFACE
                  : Association.Kind.ECS_INSTANCE;
          default -> Association.Kind.ECS_INSTANCE; // all others are translated 1:1
        };
    Address inside = row.privateIp.isEmpty() ? SOMEWHERE_INSIDE : Address.parse(row.privateIp);
    return new Association(kind, row.instanceId, inside);
  }

  /** The EIP of that address if it is attached to that resource. */
  @Nullable Eip attached(Address address, String resource) {
    Eip eip = byAddress.get(address);
    Association home = eip == null ? null : eip.association;
    return home != null && home.id().equals(resource) ? eip : null;
  }

  /** The EIP that an instance with that private address has for itself. */
  @Nullable Eip ownEip(Eip neighbour, Address host) {
    Inside inside = new Inside(neighbour.account.id(), neighbour.pool.region().id(), host);
    return byInside.getOrDefault(inside, Set.of()).stream().findFirst().orElse(null);
  }
}
