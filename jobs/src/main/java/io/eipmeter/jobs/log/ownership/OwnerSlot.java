package io.eipmeter.jobs.log.ownership;

import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.Slot;

/**
 * Which slot keeps an address together with what is said of its owners. An IPv6 address goes by its
 * first 64 bits, so that any prefix from /64 on lies in one slot; so does a single IPv4 address. A
 * wider prefix has addresses in every slot.
 */
public final class OwnerSlot {
  private static final int IPV6_SUBNET = 64;
  private static final int SINGLE = 128;

  private OwnerSlot() {}

  public static int of(Address address) {
    return address.isIpv4() ? Slot.of(address.high(), address.low()) : Slot.of(address.high(), 0);
  }

  /** Whether one slot has all of the prefix. */
  public static boolean hasOne(Statement statement) {
    return statement.prefixLength() >= (statement.address().isIpv4() ? SINGLE : IPV6_SUBNET);
  }
}
