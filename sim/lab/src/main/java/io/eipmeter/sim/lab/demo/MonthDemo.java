package io.eipmeter.sim.lab.demo;

import io.eipmeter.schemas.ScaledClock;
import io.eipmeter.schemas.Topic;
import io.eipmeter.sim.lab.compare.ClickHouseReader;
import io.eipmeter.sim.lab.compare.SettledTables;
import io.eipmeter.sim.lab.jobs.Job;
import io.eipmeter.sim.lab.mission.Mission;
import io.eipmeter.sim.lab.mission.MissionResult;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.stack.Stack;
import io.eipmeter.sim.lab.traffic.SilentLog;
import io.eipmeter.sim.lab.traffic.WorldLog;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.SimulationOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A month of the whole mission. Nobody waits a month: what the exporters send and the control plane
 * says is put straight into the log with the times it would have there, and the jobs read it as
 * fast as they can. All that is left out is UDP and the collector.
 */
final class MonthDemo implements AutoCloseable {
  private static final long MINUTE_MS = 60_000;
  private static final Duration LONGEST_READING = Duration.ofMinutes(30);
  private static final long TOLD_EVERY_NS = 5_000_000_000L;

  private final DemoOptions options;
  private final SimulationOptions world;
  private final Stack stack;
  private final Talk talk;
  private final Mission mission;
  private final SettledTables tables;
  private long toldNs = System.nanoTime();

  private MonthDemo(DemoOptions options, Stack stack, Talk talk, Mission mission) {
    this.options = options;
    this.world = options.world();
    this.stack = stack;
    this.talk = talk;
    this.mission = mission;
    this.tables =
        new SettledTables(new ClickHouseReader(stack.tables()), stack.tables().database());
  }

  /** What comes out: minutes and the like, and the mission. */
  record Outcome(DemoResult measured, MissionResult mission) {}

  static MonthDemo prepare(DemoOptions options, Stack stack, Talk talk) {
    SimulationOptions world = options.world();
    String kafka = stack.kafkaBootstrapServers();
    LabTopics.create(kafka, Demo.PARTITIONS);
    LabTables.create(stack.tables());
    long beforeMs = world.startMs() - MINUTE_MS;
    LabTopics.publish(kafka, Demo.settings(options), beforeMs);
    Mission mission =
        Mission.prepare(stack, world, Duration.ofMillis(Demo.SEAL_DELAY_MS), beforeMs);
    try {
      Demo.submitJobs(options, stack, mission);
      talk.say("jobs        %s run at %s", Job.names(), stack.flinkRest().url());
      mission.start(new ScaledClock(beforeMs, System.currentTimeMillis(), 1));
      return new MonthDemo(options, stack, talk, mission);
    } catch (LabFailure e) {
      mission.close();
      throw e;
    }
  }

  /** What the jobs are told so that they catch up with a month in minutes. */
  static Map<String, String> settings(Job job) {
    return switch (job) {
      // Early sums are for eyes, and nobody looks.
      case BANDWIDTH -> Map.of("drift", "1 d", "live.interval", "0 s");
      case BILLING, IDLE -> Map.of("drift", "1 d");
      default -> Map.of();
    };
  }

  Outcome run() {
    talk.say(
        "traffic     %d EIPs, %d virtual days from %s, straight into the log",
        world.eips(),
        Duration.ofMinutes(world.minutes()).toDays(),
        Instant.ofEpochMilli(world.startMs()));
    Ledger ledger;
    long statements;
    try (WorldLog log = new WorldLog(stack.kafkaBootstrapServers())) {
      ledger = log.write(world);
      statements = log.statements();
      talk.say("traffic     all in the log: %d datagrams", log.datagrams());
    }
    long settledMs = Demo.settledMs(world.endMs() + MINUTE_MS, true);
    SilentLog.until(stack.kafkaBootstrapServers(), settledMs + MINUTE_MS);
    Await.until(
        "settling of the month", LONGEST_READING, null, () -> isSettled(statements, settledMs));
    mission.awaitTold(settledMs);
    talk.say("settled     all of it is in the tables");
    LedgerCopies.write(ledger, options, stack, talk);
    return new Outcome(DemoResult.ofLog(ledger, tables), mission.compare(ledger, settledMs));
  }

  private boolean isSettled(long statements, long untilMs) {
    String dead = stack.deadProcess();
    if (dead != null) {
      throw new LabFailure(dead);
    }
    if (System.nanoTime() - toldNs > TOLD_EVERY_NS) {
      toldNs = System.nanoTime();
      talk.say(
          "reading     minutes %s, charges %s, findings %s",
          until(Topic.EIP_MINUTES), until(Topic.CHARGES), until(Topic.FINDINGS));
    }
    return tables.statements() >= statements
        && Demo.settledTopics()
            .allMatch(topic -> tables.settledUntilMs(topic, Demo.PARTITIONS) >= untilMs);
  }

  private Instant until(Topic topic) {
    return Instant.ofEpochMilli(tables.settledUntilMs(topic, Demo.PARTITIONS));
  }

  @Override
  public void close() {
    mission.close();
  }
}
