package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.jobs.log.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What is judged: an EIP with its owner of the moment, or an exporter.
 *
 * @param eipId and what follows are empty where no owner is known, and for exporters
 * @param maximumBitsPerSecond 0: not known
 */
public record Resource(
    boolean exporter,
    Address address,
    String eipId,
    String account,
    String region,
    String name,
    long maximumBitsPerSecond) {

  static Resource unowned(boolean exporter, Address address) {
    return new Resource(exporter, address, "", "", "", "", 0);
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
