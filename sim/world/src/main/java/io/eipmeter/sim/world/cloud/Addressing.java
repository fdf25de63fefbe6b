package io.eipmeter.sim.world.cloud;

import io.eipmeter.sim.world.Address;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds addresses that are free: held by nobody and rested. */
final class Addressing {
  private static final int IPV4_PREFIX = 96;

  private Addressing() {}

  /**
   * A block of a pool.
   *
   * @param length of its prefix in the 128-bit space
   */
  record Block(Rows.PoolRow pool, Address base, int length) {
    static Block of(Rows.PoolRow pool, String cidr) {
      int slash = cidr.indexOf('/');
      if (slash < 0 || !cidr.substring(slash + 1).matches("\\d{1,3}")) {
        throw new IllegalArgumentException(cidr + " is no a.b.c.d/n");
      }
      Address base = Address.parse(cidr.substring(0, slash));
      int length = Integer.parseInt(cidr.substring(slash + 1)) + (base.isIpv4() ? IPV4_PREFIX : 0);
      if (length > pool.unitLength || !base.prefix(length).equals(base)) {
        throw new IllegalArgumentException(cidr + " is no block");
      }
      return new Block(pool, base, length);
    }

    int units() {
      return 1 << Math.min(30, pool.unitLength - length);
    }

    Address unit(int index) {
      return pool.unitLength == 128
          ? base.plus(index)
          : new Address(base.high() + ((long) index << (64 - pool.unitLength)), base.low());
    }

    boolean contains(Address address) {
      return address.prefix(length).equals(base);
    }

    boolean overlaps(Block other) {
      return contains(other.base.prefix(length)) && other.length >= length
          || other.contains(base.prefix(other.length)) && length >= other.length;
    }
  }

  /** The blocks everybody's EIPs of a region and line are drawn from. */
  static List<Block> shared(Draft draft, String region, String line) {
    return draft
        .all(Kind.POOL)
        .filter(pool -> pool.account.isEmpty())
        .filter(pool -> pool.region.equals(region) && pool.line.equals(line))
        .flatMap(Addressing::blocks)
        .toList();
  }

  static Stream<Block> blocks(Rows.PoolRow pool) {
    return pool.cidrs.stream().map(cidr -> Block.of(pool, cidr));
  }

  /** A free address at random; IPv4 before IPv6, which only a pool of its own gives. */
  static Address random(Draft draft, List<Block> blocks) throws ApiException {
    List<Block> fourFirst =
        blocks.stream().anyMatch(block -> block.base().isIpv4())
            ? blocks.stream().filter(block -> block.base().isIpv4()).toList()
            : blocks;
    if (!fourFirst.isEmpty()) {
      int first = draft.dice().below(fourFirst.size());
      for (int i = 0; i < fourFirst.size(); i++) {
        Address address = randomOf(draft, fourFirst.get((first + i) % fourFirst.size()));
        if (address != null) {
          return address;
        }
      }
    }
    throw new ApiException(ErrorCode.RESERVE_FAILED, "Reserve eip failed: no address is free.");
  }

  private static @Nullable Address randomOf(Draft draft, Block block) {
    int units = block.units();
    int start = draft.dice().below(units);
    for (int i = 0; i < units; i++) {
      Address address = block.unit((start + i) % units);
      if (takeable(draft, block, address)) {
        return address;
      }
    }
    return null;
  }

  /** Free, and not promised to an account's own pool that was cut out of this block. */
  static boolean takeable(Draft draft, Block block, Address address) {
    return draft.find(Kind.ADDRESS, address.toString()) == null
        && (!block.pool().account.isEmpty()
            || draft
                .all(Kind.POOL)
                .filter(pool -> !pool.account.isEmpty())
                .flatMap(Addressing::blocks)
                .noneMatch(own -> own.contains(address)));
  }

  /** The first address of a free, aligned run. */
  static Address run(Draft draft, List<Block> blocks, int count) throws ApiException {
    for (Block block : blocks) {
      int runs = block.base().isIpv4() ? block.units() / count : 0;
      int start = runs == 0 ? 0 : draft.dice().below(runs);
      for (int i = 0; i < runs; i++) {
        int first = (start + i) % runs * count;
        if (freeRun(draft, block, first, count)) {
          return block.unit(first);
        }
      }
    }
    throw new ApiException(
        ErrorCode.RESERVE_FAILED, "Reserve eip failed: no " + count + " addresses in a row.");
  }

  private static boolean freeRun(Draft draft, Block block, int first, int count) {
    for (int i = 0; i < count; i++) {
      if (!takeable(draft, block, block.unit(first + i))) {
        return false;
      }
    }
    return true;
  }

  /** The pool an address lies in, or null. */
  static @Nullable Block around(List<Block> blocks, Address address) {
    return blocks.stream().filter(block -> block.contains(address)).findFirst().orElse(null);
  }

  static void hold(Draft draft, String address, String eipId) {
    Rows.AddressUse use = new Rows.AddressUse();
    use.address = address;
    use.eipId = eipId;
    draft.put(Kind.ADDRESS, address, use);
  }

  /** The address rests, or is free at once where no rest is set. */
  static void rest(Draft draft, String address) {
    long restMs = draft.rules().rest().toMillis();
    if (restMs == 0) {
      draft.remove(Kind.ADDRESS, address);
      return;
    }
    Rows.AddressUse use = new Rows.AddressUse();
    use.address = address;
    use.restsUntilMs = draft.nowMs() + restMs;
    draft.put(Kind.ADDRESS, address, use);
  }
}
