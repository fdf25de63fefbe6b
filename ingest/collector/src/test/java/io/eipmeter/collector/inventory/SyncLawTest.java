package io.eipmeter.collector.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.EipEvent;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * What holds after each sync of any history, at every tick of a short time. Ticks are milliseconds
 * after {@link #BASE_MS}; the holders are looked up tick by tick in the statements, without the
 * spans and pieces that made the plan.
 */
class SyncLawTest {
  private static final long BASE_MS = 1_000_000;
  private static final int TICKS = 60;
  private static final List<String> RANGES =
      List.of("203.0.113.5", "203.0.113.6", "203.0.113.0/24", "2001:db8::/64");

  /**
   * A row of a file.
   *
   * @param from tick; 0: the row says none
   * @param ticks how long; 0: open
   */
  record FileRow(String range, String account, String eip, String region, int from, int ticks) {
    EipEvent event() {
      long fromMs = from == 0 ? 0 : BASE_MS + from;
      long toMs = ticks == 0 ? 0 : BASE_MS + Math.max(1, from) + ticks;
      return Row.from(range, account, eip, fromMs, toMs).toBuilder().setRegion(region).build();
    }
  }

  /**
   * What happens next.
   *
   * @param pause ticks since the last step
   * @param asOf ticks from now, of a snapshot
   * @param controlPlane says the rows itself, each from now on, instead of a file
   */
  record Step(
      int pause,
      int asOf,
      boolean restate,
      boolean allSources,
      boolean controlPlane,
      List<FileRow> rows) {}

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<FileRow> rows =
        Combinators.combine(
                Arbitraries.of(RANGES),
                Arbitraries.of("acme", "bolt", "cord"),
                Arbitraries.of("", "", "", "", "eip-1", "eip-2"),
                Arbitraries.of("", "eu"),
                Arbitraries.frequencyOf(
                    Tuple.of(6, Arbitraries.just(0)),
                    Tuple.of(2, Arbitraries.integers().between(1, 40))),
                Arbitraries.frequencyOf(
                    Tuple.of(4, Arbitraries.just(0)),
                    Tuple.of(1, Arbitraries.integers().between(1, 25))))
            .as(FileRow::new);
    Arbitrary<Step> steps =
        Combinators.combine(
                Arbitraries.integers().between(0, 5),
                Arbitraries.frequencyOf(
                    Tuple.of(4, Arbitraries.just(0)),
                    Tuple.of(1, Arbitraries.integers().between(-5, 8))),
                Arbitraries.of(true, false, false),
                Arbitraries.of(true, false, false, false),
                Arbitraries.of(true, false, false, false),
                rows.list().ofMaxSize(5).map(SyncLawTest::mostlyOneRowARange))
            .as(Step::new);
    return steps.list().ofMinSize(1).ofMaxSize(8);
  }

  /**
   * Two rows of a range are a mistake unless they follow each other; that is tried now and then.
   */
  private static List<FileRow> mostlyOneRowARange(List<FileRow> rows) {
    Set<String> ranges = new HashSet<>();
    return rows.stream()
        .filter(row -> ranges.add(row.range()) || row.from() > 0 && row.ticks() != 1)
        .toList();
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void fromTheSnapshotOnItsHoldersAreInForceAndThePastIsWhatItWas(
      @ForAll("histories") List<Step> history) {
    InForce inForce = InForce.of(List.of());
    boolean onlyFiles = history.stream().noneMatch(Step::controlPlane);
    int now = 10;
    for (Step step : history) {
      now += step.pause();
      if (step.controlPlane()) {
        inForce = inForce.and(saidByControlPlane(inForce, step, now));
        continue;
      }
      int asOf = now + step.asOf();
      List<EipEvent> rows = step.rows().stream().map(FileRow::event).toList();
      SyncPlanner planner = planner(inForce, asOf, now, step.allSources());
      SyncPlan plan = planOf(planner, rows);
      if (plan == null || !plan.moved().isEmpty() && !step.restate()) {
        Statistics.label("syncs").collect(plan == null ? "refused" : "would move the past");
        continue;
      }
      InForce after = inForce.and(plan.statements());
      Statistics.label("syncs").collect(plan.isEmpty() ? "nothing to do" : "done");
      everyIdKeepsItsRange(inForce, plan);
      if (!step.allSources()) {
        assertThat(plan.statements())
            .allSatisfy(said -> assertThat(said.getSource()).isEqualTo(SyncPlanner.SOURCE));
      }
      for (String range : RANGES) {
        for (int tick = 0; tick < TICKS; tick++) {
          String was = holder(inForce, range, tick);
          String is = holder(after, range, tick);
          if (tick >= asOf) {
            holdersAreTheSnapshots(after, step, range, tick, asOf, is);
          } else if (!speaksOf(step, range, tick)) {
            assertThat(is).as("%s at %d, which no row speaks of", range, tick).isEqualTo(was);
          } else {
            itIsAsARowOfThePastSays(after, step, range, tick);
          }
          if (tick < Math.max(asOf, now) && plan.moved().isEmpty()) {
            assertThat(is).as("%s at %d, the past", range, tick).isEqualTo(was);
          }
        }
      }
      nobodyHoldsTwice(after, onlyFiles ? 0 : asOf);
      SyncPlan again = planner(after, asOf, now, step.allSources()).plan(rows);
      assertThat(again.statements()).as("the same again").isEmpty();
      inForce = after;
    }
  }

  private static SyncPlanner planner(InForce inForce, int asOf, int now, boolean allSources) {
    return new SyncPlanner(
        inForce,
        Row.metered("203.0.113.0/24"),
        new Moment(BASE_MS + asOf, BASE_MS + now),
        ZoneOffset.UTC,
        allSources);
  }

  private static @Nullable SyncPlan planOf(SyncPlanner planner, List<EipEvent> rows) {
    try {
      return planner.plan(rows);
    } catch (BadFileException e) {
      return null;
    }
  }

  /** It closes what it said of a range and opens anew, whatever a file said of it. */
  private static List<EipEvent> saidByControlPlane(InForce inForce, Step step, int now) {
    List<EipEvent> said = new ArrayList<>();
    Set<String> ranges = new HashSet<>();
    for (FileRow row : step.rows()) {
      if (!ranges.add(row.range())) {
        continue;
      }
      for (EipEvent told : inForce.intervals()) {
        boolean same = Piece.range(told).equals(Piece.range(row.event()));
        if (same && told.getSource().equals("control-plane") && told.getToMs() == 0) {
          said.add(told.toBuilder().setToMs(BASE_MS + now).build());
        }
      }
      if (row.ticks() == 0) {
        said.add(
            row.event().toBuilder()
                .setOwnershipId("cp:" + row.range() + "/" + now + "/" + inForce.intervals().size())
                .setSource("control-plane")
                .setEipId("")
                .setFromMs(BASE_MS + now)
                .build());
      }
    }
    return said;
  }

  private static List<EipEvent> holding(InForce inForce, String range, int tick) {
    long atMs = BASE_MS + tick;
    List<EipEvent> holding = new ArrayList<>();
    for (EipEvent event : inForce.intervals()) {
      if (Piece.range(event).written().equals(written(range))
          && event.getFromMs() <= atMs
          && (event.getToMs() == 0 || atMs < event.getToMs())) {
        holding.add(event);
      }
    }
    return holding;
  }

  private static String written(String range) {
    return range.replace("db8::/", "db8:0:0:0:0:0:0/");
  }

  /** Of two the earlier, as in every reader of the topic. */
  private static String holder(InForce inForce, String range, int tick) {
    EipEvent first = null;
    for (EipEvent event : holding(inForce, range, tick)) {
      if (first == null
          || event.getFromMs() < first.getFromMs()
          || event.getFromMs() == first.getFromMs()
              && event.getOwnershipId().compareTo(first.getOwnershipId()) < 0) {
        first = event;
      }
    }
    return first == null ? "" : text(first);
  }

  private static String text(EipEvent event) {
    return event.getAccount() + "/" + event.getEipId() + "/" + event.getRegion();
  }

  private static void holdersAreTheSnapshots(
      InForce after, Step step, String range, int tick, int asOf, String is) {
    List<EipEvent> holding = holding(after, range, tick);
    FileRow row = null;
    for (FileRow each : step.rows()) {
      int from = each.from() == 0 ? asOf : each.from();
      int to = each.ticks() == 0 ? TICKS : Math.max(1, each.from()) + each.ticks();
      if (each.range().equals(range) && from <= tick && tick < to) {
        row = each;
      }
    }
    boolean othersSay = holding.stream().anyMatch(e -> e.getSource().equals("control-plane"));
    if (othersSay && !step.allSources()) {
      if (row != null) {
        assertThat(is).startsWith(row.account() + "/");
      }
      return;
    }
    String expected = row == null ? "" : row.account() + "/" + row.eip() + "/" + row.region();
    assertThat(is).as("%s at %d, from the snapshot on", range, tick).isEqualTo(expected);
  }

  /** Who it was, and of a row that has ended how it was; a control plane knows the rest better. */
  private static void itIsAsARowOfThePastSays(InForce after, Step step, String range, int tick) {
    for (FileRow row : step.rows()) {
      int to = row.ticks() == 0 ? TICKS : row.from() + row.ticks();
      if (row.range().equals(range) && row.from() > 0 && row.from() <= tick && tick < to) {
        assertThat(holder(after, range, tick))
            .as("%s at %d, of which %s", range, tick, row)
            .startsWith(row.account() + "/" + row.eip());
      }
    }
  }

  /** Whether a row says who held it then, or that somebody ceased to. */
  private static boolean speaksOf(Step step, String range, int tick) {
    return step.rows().stream()
        .anyMatch(row -> row.range().equals(range) && row.from() > 0 && row.from() <= tick);
  }

  private static void nobodyHoldsTwice(InForce after, int fromTick) {
    for (int tick = fromTick; tick < TICKS; tick++) {
      Map<String, String> ranges = new HashMap<>();
      for (String range : RANGES) {
        List<EipEvent> holding = holding(after, range, tick);
        assertThat(holding).as("%s at %d", range, tick).hasSizeLessThanOrEqualTo(1);
        for (EipEvent event : holding) {
          if (!event.getEipId().isEmpty()) {
            assertThat(ranges.put(event.getEipId(), range))
                .as("%s at %d", event.getEipId(), tick)
                .isNull();
          }
        }
      }
    }
  }

  private static void everyIdKeepsItsRange(InForce before, SyncPlan plan) {
    Map<String, String> ranges = new HashMap<>();
    before.intervals().forEach(e -> ranges.put(e.getOwnershipId(), Piece.range(e).toString()));
    for (EipEvent said : plan.statements()) {
      String range = ranges.get(said.getOwnershipId());
      if (range == null) {
        assertThat(before.knows(said.getOwnershipId())).as("a new id is new").isFalse();
      } else {
        assertThat(Piece.range(said)).hasToString(range);
      }
    }
  }
}
