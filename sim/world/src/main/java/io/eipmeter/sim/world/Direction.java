package io.eipmeter.sim.world;

/** Seen from our address: out to the Internet, or in from it. */
public enum Direction {
  OUT,
  IN
}
