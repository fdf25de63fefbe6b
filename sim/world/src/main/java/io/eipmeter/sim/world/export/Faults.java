package io.eipmeter.sim.world.export;

/**
 * What goes wrong between gateways and collector.
 *
 * @param lost the part of datagrams with records that never arrive
 * @param doubled the part of datagrams that arrive twice
 * @param reordered the part of datagrams that arrive after their successor
 * @param restartAfterMs when the first gateway starts anew, after the beginning; 0: never
 * @param templatesAfterMs when the first gateway sends its first templates, after the beginning
 * @param skewMs how far the first gateway's clock is ahead; whole seconds
 * @param samplingRateAfterMs when the first gateway tells its sampling rate, after its templates
 * @param uptimeWrapAfterMs when the first gateway's 32-bit uptime wraps, after the beginning; 0:
 *     not in the run
 */
public record Faults(
    double lost,
    double doubled,
    double reordered,
    long restartAfterMs,
    long templatesAfterMs,
    long skewMs,
    long samplingRateAfterMs,
    long uptimeWrapAfterMs) {
  public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0);

  public Faults {
    if (skewMs % 1_000 != 0 || restartAfterMs % 1_000 != 0) {
      throw new IllegalArgumentException("skew and restart must be whole seconds");
    }
  }

  public static Faults inTransit(double lost, double doubled, double reordered) {
    return new Faults(lost, doubled, reordered, 0, 0, 0, 0, 0);
  }

  public static Faults restart(long afterMs) {
    return new Faults(0, 0, 0, afterMs, 0, 0, 0, 0);
  }

  public static Faults lateTemplates(long afterMs) {
    return new Faults(0, 0, 0, 0, afterMs, 0, 0, 0);
  }

  public static Faults skew(long aheadMs) {
    return new Faults(0, 0, 0, 0, 0, aheadMs, 0, 0);
  }

  public static Faults lateSamplingRate(long afterMs) {
    return new Faults(0, 0, 0, 0, 0, 0, afterMs, 0);
  }

  public static Faults uptimeWrap(long afterMs) {
    return new Faults(0, 0, 0, 0, 0, 0, 0, afterMs);
  }
}
