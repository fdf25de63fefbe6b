package io.eipmeter.collector.inventory;

import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.v1.EipEvent;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a snapshot changes.
 *
 * @param statements what must be said in {@code eip-events} for it, in this order for an address
 * @param differences whom it changes, by range and time
 * @param settled ranges whose holder stays and that lose a second one
 * @param moved whose months it moves; empty: it leaves the past alone
 * @param doubts sentences about what may be wrong and hinders nothing
 * @param unchanged rows that say what is in force
 * @param toldElsewhere rows that say what another source says
 * @param vanished ranges with a holder of the file's source that the file no longer has
 * @param held ranges with a holder of that source before
 */
public record SyncPlan(
    List<EipEvent> statements,
    List<Difference> differences,
    List<AddressRange> settled,
    MovedMonths moved,
    List<String> doubts,
    int unchanged,
    int toldElsewhere,
    int vanished,
    int held) {

  /** So many may always cease: of a small inventory they are a large part. */
  private static final int FEW = 10;

  public SyncPlan {
    statements = List.copyOf(statements);
    differences = List.copyOf(differences);
    settled = List.copyOf(settled);
    doubts = List.copyOf(doubts);
  }

  public boolean isEmpty() {
    return statements.isEmpty();
  }

  /** Whether the file misses so much of what is held that it may be cut short. */
  public boolean ceasesMoreThan(int percent) {
    return vanished > FEW && vanished * 100L > (long) percent * held;
  }

  /**
   * Each change as a line: {@code +} who begins to hold, {@code -} who ceases, {@code ~} what else
   * changes.
   */
  public Stream<String> lines() {
    return Stream.concat(
        differences.stream().map(Difference::line),
        settled.stream().map(range -> "= " + range.written() + " a second holder ceases"));
  }

  /** How many of what, in one sentence without an end. */
  public String counts() {
    long begin = differences.stream().filter(d -> d.before() == null).count();
    long cease = differences.stream().filter(d -> d.after() == null).count();
    return begin
        + " begin, "
        + cease
        + " cease, "
        + (differences.size() - begin - cease)
        + " change, "
        + unchanged
        + " unchanged"
        + (settled.isEmpty() ? "" : ", " + settled.size() + " lose a second holder")
        + (toldElsewhere == 0 ? "" : ", " + toldElsewhere + " told by another source");
  }

  static String time(long atMs) {
    return Instant.ofEpochMilli(atMs).toString();
  }
}
