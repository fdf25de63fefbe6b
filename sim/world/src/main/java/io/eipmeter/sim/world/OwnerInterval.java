package io.eipmeter.sim.world;

import io.eipmeter.schemas.v1.EipEvent;

/**
 * Who held an address, and what it was attached to, in [from, to).
 *
 * @param address first address of the unit
 * @param prefixLength of the unit, in the 128-bit space
 * @param ownershipId as in the published statements
 * @param fromMs milliseconds since the epoch
 * @param toMs milliseconds since the epoch; {@link Long#MAX_VALUE} while open
 * @param associationKind empty while not attached
 */
public record OwnerInterval(
    Address address,
    int prefixLength,
    String ownershipId,
    String account,
    String eipId,
    long fromMs,
    long toMs,
    String associationKind,
    String associationId) {

  /** What a statement says. */
  public static OwnerInterval of(EipEvent event) {
    return new OwnerInterval(
        Address.ofBytes(event.getAddress().toByteArray()),
        event.getPrefixLength(),
        event.getOwnershipId(),
        event.getAccount(),
        event.getEipId(),
        event.getFromMs(),
        event.getToMs() == 0 ? Long.MAX_VALUE : event.getToMs(),
        event.getAssociationKind(),
        event.getAssociationId());
  }

  public OwnerInterval endedAt(long endMs) {
    return new OwnerInterval(
        address,
        prefixLength,
        ownershipId,
        account,
        eipId,
        fromMs,
        endMs,
        associationKind,
        associationId);
  }
}
