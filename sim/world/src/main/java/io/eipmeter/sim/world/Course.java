package io.eipmeter.sim.world;

/** Things that happen, one after the other in the order of time. */
public interface Course {
  /** When the next thing is due, milliseconds since the epoch; {@link Long#MAX_VALUE}: never. */
  long nextMs();

  /** Does what is due at {@code nowMs}, which is {@link #nextMs}: one thing. */
  void step(long nowMs);
}
