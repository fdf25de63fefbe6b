package io.eipmeter.jobs.log;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Entries of one slot that wait for their log time. What is ripe is taken without a look at the
 * rest: a topic that is read far ahead of another makes many wait for long.
 */
final class WaitingEntries {
  private final TreeMap<Long, List<LogEntry>> byTime = new TreeMap<>();

  void add(LogEntry entry) {
    byTime.computeIfAbsent(entry.logMs(), time -> new ArrayList<>()).add(entry);
  }

  /** Takes out what is of that log time or earlier, in the order of the log. */
  List<LogEntry> take(long untilMs) {
    List<LogEntry> ripe = new ArrayList<>();
    while (firstMs() <= untilMs) {
      List<LogEntry> next = byTime.pollFirstEntry().getValue();
      next.sort(LogEntry.IN_LOG_ORDER);
      ripe.addAll(next);
    }
    return ripe;
  }

  /** The earliest log time; {@link Long#MAX_VALUE} if nothing waits. */
  long firstMs() {
    return byTime.isEmpty() ? Long.MAX_VALUE : byTime.firstKey();
  }

  List<LogEntry> all() {
    List<LogEntry> all = new ArrayList<>();
    byTime.values().forEach(all::addAll);
    return all;
  }
}
