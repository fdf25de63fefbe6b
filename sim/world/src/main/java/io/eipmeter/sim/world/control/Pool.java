package io.eipmeter.sim.world.control;

import io.eipmeter.sim.world.Address;

/**
 * A block of addresses of one line type in one region.
 *
 * @param base first address
 * @param length of the block's prefix, in the 128-bit space
 * @param unitLength length of what one EIP is: 128 an address, 64 an IPv6 subnet
 * @param line BGP or BGP_PRO
 */
public record Pool(Region region, Address base, int length, int unitLength, String line) {
  public Pool {
    if (!base.prefix(length).equals(base) || unitLength < length) {
      throw new IllegalArgumentException("no block: " + base + "/" + length + " of " + unitLength);
    }
  }

  /**
   * @param cidr a.b.c.d/n or an IPv6 prefix, n in the family's own space
   */
  public static Pool of(Region region, String cidr, int unitLength, String line) {
    int slash = cidr.indexOf('/');
    Address base = Address.parse(cidr.substring(0, slash));
    int length = Integer.parseInt(cidr.substring(slash + 1)) + (base.isIpv4() ? 96 : 0);
    return new Pool(region, base, length, unitLength, line);
  }

  public boolean contains(Address address) {
    return address.prefix(length).equals(base);
  }

  public boolean isIpv4() {
    return base.isIpv4();
  }

  /** How many units there are, at most 2^30. */
  public int units() {
    return 1 << Math.min(30, unitLength - length);
  }

  /** The first address of the index-th unit. */
  public Address unit(int index) {
    return unitLength == 128
        ? base.plus(index)
        : new Address(base.high() + ((long) index << (64 - unitLength)), base.low());
  }
}
