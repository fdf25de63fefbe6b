package io.eipmeter.sim.world;

import io.eipmeter.schemas.v1.EipEvent;

/** Takes the control plane's statements of ownership, in order. */
public interface EventJournal {
  /**
   * @param atMs when it was said, milliseconds since the epoch, virtual time
   */
  void append(EipEvent event, long atMs);
}
