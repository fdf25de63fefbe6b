package io.eipmeter.sim.world.cloud;

/**
 * One thing the control plane remembers. Its fields are plain values and unmodifiable collections,
 * so that {@link #copy} is cheap and a copy shares nothing that can change.
 */
public abstract class Row implements Cloneable {
  /** When time alone changes it, milliseconds since the epoch; the largest long: never. */
  long dueMs() {
    return Long.MAX_VALUE;
  }

  Row copy() {
    try {
      return (Row) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 0 stands for never in the rows. */
  static long orNever(long ms) {
    return ms == 0 ? Long.MAX_VALUE : ms;
  }
}
