package io.eipmeter.sim.world.control;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.EventJournal;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.OwnerInterval;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Allocates, attaches, detaches and releases EIPs, and says so: each stretch of time in which
 * nothing about an EIP changes is one interval with an id of its own, stated when it begins and
 * stated again, with its end, when it is over.
 */
public final class ControlPlane {
  private static final String SOURCE = "control-plane";

  private final Dice dice;
  private final EventJournal events;
  private final Ledger ledger;
  private final CapListener caps;
  private final Set<Address> inUse = new HashSet<>();

  public ControlPlane(Dice dice, EventJournal events, Ledger ledger) {
    this(dice, events, ledger, CapListener.NONE);
  }

  /**
   * @param caps hears of changed bandwidths
   */
  public ControlPlane(Dice dice, EventJournal events, Ledger ledger, CapListener caps) {
    this.caps = caps;
    this.dice = dice;
    this.events = events;
    this.ledger = ledger;
  }

  /**
   * Allocates an address of the pool at random.
   *
   * @param among the pool's first so many units only, so that neighbours are in use too
   * @param fromMs when the account began to hold it; may lie before {@code saidMs}
   */
  public Eip allocate(Account account, Pool pool, int among, long fromMs, long saidMs) {
    int units = Math.min(pool.units(), among);
    int index = dice.below(units);
    while (inUse.contains(pool.unit(index))) {
      index = (index + 1) % units;
    }
    return allocate(account, pool, pool.unit(index), fromMs, saidMs);
  }

  /** Allocates this address. */
  public Eip allocate(Account account, Pool pool, Address address, long fromMs, long saidMs) {
    ChargeMethod[] methods = {
      ChargeMethod.CHARGE_METHOD_DATA_TRANSFER,
      ChargeMethod.CHARGE_METHOD_DATA_TRANSFER,
      ChargeMethod.CHARGE_METHOD_BANDWIDTH,
      ChargeMethod.CHARGE_METHOD_SUBSCRIPTION
    };
    String id = "eip-" + token();
    ChargeMethod method = methods[dice.below(methods.length)];
    long bitsPerSecond = 1_000_000L * new int[] {5, 10, 20, 50, 100, 200}[dice.below(6)];
    Eip eip = new Eip(id, account, pool, address, method, bitsPerSecond);
    allocate(eip, fromMs, saidMs);
    return eip;
  }

  /** Allocates this address under this id and on these terms. */
  public Eip allocate(
      String id,
      Account account,
      Pool pool,
      Address address,
      ChargeMethod method,
      long maxBandwidthBitsPerSecond,
      long atMs) {
    Eip eip = new Eip(id, account, pool, address, method, maxBandwidthBitsPerSecond);
    allocate(eip, atMs, atMs);
    return eip;
  }

  private void allocate(Eip eip, long fromMs, long saidMs) {
    if (!inUse.add(eip.address)) {
      throw new IllegalStateException(eip.address + " is in use");
    }
    begin(eip, fromMs, saidMs);
  }

  public void associate(Eip eip, Association association, long atMs) {
    associate(eip, association, null, atMs, atMs);
  }

  /**
   * @param demanded the shared bandwidth that an EIP must be in to be there; null: any or none
   * @param saidMs when it is said; {@code atMs} may lie before it
   */
  void associate(
      Eip eip,
      Association association,
      @Nullable SharedBandwidth demanded,
      long atMs,
      long saidMs) {
    boolean moves = demanded != null && demanded != eip.shared;
    end(eip, atMs, saidMs);
    if (demanded != null && moves) {
      leaveShared(eip);
      enter(eip, demanded);
    }
    eip.association = association;
    begin(eip, atMs, saidMs);
    if (moves) {
      caps.changed(eip, saidMs);
    }
  }

  public void disassociate(Eip eip, long atMs) {
    end(eip, atMs, atMs);
    eip.association = null;
    begin(eip, atMs, atMs);
  }

  public void release(Eip eip, long atMs) {
    end(eip, atMs, atMs);
    eip.association = null;
    leaveShared(eip);
    eip.released = true;
    eip.changed();
    inUse.remove(eip.address);
  }

  public SharedBandwidth newSharedBandwidth(long bitsPerSecond) {
    return new SharedBandwidth("cbwp-" + token(), bitsPerSecond);
  }

  /** Puts an EIP into a shared bandwidth; its own maximum rests meanwhile. */
  public void join(Eip eip, SharedBandwidth shared, long atMs) {
    restate(eip, atMs, () -> enter(eip, shared));
    caps.changed(eip, atMs);
  }

  public void leave(Eip eip, long atMs) {
    restate(eip, atMs, () -> leaveShared(eip));
    caps.changed(eip, atMs);
  }

  private static void enter(Eip eip, SharedBandwidth shared) {
    eip.shared = shared;
    shared.members.add(eip);
  }

  private static void leaveShared(Eip eip) {
    if (eip.shared != null) {
      eip.shared.members.remove(eip);
      eip.shared = null;
    }
  }

  public void changeMaximum(Eip eip, long bitsPerSecond, long atMs) {
    restate(eip, atMs, () -> eip.maxBandwidthBitsPerSecond = bitsPerSecond);
    caps.changed(eip, atMs);
  }

  public void resize(SharedBandwidth shared, long bitsPerSecond, long atMs) {
    shared.members.forEach(eip -> end(eip, atMs, atMs));
    shared.bitsPerSecond = bitsPerSecond;
    shared.members.forEach(eip -> say(eip, atMs));
    caps.resized(shared, atMs);
  }

  /** Changes something that cuts no session off. */
  private void restate(Eip eip, long atMs, Runnable change) {
    end(eip, atMs, atMs);
    change.run();
    say(eip, atMs);
  }

  private void say(Eip eip, long atMs) {
    eip.statements++;
    eip.statedFromMs = atMs;
    state(eip, Long.MAX_VALUE, atMs);
  }

  public Association newAssociation(Association.Kind kind, Address inside) {
    return new Association(kind, kind.idPrefix() + token(), inside);
  }

  private void begin(Eip eip, long fromMs, long saidMs) {
    eip.statements++;
    eip.statedFromMs = fromMs;
    eip.changed();
    state(eip, Long.MAX_VALUE, saidMs);
  }

  private void end(Eip eip, long atMs, long saidMs) {
    // Changed twice in one millisecond: the interval is withdrawn (from = to).
    state(eip, atMs, saidMs);
  }

  private void state(Eip eip, long toMs, long saidMs) {
    @Nullable Association association = eip.association;
    String kind = association == null ? "" : association.kind().instanceType();
    String attachedTo = association == null ? "" : association.id();
    String ownershipId = eip.id + "/" + eip.statements;
    boolean open = toMs == Long.MAX_VALUE;
    EipEvent event =
        EipEvent.newBuilder()
            .setOwnershipId(ownershipId)
            .setAddress(ByteString.copyFrom(eip.address.bytes()))
            .setPrefixLength(eip.pool.unitLength())
            .setFromMs(eip.statedFromMs)
            .setToMs(open ? 0 : toMs)
            .setAccount(eip.account.id())
            .setEipId(eip.id)
            .setRegion(eip.pool.region().id())
            .setLine(eip.pool.line())
            .setChargeMethod(eip.chargeMethod)
            .setMaxBandwidthBitsPerSecond(eip.capBitsPerSecond())
            .setSharedBandwidthId(eip.shared == null ? "" : eip.shared.id)
            .setAssociationKind(kind)
            .setAssociationId(attachedTo)
            .setName(eip.account.id() + "-" + eip.address)
            .setSource(SOURCE)
            .build();
    events.append(event, saidMs);
    ledger.owns(OwnerInterval.of(event));
  }

  private String token() {
    return Long.toHexString(dice.nextLong() | 1L << 63);
  }
}
