package io.eipmeter.sim.world.cloud;

import io.eipmeter.sim.world.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Address pools: everybody's (the operator's), and those of one account. */
final class Pools {
  /** Lengths of what one EIP is, in the 128-bit space: an IPv6 site to one address. */
  static final int SHORTEST_UNIT = 48;

  static final int LONGEST_UNIT = 128;

  private Pools() {}

  static Rows.PoolRow find(Draft draft, Caller caller, String id) throws ApiException {
    Rows.PoolRow pool = draft.find(Kind.POOL, id);
    if (pool == null || !(pool.account.equals(caller.account()) || caller.operator())) {
      throw new ApiException(ErrorCode.NO_POOL, "The specified pool " + id + " does not exist.");
    }
    return pool;
  }

  /** CreatePublicIpAddressPool; with Shared=true the operator makes one for everybody. */
  static Map<String, Object> create(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    boolean shared = parameters.flag("Shared");
    if (shared && !caller.operator()) {
      throw new ApiException(ErrorCode.NO_PERMISSION, "Only the operator makes shared pools.");
    }
    Rows.PoolRow pool = new Rows.PoolRow();
    pool.id = draft.newId("pippool-");
    pool.account = shared ? "" : caller.account();
    pool.region = Regions.region(parameters);
    pool.line = Regions.line(pool.region, parameters.text("Isp"), true);
    pool.name = parameters.text("Name", 1, 128);
    pool.description = parameters.text("Description", 2, 256);
    pool.unitLength = parameters.whole("UnitLength", LONGEST_UNIT, SHORTEST_UNIT, LONGEST_UNIT);
    pool.createdMs = draft.nowMs();
    draft.put(Kind.POOL, pool.id, pool);
    if (parameters.has("CidrBlock")) {
      // Ours: with its first block at once, so that a refused block leaves no pool behind.
      add(draft, pool, parameters);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("PublicIpAddressPoolId", pool.id);
    answer.put("PulbicIpAddressPoolId", pool.id); // as the provider misspells it, too
    return answer;
  }

  /**
   * AddPublicIpAddressPoolCidrBlock: a block by its CIDR, or one of a size from the shared pools.
   */
  static Map<String, Object> addBlock(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    Rows.PoolRow pool = find(draft, caller, parameters.required("PublicIpAddressPoolId"));
    return add(draft, pool, parameters);
  }

  private static Map<String, Object> add(Draft draft, Rows.PoolRow pool, Parameters parameters)
      throws ApiException {
    String cidr = parameters.text("CidrBlock");
    if (cidr.isEmpty()) {
      cidr = carve(draft, pool, parameters);
    }
    Addressing.Block block;
    try {
      block = Addressing.Block.of(pool, cidr);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("CidrBlock", String.valueOf(e.getMessage()) + ".");
    }
    String taken =
        draft
            .all(Kind.POOL)
            .filter(other -> !(other.account.isEmpty() && !pool.account.isEmpty()))
            .flatMap(Addressing::blocks)
            .filter(other -> other.overlaps(block))
            .map(other -> other.pool().id)
            .findFirst()
            .orElse("");
    if (!taken.isEmpty()) {
      throw new ApiException(ErrorCode.CIDR_TAKEN, cidr + " overlaps with a block of " + taken);
    }
    List<String> cidrs = new ArrayList<>(pool.cidrs);
    cidrs.add(cidr);
    draft.edit(Kind.POOL, pool.id).cidrs = List.copyOf(cidrs);
    return Map.of("CidrBlock", cidr);
  }

  /** Takes a free run out of everybody's addresses; they are the pool's from now on. */
  private static String carve(Draft draft, Rows.PoolRow pool, Parameters parameters)
      throws ApiException {
    if (!parameters.has("CidrMask")) {
      throw new ApiException(ErrorCode.MISSING_PARAMETER, "Give a CidrBlock or a CidrMask.");
    }
    int mask = parameters.whole("CidrMask", 28, 24, 28);
    return Addressing.run(draft, Addressing.shared(draft, pool.region, pool.line), 1 << (32 - mask))
        + "/"
        + mask;
  }

  /** ListPublicIpAddressPools: the caller's, and everybody's for the operator. */
  static Map<String, Object> list(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    List<Map<String, Object>> pools =
        draft
            .all(Kind.POOL)
            .filter(pool -> pool.account.equals(caller.account()) || caller.operator())
            .filter(
                pool ->
                    !parameters.has("RegionId") || pool.region.equals(parameters.text("RegionId")))
            .map(pool -> describe(draft, pool))
            .toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("PublicIpAddressPoolList", pools);
    answer.put("TotalCount", pools.size());
    answer.put("MaxResults", pools.size());
    return answer;
  }

  /** ListPublicIpAddressPoolCidrBlocks. */
  static Map<String, Object> listBlocks(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    Rows.PoolRow pool = find(draft, caller, parameters.required("PublicIpAddressPoolId"));
    List<Map<String, Object>> blocks =
        pool.cidrs.stream()
            .map(
                cidr -> {
                  Addressing.Block block = Addressing.Block.of(pool, cidr);
                  Map<String, Object> row = new LinkedHashMap<>();
                  row.put("PublicIpAddressPoolId", pool.id);
                  row.put("CidrBlock", cidr);
                  row.put("Status", "Created");
                  row.put("TotalIpNum", block.units());
                  row.put("UsedIpNum", used(draft, List.of(block)));
                  row.put("CreationTime", Times.text(pool.createdMs));
                  return row;
                })
            .toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("PublicIpPoolCidrBlockList", blocks);
    answer.put("TotalCount", blocks.size());
    answer.put("MaxResults", blocks.size());
    return answer;
  }

  private static long used(Draft draft, List<Addressing.Block> blocks) {
    return draft
        .all(Kind.ADDRESS)
        .filter(use -> !use.eipId.isEmpty())
        .map(use -> Address.parse(use.address))
        .filter(address -> Addressing.around(blocks, address) != null)
        .count();
  }

  private static Map<String, Object> describe(Draft draft, Rows.PoolRow pool) {
    List<Addressing.Block> blocks = Addressing.blocks(pool).toList();
    long units = blocks.stream().mapToLong(Addressing.Block::units).sum();
    long used = used(draft, blocks);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("PublicIpAddressPoolId", pool.id);
    row.put("Name", pool.name);
    row.put("Description", pool.description);
    row.put("Isp", pool.line);
    row.put("RegionId", pool.region);
    row.put("Status", "Created");
    row.put("ShareType", pool.account.isEmpty() ? "Shared" : "");
    row.put("CidrBlocks", pool.cidrs);
    row.put("TotalIpNum", units);
    row.put("UsedIpNum", used);
    row.put("IpAddressRemaining", used < units);
    row.put("CreationTime", Times.text(pool.createdMs));
    return row;
  }
}
