package io.eipmeter.jobs.rating.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of an address while an account held it.
 *
 * @param life from creation to release; {@link Instant#MAX}: not released
 * @param inPool whether it comes from an address pool
 * @param methods each from its time until the next one's; at least one
 * @param bandwidths the same, of the maximum bandwidth
 * @param associations in the order of their starts
 * @param shared when it was in a shared bandwidth, which pays for its traffic
 */
public record EipHistory(
    String eip,
    String account,
    String region,
    String lineType,
    Interval life,
    boolean inPool,
    List<Since<ChargeMethod>> methods,
    List<Since<Integer>> bandwidths,
    List<Association> associations,
    List<Interval> shared) {

  /** How an address is paid. */
  public enum ChargeMethod {
    DATA_TRANSFER,
    BANDWIDTH,
    /** Paid before; nothing is charged here. */
    SUBSCRIPTION
  }

  /** A value from a time on. */
  public record Since<T>(Instant from, T value) {}

  /**
   * A time attached to a resource.
   *
   * @param kind such as {@code EcsInstance}
   */
  public record Association(Interval time, String kind) {}

  /** The times within another in which the address lived and was paid by a method. */
  List<Interval> paidBy(ChargeMethod method, Interval within) {
    List<Interval> times = new ArrayList<>();
    Interval alive = life.intersect(within);
    for (int i = 0; i < methods.size(); i++) {
      if (methods.get(i).value() == method) {
        Instant from = i == 0 ? Instant.MIN : methods.get(i).from();
        Instant to = i + 1 < methods.size() ? methods.get(i + 1).from() : Instant.MAX;
        Interval time = alive.intersect(new Interval(from, to));
        if (!time.isEmpty()) {
          times.add(time);
        }
      }
    }
    return times;
  }

  /** How traffic of a moment is paid (R10: an hour by its start). */
  ChargeMethod methodAt(Instant time) {
    ChargeMethod method = methods.get(0).value();
    for (Since<ChargeMethod> since : methods) {
      if (!since.from().isAfter(time)) {
        method = since.value();
      }
    }
    return method;
  }

  boolean isShared(Instant time) {
    return shared.stream().anyMatch(interval -> interval.contains(time));
  }

  /** The highest bandwidth that was set at any time of an interval, Mbit/s; 0 where none is. */
  int highestBandwidth(Interval within) {
    int highest = 0;
    for (int i = 0; i < bandwidths.size(); i++) {
      Instant from = i == 0 ? Instant.MIN : bandwidths.get(i).from();
      Instant to = i + 1 < bandwidths.size() ? bandwidths.get(i + 1).from() : Instant.MAX;
      if (!new Interval(from, to).intersect(within).isEmpty()) {
        highest = Math.max(highest, bandwidths.get(i).value());
      }
    }
    return highest;
  }
}
