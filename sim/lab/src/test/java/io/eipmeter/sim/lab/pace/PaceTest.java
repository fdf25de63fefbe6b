package io.eipmeter.sim.lab.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;

/** Real time here is a number, and whoever appends and reads is one, too. */
class PaceTest {
  private static final long START_MS = 1_000_000;
  private static final int SPEED = 60;
  private static final long LEAD_MS = 30_000;
  private static final long FAR_LEAD_MS = 180_000;
  private static final Duration LONGEST_STALL = Duration.ofMinutes(5);
  private static final long SECOND_NS = 1_000_000_000L;

  private final AtomicLong appendedMs = new AtomicLong();
  private final AtomicLong readMs = new AtomicLong();
  private Pace pace = fresh();
  private long nowNs;

  @BeforeTry
  void begin() {
    appendedMs.set(Mark.NOT_READY);
    readMs.set(Mark.NOT_READY);
    nowNs = 0;
    pace = fresh();
  }

  private Pace fresh() {
    return new Pace(
        START_MS,
        0,
        SPEED,
        List.of(
            new Mark("the collector", LEAD_MS, appendedMs::get),
            new Mark("the jobs", FAR_LEAD_MS, readMs::get)),
        LONGEST_STALL);
  }

  private long after(long passedNs) {
    nowNs += passedNs;
    return pace.advance(nowNs);
  }

  /** What happens between two looks: real time passes, and each of the two reads a part of it. */
  record Step(long passedNs, int appendedPercent, int readPercent) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Long> passed =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, SECOND_NS / 10),
            Arbitraries.longs().between(0, 3_600 * SECOND_NS));
    Arbitrary<Integer> percent = Arbitraries.integers().between(0, 100);
    return Combinators.combine(passed, percent, percent).as(Step::new).list().ofMaxSize(200);
  }

  @Property
  void neverFurtherThanTheLeadOfEachNeverFasterThanItsSpeedAndNeverBack(
      @ForAll("steps") List<Step> steps) {
    appendedMs.set(START_MS);
    readMs.set(START_MS);
    long lastMs = START_MS;
    for (Step step : steps) {
      long nowMs = after(step.passedNs());
      assertThat(nowMs).isGreaterThanOrEqualTo(lastMs);
      assertThat(nowMs - lastMs).isLessThanOrEqualTo(step.passedNs() * SPEED / 1_000_000);
      assertThat(nowMs)
          .isLessThanOrEqualTo(Math.min(appendedMs.get() + LEAD_MS, readMs.get() + FAR_LEAD_MS));
      lastMs = nowMs;
      catchUp(appendedMs, nowMs, step.appendedPercent());
      catchUp(readMs, nowMs, step.readPercent());
    }
  }

  private static void catchUp(AtomicLong part, long nowMs, int percent) {
    part.addAndGet((nowMs - part.get()) * percent / 100);
  }

  /** However slow they are, as long as they come on, virtual time does. */
  @Property(tries = 100)
  void arrivesWhereverItIsWantedBesideTheSlowest(@ForAll("steps") List<Step> steps) {
    appendedMs.set(START_MS);
    readMs.set(START_MS);
    long endMs = START_MS + 50 * 60_000;
    long nowMs = START_MS;
    for (int i = 0; nowMs < endMs; i++) {
      Step step = steps.isEmpty() ? new Step(0, 0, 0) : steps.get(i % steps.size());
      nowMs = after(step.passedNs() + 1_000_000);
      assertThat(pace.hasStalled()).isFalse();
      catchUp(appendedMs, nowMs, 1 + step.appendedPercent());
      catchUp(readMs, nowMs, 1 + step.readPercent());
      appendedMs.set(Math.min(nowMs, appendedMs.get() + 1));
      readMs.set(Math.min(nowMs, readMs.get() + 1));
    }
  }

  @Example
  void standsUntilEveryPartIsReady() {
    assertThat(after(SECOND_NS)).isEqualTo(START_MS);
    appendedMs.set(START_MS);
    assertThat(after(SECOND_NS)).isEqualTo(START_MS);
    readMs.set(START_MS);
    assertThat(after(SECOND_NS / 100)).isEqualTo(START_MS + 600);
  }

  @Example
  void doesNotMakeUpForAPause() {
    appendedMs.set(Mark.DONE);
    readMs.set(Mark.DONE);
    assertThat(after(3_600 * SECOND_NS)).isEqualTo(START_MS + 60_000);
    assertThat(after(SECOND_NS / 100)).isEqualTo(START_MS + 60_600);
  }

  @Example
  void saysWhoHoldsItWhenNothingMovesForLong() {
    appendedMs.set(START_MS);
    readMs.set(START_MS);
    for (int second = 0; second < 300; second++) {
      after(SECOND_NS);
      assertThat(pace.hasStalled()).isFalse();
    }
    after(SECOND_NS);
    assertThat(pace.hasStalled()).isTrue();
    assertThat(pace.stall())
        .isEqualTo(
            "Virtual time stands at 1970-01-01T00:17:10Z, and nothing has moved for 300 s:"
                + " it waits for the collector, which stands at 1970-01-01T00:16:40Z.");
  }

  @Example
  void saysWhoNeverCame() {
    appendedMs.set(START_MS);
    for (int second = 0; second <= 300; second++) {
      after(SECOND_NS);
    }
    assertThat(pace.hasStalled()).isTrue();
    assertThat(pace.stall()).endsWith("it waits for the jobs, of which nothing has come.");
  }

  /**
   * Of a program that was stopped itself, and of a part that comes on by a millisecond at a time.
   */
  @Example
  void isNoStallWhileAnythingMovesOrWhenItDidNotLook() {
    appendedMs.set(START_MS);
    readMs.set(START_MS);
    after(SECOND_NS);
    after(24 * 3_600 * SECOND_NS);
    assertThat(pace.hasStalled()).isFalse();
    for (int second = 0; second < 1_000; second++) {
      if (second % 299 == 0) {
        readMs.incrementAndGet();
      }
      after(SECOND_NS);
      assertThat(pace.hasStalled()).isFalse();
    }
  }

  @Example
  void aLeadOfNothingWouldNeverBegin() {
    assertThatThrownBy(() -> new Mark("the jobs", 0, () -> 0))
        .hasMessage("a lead must be at least 1 ms, was 0");
  }
}
