package io.eipmeter.sim.lab.oracle;

import io.eipmeter.sim.world.script.Role;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The notices of alerts that a run must bring: rules on the bytes out of whole minutes. */
public final class AlertOracle {
  private static final long BITS_A_BYTE = 8;
  private static final long SECONDS_A_MINUTE = 60;
  private static final long PERCENT = 100;

  /** What a rule looks at. */
  public enum Quantity {
    /** Bits per second out. */
    OUT_RATE,
    /** The same in percent of the maximum bandwidth. */
    OUT_UTILISATION
  }

  /**
   * When a level is reached and left.
   *
   * @param above whether it fires at and above the threshold, or below it
   * @param times minutes one after the other
   * @param recovery the level is left beyond it
   */
  public record Level(String name, boolean above, long threshold, int times, long recovery) {}

  /**
   * A rule.
   *
   * @param about which EIPs
   * @param levels the highest first
   */
  public record Rule(String id, Quantity quantity, Predicate<Role> about, List<Level> levels) {}

  private final Truth truth;

  public AlertOracle(Truth truth) {
    this.truth = truth;
  }

  public static String key(long periodMs, String rule, String eipId) {
    return Instant.ofEpochMilli(periodMs) + " " + rule + " " + eipId;
  }

  public SortedMap<String, String> notices(List<Rule> rules) {
    SortedMap<String, String> notices = new TreeMap<>();
    for (String eipId : truth.holdings().keySet()) {
      Role role = truth.role(eipId);
      for (Rule rule : rules) {
        if (rule.about().test(role)) {
          judge(rule, role, notices);
        }
      }
    }
    return notices;
  }

  private void judge(Rule rule, Role role, SortedMap<String, String> notices) {
    int[] runs = new int[rule.levels().size()];
    int none = runs.length;
    int standing = none;
    long expectedMs = Long.MIN_VALUE;
    for (Truth.HeldMinute minute : truth.minutes(role.eipId())) {
      boolean gap = minute.minuteMs() != expectedMs;
      expectedMs = minute.minuteMs() + Truth.MINUTE_MS;
      int now = none;
      for (int i = none - 1; i >= 0; i--) {
        Level level = rule.levels().get(i);
        boolean met = meets(rule, role, minute, level, level.threshold());
        runs[i] = met ? (gap ? 1 : runs[i] + 1) : 0;
        // Reached, or reached before and not left.
        if (runs[i] >= level.times()
            || i >= standing && meets(rule, role, minute, level, level.recovery())) {
          now = i;
        }
      }
      if (now != standing) {
        standing = now;
        notices.put(
            key(minute.minuteMs(), rule.id(), role.eipId()),
            now == none ? "ok" : "alert " + rule.levels().get(now).name());
      }
    }
  }

  private static boolean meets(
      Rule rule, Role role, Truth.HeldMinute minute, Level level, long bound) {
    long bits = Math.multiplyExact(minute.usage().bytesOut(), BITS_A_BYTE);
    long whole =
        rule.quantity() == Quantity.OUT_UTILISATION
            ? role.maximumMbps() * 1_000_000L * SECONDS_A_MINUTE
            : SECONDS_A_MINUTE;
    long part = rule.quantity() == Quantity.OUT_UTILISATION ? bits * PERCENT : bits;
    return level.above() ? part >= bound * whole : part < bound * whole;
  }
}
