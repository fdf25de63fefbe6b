package io.eipmeter.sim.world;

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
