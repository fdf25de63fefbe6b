package io.eipmeter.jobs.alerts.domain;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sums of a resource's last minutes or seconds, those without a row left out. An early sum is
 * never more than the settled one, so of several early ones the largest holds, in whatever order
 * they come.
 */
final class Minutes implements Sums {
  private final NavigableMap<Long, Minute> minutes = new TreeMap<>();
  private final long stepMs;

  /**
   * No sums.
   *
   * @param stepMs what each is the sum of
   */
  Minutes(long stepMs) {
    this.stepMs = stepMs;
  }

  /** The sums of one minute. */
  record Minute(boolean settled, long[] sums) {
    Minute merge(Minute other) {
      if (settled != other.settled) {
        return settled ? this : other;
      }
      long[] larger = new long[sums.length];
      for (int i = 0; i < sums.length; i++) {
        larger[i] = Math.max(sums[i], other.sums[i]);
      }
      return new Minute(settled, larger);
    }
  }

  void put(long minuteMs, boolean settled, long[] sums) {
    minutes.merge(minuteMs, new Minute(settled, sums), Minute::merge);
  }

  void forgetBefore(long minuteMs) {
    minutes.headMap(minuteMs, false).clear();
  }

  @Override
  public boolean isEmpty() {
    return minutes.isEmpty();
  }

  @Override
  public long lastMs() {
    return minutes.isEmpty() ? Long.MIN_VALUE : minutes.lastKey();
  }

  Map<Long, Minute> all() {
    return minutes;
  }

  @Override
  public boolean anyIn(long fromMs, long toMs) {
    Long first = minutes.ceilingKey(fromMs);
    return first != null && first < toMs;
  }

  @Override
  public long amount(Statistic statistic, int column, long fromMs, long toMs) {
    NavigableMap<Long, Minute> period = minutes.subMap(fromMs, true, toMs, false);
    long total = 0;
    long largest = 0;
    long smallest = period.size() < (toMs - fromMs) / stepMs ? 0 : Long.MAX_VALUE;
    for (Minute minute : period.values()) {
      long sum = minute.sums()[column];
      total = Math.addExact(total, sum);
      largest = Math.max(largest, sum);
      smallest = Math.min(smallest, sum);
    }
    return switch (statistic) {
      case AVERAGE, SUM -> total;
      case MAXIMUM -> largest;
      case MINIMUM -> smallest;
    };
  }

  Minutes copy() {
    Minutes copy = new Minutes(stepMs);
    copy.minutes.putAll(minutes); // a minute never changes
    return copy;
  }

  @Nullable Minute at(long minuteMs) {
    return minutes.get(minuteMs);
  }
}
