package io.eipmeter.jobs.rating.domain;

import java.time.Instant;
import java.util.Comparator;

/**
 * What an address used in an hour of the clock. Bytes of the IP layer.
 *
 * @param account who held it
 * @param packets of both directions, for an overhead per packet; 0 where it is not known
 */
public record UsageHour(
    String account,
    String region,
    String lineType,
    String eip,
    Instant hourStart,
    long bytesIn,
    long bytesOut,
    long packets,
    Quality quality)
    implements Comparable<UsageHour> {

  /** How sure the bytes are (I7). */
  public enum Quality {
    EXACT,
    SAMPLED,
    BEST_EFFORT
  }

  /** In the order in which tiers count (R12). */
  private static final Comparator<UsageHour> ORDER =
      Comparator.comparing(UsageHour::hourStart)
          .thenComparing(UsageHour::eip)
          .thenComparing(UsageHour::account)
          .thenComparing(UsageHour::region)
          .thenComparing(UsageHour::lineType);

  @Override
  public int compareTo(UsageHour other) {
    return ORDER.compare(this, other);
  }

  /** Whether both speak of the same hour of the same address. */
  public boolean sameHour(UsageHour other) {
    return compareTo(other) == 0;
  }
}
