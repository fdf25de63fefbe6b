package io.eipmeter.collector.inventory;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whose months a change of the past moves: their sums, and so what was billed of them. */
public final class MovedMonths {
  private static final YearMonth FIRST = YearMonth.of(1970, 1);

  private final ZoneId zone;
  private final Map<String, BitSet> byAccount = new TreeMap<>();

  MovedMonths(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * @param toMs first millisecond after it
   */
  void add(String account, long fromMs, long toMs) {
    byAccount.computeIfAbsent(account, any -> new BitSet()).set(month(fromMs), month(toMs - 1) + 1);
  }

  private int month(long atMs) {
    YearMonth month = YearMonth.from(Instant.ofEpochMilli(atMs).atZone(zone));
    return Math.max(0, (int) FIRST.until(month, java.time.temporal.ChronoUnit.MONTHS));
  }

  public boolean isEmpty() {
    return byAccount.isEmpty();
  }

  /** Each account with its months, as in {@code acme: 2026-09, 2026-11 to 2027-01}. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    byAccount.forEach((account, months) -> lines.add(account + ": " + text(months)));
    return lines;
  }

  private static String text(BitSet months) {
    List<String> parts = new ArrayList<>();
    for (int from = months.nextSetBit(0); from >= 0; ) {
      int to = months.nextClearBit(from) - 1;
      String last = FIRST.plusMonths(to).toString();
      String first = FIRST.plusMonths(from).toString();
      parts.add(from == 0 ? "until " + last : from == to ? last : first + " to " + last);
      from = months.nextSetBit(to + 1);
    }
    return String.join(", ", parts);
  }
}
