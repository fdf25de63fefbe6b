package io.eipmeter.sim.lab.demo;

import io.eipmeter.schemas.Topic;
import io.eipmeter.sim.lab.compare.SettledTables;
import io.eipmeter.sim.lab.mission.Mission;
import io.eipmeter.sim.lab.pace.Mark;
import io.eipmeter.sim.lab.pace.Poll;
import io.eipmeter.sim.lab.traffic.AppendedWatch;
import io.eipmeter.sim.lab.traffic.SettledWatch;
import io.eipmeter.sim.lab.traffic.UdpExports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How far each part of a run is: virtual time waits until all of them are there, and does not run
 * far ahead of any.
 */
final class Parts implements AutoCloseable {
  /** What is sent late is stamped late: the traffic itself is never far behind. */
  private static final long SENT_LEAD_MS = 5_000;

  /** Well below the delay after which a minute settles. */
  private static final long APPENDED_LEAD_MS = 30_000;

  /** Some real seconds at the usual speed: log time passes through several programs. */
  private static final long READ_LEAD_MS = 180_000;

  private final AtomicLong sentUntilMs = new AtomicLong(Mark.NOT_READY);
  private final SettledWatch minutes;
  private final List<Mark> marks = new ArrayList<>();
  private final List<AutoCloseable> watches = new ArrayList<>();

  /**
   * @param mission whose jobs run, too; null: only those that measure do
   */
  Parts(
      String bootstrapServers,
      UdpExports exports,
      SettledTables tables,
      @Nullable Mission mission) {
    AppendedWatch appended = new AppendedWatch(bootstrapServers, Demo.PARTITIONS, exports);
    watches.add(appended);
    marks.add(new Mark("the simulated traffic", SENT_LEAD_MS, sentUntilMs::get));
    marks.add(new Mark("the collector to append to Kafka", APPENDED_LEAD_MS, appended::untilMs));
    minutes = follow("bandwidth", bootstrapServers, Topic.EIP_MINUTES);
    ask("tables", () -> tables.settledUntilMs(Topic.EIP_MINUTES, Demo.PARTITIONS));
    if (mission != null) {
      follow("idle", bootstrapServers, Topic.FINDINGS);
      follow("billing", bootstrapServers, Topic.CHARGES);
      ask("alerts", mission::judgedUntilMs);
    }
  }

  private SettledWatch follow(String job, String bootstrapServers, Topic output) {
    SettledWatch watch = new SettledWatch(bootstrapServers, output);
    watches.add(watch);
    marks.add(
        new Mark(
            "the job " + job,
            READ_LEAD_MS,
            () -> watch.settledUntilMs() == 0 ? Mark.NOT_READY : watch.settledUntilMs()));
    return watch;
  }

  private void ask(String job, Callable<Long> how) {
    Poll poll = new Poll("ask-" + job, how);
    watches.add(poll);
    marks.add(new Mark("the job " + job, READ_LEAD_MS, poll::untilMs));
  }

  List<Mark> marks() {
    return marks;
  }

  /** The minutes that `bandwidth` has settled. */
  SettledWatch minutes() {
    return minutes;
  }

  /** The traffic up to a virtual time is sent; {@link Mark#DONE}: all of it. */
  void sentUntil(long ms) {
    sentUntilMs.set(ms);
  }

  @Override
  public void close() {
    for (AutoCloseable watch : watches) {
      try {
        watch.close();
      } catch (Exception e) {
        throw new IllegalStateException("a watch has nothing to say at its end", e);
      }
    }
  }
}
