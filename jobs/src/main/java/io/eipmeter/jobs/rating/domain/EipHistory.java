package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.jobs.rating.time.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of an address while an account held it.
 *
 * @param life from creation to release; {@link Instant#MAX}: not released
 * @param pool the address pool it comes from; empty: none
 * @param methods how it is paid, over time; at least one
 * @param bandwidths the maximum bandwidth over time, Mbit/s; 0: not told
 * @param associations in the order of their starts
 * @param shared when it was in a shared bandwidth, which pays for its traffic
 */
public record EipHistory(
    String eip,
    String account,
    String region,
    String lineType,
    Interval life,
    String pool,
    Timeline<ChargeMethod> methods,
    Timeline<Integer> bandwidths,
    List<Association> associations,
    List<Membership> shared) {

  /** How an address is paid. */
  public enum ChargeMethod {
    DATA_TRANSFER,
    BANDWIDTH,
    /** Paid before, for a month or a year. */
    SUBSCRIPTION
  }

  /**
   * A time attached to a resource.
   *
   * @param kind such as {@code EcsInstance}
   */
  public record Association(Interval time, String kind) {}

  /**
   * A time in a shared bandwidth.
   *
   * @param id of the shared bandwidth
   */
  public record Membership(Interval time, String id) {}

  /** Who pays for the traffic of a moment. */
  enum Coverage {
    BY_TRANSFER,
    BY_METHOD,
    BY_SHARED_BANDWIDTH
  }

  /** The times within another in which the address lived and was paid by a method. */
  List<Interval> paidBy(ChargeMethod method, Interval within) {
    return methods.within(life.intersect(within)).stream()
        .filter(piece -> piece.value() == method)
        .map(Timeline.Piece::time)
        .toList();
  }

  /** The times in a shared bandwidth, in their order. */
  List<Interval> sharedTimes() {
    return shared.stream().map(Membership::time).toList();
  }

  /**
   * Who pays for the traffic of a part of an hour.
   *
   * @return empty if that changes within it, so that the part would have to be divided
   */
  Optional<Coverage> coverage(Interval part) {
    Interval alive = part.intersect(life);
    if (shared.isEmpty() && methods.values().size() == 1) {
      return Optional.of(coverageAt(alive.from()));
    }
    // A minute is the earlier's where two share it: what begins within the first minute holds in
    // it.
    Set<Coverage> found = new HashSet<>();
    for (Instant minute = alive.from();
        minute.isBefore(alive.to());
        minute = nextChange(minute, alive.to())) {
      found.add(coverageAt(minute));
    }
    return found.size() == 1 ? found.stream().findFirst() : Optional.empty();
  }

  private Coverage coverageAt(Instant time) {
    if (shared.stream().anyMatch(membership -> membership.time().contains(time))) {
      return Coverage.BY_SHARED_BANDWIDTH;
    }
    return methods.at(time).orElse(ChargeMethod.DATA_TRANSFER) == ChargeMethod.DATA_TRANSFER
        ? Coverage.BY_TRANSFER
        : Coverage.BY_METHOD;
  }

  /**
   * The next full minute at which another state may hold; what begins in a minute waits for its
   * end.
   */
  private Instant nextChange(Instant after, Instant end) {
    List<Instant> edges = new ArrayList<>();
    methods.values().forEach(since -> edges.add(since.from()));
    for (Membership membership : shared) {
      edges.add(membership.time().from());
      edges.add(membership.time().to());
    }
    Instant next = end;
    for (Instant edge : edges) {
      Instant minute = minuteFrom(edge);
      if (minute.isAfter(after) && minute.isBefore(next)) {
        next = minute;
      }
    }
    return next;
  }

  /** The full minute at or after a time. */
  private static Instant minuteFrom(Instant time) {
    if (time.equals(Instant.MIN) || time.equals(Instant.MAX)) {
      return time;
    }
    long second = time.getEpochSecond() + (time.getNano() > 0 ? 1 : 0);
    return Instant.ofEpochSecond(Math.floorDiv(second + 59, 60L) * 60);
  }

  /** The highest bandwidth that was set at any time of an interval, Mbit/s. */
  int highestBandwidth(Interval within) {
    return bandwidths.within(within).stream().mapToInt(Timeline.Piece::value).max().orElse(0);
  }

  /** Whether it was told at all times of an interval. */
  boolean knowsBandwidth(Interval within) {
    List<Timeline.Piece<Integer>> pieces = bandwidths.within(within);
    return !pieces.isEmpty() && pieces.stream().allMatch(piece -> piece.value() > 0);
  }
}
