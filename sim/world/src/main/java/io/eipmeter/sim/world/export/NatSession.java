package io.eipmeter.sim.world.export;

/**
 * A session of source translation began or ended (RFC 8158 section 5.3: a record without counts).
 *
 * @param path of its outbound direction
 * @param created or deleted
 */
public record NatSession(FlowPath path, boolean created) {
  /** natEvent (230): NAT44 session create 4, delete 5. */
  int natEvent() {
    return created ? 4 : 5;
  }
}
