package io.eipmeter.sim.lab.mission;

import io.eipmeter.sim.lab.jobs.Job;
import io.eipmeter.sim.lab.oracle.AlertOracle.Level;
import io.eipmeter.sim.lab.oracle.AlertOracle.Quantity;
import io.eipmeter.sim.lab.oracle.AlertOracle.Rule;
import io.eipmeter.sim.lab.oracle.IdleOracle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the jobs are told for a mission, and the same once more for the oracle. */
final class MissionTerms {
  static final String PRICE_BOOK = "alibaba-cloud";

  /**
   * Longer than usual: in a run that is faster than the wall clock, a pause of the machine is long,
   * and an alert is judged on what has come when its minute settles.
   */
  static final Duration SETTLE_DELAY = Duration.ofMinutes(5);

  private static final Duration IDLE_FOR = Duration.ofDays(7);

  /** How long before {@link #IDLE_FOR} is over a run begins to watch. */
  private static final Duration WATCHED_LESS = Duration.ofMinutes(10);

  private static final long NOISE_BYTES = 64 << 10;

  /** As in {@code rules.yaml}. */
  static final List<Rule> RULES =
      List.of(
          new Rule(
              "web-out",
              Quantity.OUT_RATE,
              role -> role.eipId().equals("eip-web"),
              List.of(
                  new Level("critical", true, 100_000_000, 3, 80_000_000),
                  new Level("warn", true, 60_000_000, 1, 40_000_000))),
          new Rule(
              "near-maximum",
              Quantity.OUT_UTILISATION,
              role -> role.account().equals("initech"),
              List.of(new Level("warn", true, 80, 2, 70))),
          new Rule(
              "nat-quiet",
              Quantity.OUT_RATE,
              role -> role.eipId().equals("eip-nat"),
              List.of(new Level("info", false, 1_000_000, 3, 1_000_000))));

  private MissionTerms() {}

  /** What a job is told beside what every run tells it. */
  static Map<String, String> settings(Job job, Duration sealDelay, long startMs) {
    return switch (job) {
      case BILLING -> Map.of("prices", PRICE_BOOK, "seal.delay", seconds(sealDelay));
      case IDLE ->
          Map.of(
              "prices",
              PRICE_BOOK,
              "unassociated.for",
              seconds(IDLE_FOR),
              "unused.for",
              seconds(IDLE_FOR),
              "notice.every",
              seconds(IDLE_FOR),
              "noise.floor",
              NOISE_BYTES + "b",
              "settle.delay",
              seconds(SETTLE_DELAY),
              "from",
              Instant.ofEpochMilli(watchedFromMs(startMs)).toString());
      default -> Map.of();
    };
  }

  static IdleOracle.Terms idle(long startMs, long untilMs) {
    return new IdleOracle.Terms(
        IDLE_FOR, NOISE_BYTES, SETTLE_DELAY, watchedFromMs(startMs), startMs, untilMs);
  }

  /** As if the run had watched for most of a week already. */
  private static long watchedFromMs(long startMs) {
    return startMs - IDLE_FOR.minus(WATCHED_LESS).toMillis();
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }
}
