package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.jobs.log.Address;
import io.eipmeter.schemas.v1.ResourceKind;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What is judged: an EIP with its owner of the moment, an exporter, an account, or a part of the
 * pipeline.
 *
 * @param address all zero of what has none
 * @param eipId and what follows are empty where no owner is known, and where they mean nothing
 * @param maximumBitsPerSecond 0: not known
 */
public record Resource(
    ResourceKind kind,
    Address address,
    String eipId,
    String account,
    String region,
    String name,
    long maximumBitsPerSecond) {
  private static final Address NOWHERE = new Address(0, 0);

  static Resource unowned(ResourceKind kind, Address address) {
    return new Resource(kind, address, "", "", "", "", 0);
  }

  /** One that has a name and no address. */
  static Resource named(ResourceKind kind, String name) {
    boolean account = kind == ResourceKind.RESOURCE_KIND_ACCOUNT;
    return new Resource(kind, NOWHERE, "", account ? name : "", "", name, 0);
  }

  /** The address as people write it. */
  public String addressText() {
    return text(address);
  }

  /** An address as people write it. */
  public static String text(Address address) {
    try {
      return InetAddress.getByAddress(address.toShortestBytes()).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
