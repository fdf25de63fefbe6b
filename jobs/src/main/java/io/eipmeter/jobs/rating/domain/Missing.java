package io.eipmeter.jobs.rating.domain;

/**
 * What was not seen of some usage, so that the usage is a lower bound.
 *
 * @param minutes of EIPs, of which exports are missing that may speak of them
 * @param exports how many, as the protocol counts them; 0: not known
 * @param mostBytes that may be missing in each direction: what the maximum bandwidth lets through
 *     in these minutes; {@link #UNKNOWN} where there is none
 */
public record Missing(int minutes, long exports, long mostBytes) {
  public static final long UNKNOWN = -1;
  public static final Missing NONE = new Missing(0, 0, 0);

  /**
   * @throws IllegalArgumentException if something is negative, or missing of no minute
   */
  public Missing {
    if (minutes < 0 || exports < 0 || mostBytes < UNKNOWN) {
      throw new IllegalArgumentException("what is missing must not be negative");
    }
    if (minutes == 0 && (exports != 0 || mostBytes != 0)) {
      throw new IllegalArgumentException("of no minutes nothing can be missing");
    }
  }

  /** Minutes of which nothing more is known. */
  public static Missing ofMinutes(int minutes) {
    return minutes == 0 ? NONE : new Missing(minutes, 0, UNKNOWN);
  }

  public Missing plus(Missing other) {
    boolean unknown = mostBytes == UNKNOWN || other.mostBytes == UNKNOWN;
    return new Missing(
        Math.addExact(minutes, other.minutes),
        Math.addExact(exports, other.exports),
        unknown ? UNKNOWN : Math.addExact(mostBytes, other.mostBytes));
  }

  public boolean isNone() {
    return minutes == 0;
  }

  public boolean isBounded() {
    return mostBytes != UNKNOWN;
  }
}
