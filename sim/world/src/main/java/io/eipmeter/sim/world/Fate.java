package io.eipmeter.sim.world;

/** What becomes of a datagram on its way. */
public enum Fate {
  ARRIVES,
  /** Lost, and the sequence numbers of those that arrive show it. */
  LOST,
  /**
   * Lost before anything else of its sequence arrived: nobody can know where an exporter that was
   * started anew began to count (RFC 3954, section 5.1, names no first number).
   */
  LOST_UNSHOWN;

  public boolean isLost() {
    return this != ARRIVES;
  }
}
