package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.jobs.log.Address;
import io.eipmeter.schemas.v1.ResourceKind;
import java.util.ArrayList;
import java.util.List;

/** What is known of who holds an address, and when: the newest statement of an id replaces it. */
final class Owners {
  /** An address changes hands seldom; what ended longest ago goes first. */
  private static final int MOST_KEPT = 8;

  private final List<Owner> owners = new ArrayList<>();

  /**
   * One interval of ownership.
   *
   * @param toMs 0: open
   * @param logMs log time of the statement
   */
  record Owner(
      String ownershipId,
      long fromMs,
      long toMs,
      long logMs,
      String eipId,
      String account,
      String region,
      String name,
      long maximumBitsPerSecond) {

    private boolean holds(long atMs) {
      return fromMs <= atMs && (toMs == 0 || atMs < toMs);
    }
  }

  List<Owner> all() {
    return owners;
  }

  boolean isEmpty() {
    return owners.isEmpty();
  }

  void state(Owner statement) {
    for (int i = 0; i < owners.size(); i++) {
      if (owners.get(i).ownershipId().equals(statement.ownershipId())) {
        if (statement.logMs() >= owners.get(i).logMs()) {
          owners.set(i, statement);
        }
        return;
      }
    }
    owners.add(statement);
    owners.sort((a, b) -> Long.compare(a.fromMs(), b.fromMs()));
    if (owners.size() > MOST_KEPT) {
      owners.remove(0);
    }
  }

  /** The resource as it is at a time; of two owners the earlier. */
  Resource at(Address address, long atMs) {
    for (Owner owner : owners) {
      if (owner.holds(atMs)) {
        return new Resource(
            ResourceKind.RESOURCE_KIND_EIP,
            address,
            owner.eipId(),
            owner.account(),
            owner.region(),
            owner.name(),
            owner.maximumBitsPerSecond());
      }
    }
    return Resource.unowned(ResourceKind.RESOURCE_KIND_EIP, address);
  }

  Owners copy() {
    Owners copy = new Owners();
    copy.owners.addAll(owners);
    return copy;
  }
}
