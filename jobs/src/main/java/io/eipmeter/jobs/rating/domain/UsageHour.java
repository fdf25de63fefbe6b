package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.time.Interval;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;

/**
 * What an address used in an hour of the clock, or in a part of it in which nothing about it
 * changed: an EIP that is put into a shared bandwidth at 12:20 has two parts. Bytes of the IP
 * layer.
 *
 * @param account who held it
 * @param hourStart a full hour of the price book's zone
 * @param fromMinute first minute of the part, 0 to 59
 * @param toMinute the minute after the part, 1 to 60
 * @param packetsIn for an overhead per packet; 0 where they are not known
 * @param packetsOut the same
 * @param missing what was not seen of it
 */
public record UsageHour(
    String account,
    String region,
    String lineType,
    String eip,
    Instant hourStart,
    int fromMinute,
    int toMinute,
    long bytesIn,
    long bytesOut,
    long packetsIn,
    long packetsOut,
    Quality quality,
    Missing missing)
    implements Comparable<UsageHour> {

  /** Minutes of an hour. */
  public static final int WHOLE = 60;

  /** How sure the bytes are (I7). */
  public enum Quality {
    EXACT,
    /** Exports are missing that may speak of it: a lower bound. */
    INCOMPLETE,
    SAMPLED,
    BEST_EFFORT
  }

  /** In the order in which tiers count (R12). */
  private static final Comparator<UsageHour> ORDER =
      Comparator.comparing(UsageHour::hourStart)
          .thenComparing(UsageHour::eip)
          .thenComparing(UsageHour::account)
          .thenComparing(UsageHour::region)
          .thenComparing(UsageHour::lineType)
          .thenComparing(UsageHour::fromMinute);

  /**
   * @throws IllegalArgumentException if it is no part of an hour, or something is negative
   */
  public UsageHour {
    if (fromMinute < 0 || fromMinute >= toMinute || toMinute > WHOLE) {
      throw new IllegalArgumentException(
          "minutes " + fromMinute + " to " + toMinute + " are no part of an hour");
    }
    if ((bytesIn | bytesOut | packetsIn | packetsOut) < 0) {
      throw new IllegalArgumentException("usage must not be negative");
    }
  }

  /** A whole hour, all of which was seen. */
  public static UsageHour whole(
      String account,
      String region,
      String lineType,
      String eip,
      Instant hourStart,
      long bytesIn,
      long bytesOut,
      Quality quality) {
    return new UsageHour(
        account,
        region,
        lineType,
        eip,
        hourStart,
        0,
        WHOLE,
        bytesIn,
        bytesOut,
        0,
        0,
        quality,
        Missing.NONE);
  }

  public Interval time() {
    return new Interval(
        hourStart.plusSeconds(60L * fromMinute), hourStart.plusSeconds(60L * toMinute));
  }

  /** Of both directions. */
  public BigInteger bytes() {
    return BigInteger.valueOf(bytesIn).add(BigInteger.valueOf(bytesOut));
  }

  @Override
  public int compareTo(UsageHour other) {
    return ORDER.compare(this, other);
  }

  /** Whether both speak of one hour of one address and holder. */
  boolean sameHour(UsageHour other) {
    return hourStart.equals(other.hourStart)
        && eip.equals(other.eip)
        && account.equals(other.account)
        && region.equals(other.region)
        && lineType.equals(other.lineType);
  }

  /** Whether both speak of a same minute. */
  public boolean overlaps(UsageHour other) {
    return sameHour(other) && fromMinute < other.toMinute && other.fromMinute < toMinute;
  }
}
