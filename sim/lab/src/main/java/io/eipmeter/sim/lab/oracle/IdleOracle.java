package io.eipmeter.sim.lab.oracle;

import io.eipmeter.sim.world.OwnerInterval;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The notices about idle EIPs that a run must bring: attached to nothing for a time, or attached
 * without use.
 */
public final class IdleOracle {
  private static final long HOUR_MS = 3_600_000;

  /**
   * When an EIP is idle.
   *
   * @param idleFor both findings, and the time between notices
   * @param noiseBytes out of an hour that are no use
   * @param knownFromMs before it nothing is known of use
   * @param startMs where the log begins: what is idle by then is found at once
   * @param untilMs how far the log goes
   */
  public record Terms(
      Duration idleFor,
      long noiseBytes,
      Duration settleDelay,
      long knownFromMs,
      long startMs,
      long untilMs) {

    /** When a finding is found, in words. */
    public String found(long sinceMs, long foundMs) {
      return sinceMs + idleFor.toMillis() < startMs
          ? "found at once"
          : "found " + Instant.ofEpochMilli(foundMs);
    }
  }

  private final Truth truth;
  private final Terms terms;
  private final BillOracle prices;
  private final SortedMap<String, String> notices = new TreeMap<>();

  /** Attached to the same, or to nothing, all the time. */
  private record Stretch(String eipId, String kind, long fromMs, long toMs, String after) {}

  public IdleOracle(Truth truth, Terms terms) {
    this.truth = truth;
    this.terms = terms;
    this.prices = new BillOracle(truth);
  }

  public static String key(String eipId, String kind, long sinceMs, long number) {
    return eipId + " " + kind + " since " + Instant.ofEpochMilli(sinceMs) + " #" + number;
  }

  public static String value(String end, String found, BigDecimal costPerDay) {
    return (end.equals("unspecified") ? "stands" : end)
        + ", "
        + found
        + ", "
        + BillOracle.plain(costPerDay)
        + " a day";
  }

  /** All notices, by {@link #key}. */
  public SortedMap<String, String> notices() {
    for (List<OwnerInterval> life : truth.holdings().values()) {
      for (Stretch stretch : stretches(life)) {
        if (stretch.kind().isEmpty()) {
          unassociated(stretch);
        } else {
          unused(stretch);
        }
      }
    }
    return notices;
  }

  private static List<Stretch> stretches(List<OwnerInterval> life) {
    List<Stretch> stretches = new ArrayList<>();
    for (int i = 0; i < life.size(); i++) {
      OwnerInterval held = life.get(i);
      boolean followed = i + 1 < life.size() && life.get(i + 1).fromMs() == held.toMs();
      String after =
          !followed ? "released" : life.get(i + 1).associationKind().isEmpty() ? "" : "associated";
      stretches.add(
          new Stretch(held.eipId(), held.associationKind(), held.fromMs(), held.toMs(), after));
    }
    return stretches;
  }

  private void unassociated(Stretch stretch) {
    long dueMs = stretch.fromMs() + terms.idleFor().toMillis();
    if (dueMs < Math.min(stretch.toMs(), terms.untilMs())) {
      found("unassociated", stretch, stretch.fromMs(), dueMs, stretch.toMs(), stretch.after());
    }
  }

  private void unused(Stretch stretch) {
    long settleMs = terms.settleDelay().toMillis();
    long sinceMs = Math.max(stretch.fromMs(), terms.knownFromMs());
    for (long usedMs : uses(stretch)) {
      long dueMs = sinceMs + terms.idleFor().toMillis() + settleMs + 1;
      if (usedMs + settleMs > dueMs) {
        found("unused", stretch, sinceMs, dueMs, usedMs + settleMs, "used");
      }
      sinceMs = Math.max(sinceMs, usedMs);
    }
    long dueMs = sinceMs + terms.idleFor().toMillis() + settleMs + 1;
    if (dueMs < Math.min(stretch.toMs(), terms.untilMs())) {
      found(
          "unused",
          stretch,
          sinceMs,
          dueMs,
          stretch.toMs(),
          stretch.after().isEmpty() ? "disassociated" : stretch.after());
    }
  }

  /** Ends of the minutes of use: from when an hour's sum is above the noise. */
  private List<Long> uses(Stretch stretch) {
    List<Long> uses = new ArrayList<>();
    long hour = Long.MIN_VALUE;
    long bytes = 0;
    for (Truth.HeldMinute minute : truth.minutes(stretch.eipId())) {
      long of = Math.floorDiv(minute.minuteMs(), HOUR_MS);
      bytes = (of == hour ? bytes : 0) + minute.usage().bytesOut();
      hour = of;
      long endMs = minute.minuteMs() + Truth.MINUTE_MS;
      if (bytes > terms.noiseBytes() && endMs > stretch.fromMs() && endMs <= stretch.toMs()) {
        uses.add(endMs);
      }
    }
    return uses;
  }

  /** Numbered notices from the first to the end, if it ends. */
  private void found(
      String kind, Stretch stretch, long sinceMs, long dueMs, long endMs, String end) {
    BigDecimal cost = prices.holdingDay(truth.role(stretch.eipId()), stretch.kind());
    String found = terms.found(sinceMs, dueMs);
    int number = 1;
    for (long atMs = Math.max(dueMs, terms.startMs());
        atMs < Math.min(endMs, terms.untilMs());
        atMs += terms.idleFor().toMillis()) {
      notices.put(key(stretch.eipId(), kind, sinceMs, number), value("unspecified", found, cost));
      number++;
    }
    if (endMs < terms.untilMs()) {
      notices.put(key(stretch.eipId(), kind, sinceMs, number), value(end, found, cost));
    }
  }
}
