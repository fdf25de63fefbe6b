package io.eipmeter.sim.world.control;

import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.world.EventJournal;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.OwnerInterval;
import io.eipmeter.sim.world.cloud.Change;
import java.util.List;

/**
 * Brings a world to what a control plane committed: its rows to the gateways, its statements to the
 * ledger and on.
 */
public final class Follower {
  private final FollowedEips eips;
  private final Ledger ledger;
  private final EventJournal events;

  /**
   * @param events hears the statements after the ledger
   */
  public Follower(FollowedEips eips, Ledger ledger, EventJournal events) {
    this.eips = eips;
    this.ledger = ledger;
    this.events = events;
  }

  /**
   * @param atMs when it takes effect; never before what came last
   */
  public void follow(List<Change> changes, List<EipEvent> statements, long atMs) {
    changes.forEach(change -> eips.apply(change, atMs));
    for (EipEvent statement : statements) {
      ledger.owns(OwnerInterval.of(statement));
      events.append(statement, atMs);
    }
  }
}
