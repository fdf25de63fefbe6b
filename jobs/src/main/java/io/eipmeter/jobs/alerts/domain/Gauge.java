package io.eipmeter.jobs.alerts.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A value that holds until it is told anew: the findings that stand for an EIP, the cost of an
 * account's month, the difference in the bytes of a slot. What is told of the past changes the
 * value from the first period on that was not judged yet. Records that come again change nothing:
 * those of a resource come in the order of their position.
 */
final class Gauge implements Sums {
  private static final long MICROS = 1_000_000;

  private final NavigableMap<Long, Long> changes = new TreeMap<>();

  /** Of the findings that stand: kind and since. */
  private final Set<String> standing = new TreeSet<>();

  /** What the newest finding said, in the order of the log. */
  private String position = "";

  /** Of costs: start of the month; of differences: log time of the newest. */
  private long sinceMs = Long.MIN_VALUE;

  private BigDecimal cost = BigDecimal.ZERO;

  /**
   * Takes a notice of a finding.
   *
   * @param told its place in the order of the log
   * @param finding kind and since
   */
  void tellFinding(String told, String finding, boolean ended, long changeMs) {
    if (told.compareTo(position) <= 0) {
      return;
    }
    position = told;
    boolean changed = ended ? standing.remove(finding) : standing.add(finding);
    if (changed) {
      changes.put(changeMs, (long) standing.size());
    }
  }

  /** The month's cost so far; a later month begins anew, an earlier one is over. */
  void addCost(long monthMs, BigDecimal amount, long changeMs) {
    if (monthMs < sinceMs) {
      return;
    }
    cost = monthMs > sinceMs ? amount : cost.add(amount);
    sinceMs = monthMs;
    changes.put(
        changeMs,
        cost.max(BigDecimal.ZERO)
            .multiply(BigDecimal.valueOf(MICROS))
            .setScale(0, RoundingMode.DOWN)
            .longValueExact());
  }

  /** Of what one look tells of several hours the largest holds. */
  void tellDifference(long asOfMs, long bytes, long changeMs) {
    if (asOfMs < sinceMs) {
      return;
    }
    Map.Entry<Long, Long> before = changes.lastEntry();
    long largest = asOfMs == sinceMs && before != null ? Math.max(before.getValue(), bytes) : bytes;
    sinceMs = asOfMs;
    changes.put(changeMs, largest);
  }

  void forgetBefore(long epochMs) {
    Long needed = changes.floorKey(epochMs);
    if (needed != null) {
      changes.headMap(needed, false).clear();
    }
  }

  /** Whether it says what one that was never told anything would say. */
  @Override
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  @Override
  public long lastMs() {
    return changes.isEmpty() ? Long.MIN_VALUE : changes.lastKey();
  }

  @Override
  public boolean anyIn(long fromMs, long toMs) {
    return changes.lowerKey(toMs) != null;
  }

  @Override
  public long amount(Statistic statistic, int column, long fromMs, long toMs) {
    Map.Entry<Long, Long> last = changes.lowerEntry(toMs);
    return last == null ? Verdict.NO_DATA : last.getValue();
  }

  Gauge copy() {
    Gauge copy = new Gauge();
    copy.restore(changes, standing, position, sinceMs, cost);
    return copy;
  }

  void restore(
      Map<Long, Long> newChanges,
      Set<String> newStanding,
      String newPosition,
      long newSinceMs,
      BigDecimal newCost) {
    changes.putAll(newChanges);
    standing.addAll(newStanding);
    position = newPosition;
    sinceMs = newSinceMs;
    cost = newCost;
  }

  Map<Long, Long> changes() {
    return changes;
  }

  Set<String> standing() {
    return standing;
  }

  String position() {
    return position;
  }

  long sinceMs() {
    return sinceMs;
  }

  BigDecimal cost() {
    return cost;
  }
}
