package io.eipmeter.jobs.idle;

import static io.eipmeter.jobs.idle.IdleLog.DAY;
import static io.eipmeter.jobs.idle.IdleLog.MINUTE;
import static io.eipmeter.jobs.idle.IdleLog.POLICY;
import static io.eipmeter.jobs.idle.IdleLog.attached;
import static io.eipmeter.jobs.idle.IdleLog.eip;
import static io.eipmeter.jobs.idle.IdleLog.whitelisted;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.idle.domain.IdlePages;
import io.eipmeter.jobs.log.FollowerHarness;
import io.eipmeter.jobs.log.LogEntry;
import io.eipmeter.schemas.v1.EipEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** I2: one log gives the same findings, whatever happens on the way. */
class IdleReplayTest {
  private static final int EIPS = 6;
  static final long END = 40 * DAY;

  /** Forty days of a few EIPs that are attached, used, detached, released and whitelisted. */
  static IdleLog log(long seed) {
    Random random = new Random(seed);
    IdleLog log = new IdleLog();
    for (int n = 1; n <= EIPS; n++) {
      long fromMs = 0;
      for (int interval = 0; fromMs < END - DAY; interval++) {
        long toMs = fromMs + 1 + random.nextLong(15 * DAY);
        EipEvent.Builder begins = eip(n, "" + interval, fromMs, 0);
        if (random.nextInt(3) > 0) {
          attached(begins, "i-" + random.nextInt(2));
        }
        if (random.nextInt(6) == 0) {
          whitelisted(begins);
        }
        long lateMs = random.nextInt(4) == 0 ? random.nextLong(DAY) : 0;
        log.says(fromMs + lateMs, begins);
        log.says(toMs + lateMs, begins.clone().setToMs(toMs));
        for (int i = 0; i < 5; i++) {
          long minuteMs = (fromMs + random.nextLong(toMs - fromMs)) / MINUTE * MINUTE;
          log.sends(n, minuteMs, random.nextInt(2_500));
        }
        fromMs = random.nextInt(4) == 0 ? toMs + random.nextLong(DAY) : toMs;
      }
    }
    return log;
  }

  private static List<String> undisturbed(IdleLog log) throws Exception {
    try (FollowerHarness<IdlePages> harness = IdleLog.harness(POLICY)) {
      for (LogEntry entry : log.entries()) {
        harness.feed(entry);
      }
      harness.passLogTime(END);
      return harness.rows().stream().map(Object::toString).sorted().toList();
    }
  }

  @Property(tries = 20)
  void orderRepeatsStepsAndKillsMakeNoDifference(@ForAll long seed) throws Exception {
    IdleLog log = log(seed);
    List<String> expected = undisturbed(log);
    assertThat(expected).isNotEmpty();
    Random random = new Random(~seed);
    List<LogEntry> waiting = new ArrayList<>(log.entries());
    try (FollowerHarness<IdlePages> harness = IdleLog.harness(POLICY)) {
      harness.checkpoint();
      List<LogEntry> sinceCheckpoint = new ArrayList<>();
      long logMs = 0;
      long checkpointedMs = 0;
      while (logMs < END) {
        long nextMs = Math.min(END, logMs + 1 + random.nextLong(4 * DAY));
        if (random.nextInt(4) == 0) { // killed: the log is read again from the checkpoint
          harness.killAndRestore();
          waiting.addAll(sinceCheckpoint);
          sinceCheckpoint.clear();
          logMs = checkpointedMs;
          continue;
        }
        feed(harness, waiting, sinceCheckpoint, nextMs, random);
        logMs = nextMs;
        harness.passLogTime(logMs);
        if (random.nextInt(3) == 0) {
          harness.checkpoint();
          checkpointedMs = logMs;
          sinceCheckpoint.clear();
        }
      }
      assertThat(harness.rowsOnce()).isEqualTo(expected);
    }
  }

  /** Everything up to a log time and some of what is later, in any order, and some of it twice. */
  private static void feed(
      FollowerHarness<IdlePages> harness,
      List<LogEntry> waiting,
      List<LogEntry> fed,
      long untilMs,
      Random random)
      throws Exception {
    Collections.shuffle(waiting, random);
    List<LogEntry> later = new ArrayList<>();
    for (LogEntry entry : waiting) {
      if (entry.logMs() <= untilMs || random.nextInt(5) == 0) {
        harness.feed(entry);
        fed.add(entry);
        if (random.nextInt(3) == 0) {
          harness.feed(entry);
        }
        if (random.nextInt(5) == 0) {
          harness.feed(fed.get(random.nextInt(fed.size())));
        }
      } else {
        later.add(entry);
      }
    }
    waiting.clear();
    waiting.addAll(later);
  }
}
