package io.eipmeter.sim.lab.demo;

import io.eipmeter.collector.control.EventPublisher;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.sim.lab.compare.ClickHouseReader;
import io.eipmeter.sim.lab.compare.SettledTables;
import io.eipmeter.sim.lab.flink.FlinkRest;
import io.eipmeter.sim.lab.jobs.Job;
import io.eipmeter.sim.lab.jobs.JobSubmission;
import io.eipmeter.sim.lab.mission.Mission;
import io.eipmeter.sim.lab.mission.MissionResult;
import io.eipmeter.sim.lab.pace.Mark;
import io.eipmeter.sim.lab.pace.PacedClock;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.stack.Stack;
import io.eipmeter.sim.lab.traffic.LostDatagrams;
import io.eipmeter.sim.lab.traffic.SilentLog;
import io.eipmeter.sim.lab.traffic.UdpExports;
import io.eipmeter.sim.world.SentDatagram;
import io.eipmeter.sim.world.Simulation;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.script.WholeMission;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One run through everything that is real: simulated gateways send IPFIX over UDP to a collector,
 * jobs meter and settle it, and the tables are compared with the simulation's ledger.
 */
public final class Demo implements AutoCloseable {
  /** Of every topic but the settings. */
  public static final int PARTITIONS = 4;

  /** What measures; the other jobs follow what these write, and only a mission runs them, too. */
  private static final List<Job> MEASURING = List.of(Job.BANDWIDTH, Job.TABLES);

  /** Virtual time between the clock's start, when all is ready, and the first packet. */
  private static final long LEAD_MS = 10_000;

  private static final int STEP_MS = 10;

  /** Real time in which something must come into the tables. */
  private static final Duration LONGEST_STILLNESS = Duration.ofMinutes(5);

  private static final long MINUTE_MS = 60_000;
  private static final long LATE_SLICE_MS = 5 * MINUTE_MS;
  private static final long QUARTER_MS = 15 * MINUTE_MS;
  private static final long HOUR_MS = 60 * MINUTE_MS;

  /** Shorter than the hour that production waits: a run wants to see its quarters, too. */
  static final long SEAL_DELAY_MS = 5 * MINUTE_MS;

  private static final List<Topic> MEASURED =
      List.of(Topic.EIP_MINUTES, Topic.EIP_QUARTERS, Topic.EXPORTER_MINUTES, Topic.CONTROL_TOTALS);

  private static final List<Topic> FOLLOWED = List.of(Topic.FINDINGS, Topic.CHARGES);

  private final DemoOptions options;
  private final SimulationOptions world;
  private final Stack stack;
  private final Talk talk;
  private final PacedClock pacedClock;
  private final Clock clock;
  private final EventPublisher control;
  private final CollectorProcess collector;
  private final UdpExports exports;
  private final SettledTables tables;
  private final Parts parts;
  private final List<String> jobs;
  private final @Nullable Mission mission;
  private @Nullable MissionResult missionResult;
  private long statements;
  private long settledMs;

  private Demo(
      DemoOptions options,
      Stack stack,
      Talk talk,
      PacedClock pacedClock,
      EventPublisher control,
      CollectorProcess collector,
      @Nullable Mission mission,
      List<String> jobs) {
    this.mission = mission;
    this.jobs = jobs;
    this.options = options;
    this.world = options.world();
    this.stack = stack;
    this.talk = talk;
    this.pacedClock = pacedClock;
    this.clock = pacedClock.clock();
    this.control = control;
    this.collector = collector;
    this.exports = new UdpExports(collector.udpAddress(), clock);
    this.tables =
        new SettledTables(new ClickHouseReader(stack.tables()), stack.tables().database());
    this.parts = new Parts(stack.kafkaBootstrapServers(), exports, tables, mission);
  }

  /**
   * Brings up what a run needs on a stack that is up: topics, settings, jobs, the collector, and a
   * clock that stands until the run begins.
   */
  static Demo prepare(DemoOptions options, Stack stack, Talk talk) {
    String kafka = stack.kafkaBootstrapServers();
    LabTopics.create(kafka, PARTITIONS);
    LabTables.create(stack.tables());
    long clockStartMs = options.world().startMs() - LEAD_MS;
    LabTopics.publish(kafka, settings(options), clockStartMs);
    Mission mission = mission(options, stack, clockStartMs);
    try {
      return prepare(options, stack, talk, clockStartMs, mission);
    } catch (LabFailure e) {
      if (mission != null) {
        mission.close();
      }
      throw e;
    }
  }

  private static @Nullable Mission mission(DemoOptions options, Stack stack, long clockStartMs) {
    return isMission(options)
        ? Mission.prepare(stack, options.world(), Duration.ofMillis(SEAL_DELAY_MS), clockStartMs)
        : null;
  }

  private static boolean isMission(DemoOptions options) {
    return WholeMission.isMeantBy(options.world().scenario());
  }

  private static Demo prepare(
      DemoOptions options, Stack stack, Talk talk, long clockStartMs, @Nullable Mission mission) {
    String kafka = stack.kafkaBootstrapServers();
    List<String> jobs = submitJobs(options, stack, mission);
    talk.say("jobs        %s run at %s", Job.names(jobs(mission)), stack.flinkRest().url());
    PacedClock pacedClock =
        PacedClock.standing(stack.directory().resolve("virtual-time"), clockStartMs);
    Clock clock = pacedClock.clock();
    EventPublisher control = EventPublisher.withHeartbeats(KafkaSettings.of(kafka), clock);
    try {
      CollectorProcess collector =
          CollectorProcess.start(
              kafka, stack.directory().resolve("collector"), stack.logDirectory(), clock);
      talk.say("collector   UDP %s, metrics %s", collector.udpAddress(), collector.metricsUrl());
      if (mission != null) {
        mission.start(clock);
        talk.say("webhooks    eipmeter webhook serve tells a receiver of this process");
      }
      return new Demo(options, stack, talk, pacedClock, control, collector, mission, jobs);
    } catch (LabFailure e) {
      control.close();
      throw e;
    }
  }

  /** Runs the traffic, waits until all of it is settled, and compares. */
  DemoResult run() {
    Simulation simulation = new Simulation(world, exports, (event, atMs) -> publish(event));
    Progress progress = new Progress(talk, clock, world, exports, parts.minutes(), tables);
    pacedClock.start(options.speed, parts.marks());
    try (Fault fault = new Fault(options.kill, stack, collector, exports, talk)) {
      runTraffic(simulation, progress, fault);
    }
    flushEvents();
    settle(simulation, progress);
    List<SentDatagram> lost =
        LostDatagrams.find(
            exports,
            simulation.ledger(),
            world.scenario().faults().inOrder(),
            stack.kafkaBootstrapServers());
    if (mission != null && lost.isEmpty()) {
      missionResult = mission.compare(simulation.ledger(), settledMs);
    }
    LedgerCopies.write(simulation.ledger(), options, stack, talk);
    return DemoResult.of(simulation.ledger(), world.scenario(), tables, lost);
  }

  /** Bills, findings and alerts; null where the run was not about them, or UDP lost something. */
  @Nullable MissionResult missionResult() {
    return missionResult;
  }

  private void publish(EipEvent event) {
    control.publish(event);
    statements++;
  }

  private void flushEvents() {
    try {
      control.flush();
    } catch (KafkaException e) {
      throw new LabFailure("Kafka did not take an event: " + e.getCause() + ".", e);
    }
  }

  SettledTables tables() {
    return tables;
  }

  /** Jobs on a Flink that is the user's end with the run; ours ends itself. */
  @Override
  public void close() {
    if (mission != null) {
      mission.close();
    }
    pacedClock.close();
    parts.close();
    exports.close();
    control.close();
    collector.close();
    if (!stack.ownsFlink()) {
      jobs.forEach(job -> cancel(stack.flinkRest(), job));
    }
  }

  private static void cancel(FlinkRest flink, String job) {
    try {
      flink.cancel(job);
    } catch (IOException e) {
      throw new LabFailure(
          "The job " + job + " at " + flink.url() + " could not be cancelled: " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while cancelling a job.", e);
    }
  }

  static Settings settings(DemoOptions options) {
    Simulation unused =
        new Simulation(options.world(), (exporter, datagram) -> {}, (event, atMs) -> {});
    Settings.Builder settings = unused.settings().toBuilder();
    if (isMission(options)) {
      settings.setSettleDelayMs(Mission.settleDelay().toMillis());
    }
    return settings.setSealDelayMs(SEAL_DELAY_MS).build();
  }

  private static List<Job> jobs(@Nullable Mission mission) {
    return mission == null ? MEASURING : List.of(Job.values());
  }

  static List<String> submitJobs(DemoOptions options, Stack stack, @Nullable Mission mission) {
    List<String> ids = new ArrayList<>();
    JobSubmission submission = new JobSubmission(stack.flinkRest());
    Map<String, String> common =
        Map.of(
            "kafka.bootstrap.servers", stack.kafkaBootstrapServers(),
            "parallelism", Integer.toString(options.parallelism),
            "checkpoint.interval", "5 s");
    for (Job job : jobs(mission)) {
      Map<String, String> settings = job.settings(common, stack.tables());
      if (mission != null) {
        settings.putAll(mission.settings(job));
      }
      if (options.month) {
        settings.putAll(MonthDemo.settings(job));
      }
      ids.add(submission.submit(job, settings));
    }
    submission.awaitRunning();
    return ids;
  }

  private void runTraffic(Simulation simulation, Progress progress, Fault fault) {
    long faultMs = world.startMs() + (world.endMs() - world.startMs()) / 2;
    long nowMs = clock.millis();
    talk.say(
        "traffic     %d EIPs, %d virtual minutes from %s at most %d times real time, seed %d, scenario %s",
        world.eips(),
        world.minutes(),
        Instant.ofEpochMilli(world.startMs()),
        options.speed,
        world.seed(),
        world.scenario().name());
    // Past the end the gateways go on sending what they hold, as they would. Their last datagrams
    // must find a collector: a loss shows in the number of a later datagram, and none follows them.
    while (nowMs < world.endMs() || simulation.waitingDatagrams() > 0 || fault.underWay()) {
      nowMs = clock.millis();
      if (nowMs >= world.startMs()) {
        simulation.runTo(nowMs);
      }
      parts.sentUntil(nowMs);
      if (nowMs >= faultMs) {
        fault.strike();
      }
      progress.show();
      failIfDead(fault);
      pause();
    }
    simulation.finish();
    parts.sentUntil(Mark.DONE);
  }

  private void settle(Simulation simulation, Progress progress) {
    long sentMs = clock.millis();
    settledMs = settledMs(sentMs, mission != null);
    talk.say(
        "traffic     ended: %d datagrams with %d records; waiting until %s is settled",
        exports.datagrams(),
        simulation.ledger().exporters().stream().mapToLong(totals -> totals.records()).sum(),
        Instant.ofEpochMilli(settledMs));
    if (mission != null) {
      // All that was sent is in the log when a minute more has passed there.
      awaitTables(progress, List.of(Topic.EIP_MINUTES), sentMs + MINUTE_MS);
      SilentLog.until(stack.kafkaBootstrapServers(), settledMs + MINUTE_MS);
      talk.say("silence     until %s is skipped", Instant.ofEpochMilli(settledMs));
      awaitTables(progress, FOLLOWED, settledMs);
      mission.awaitTold(settledMs);
    }
    awaitTables(progress, MEASURED, settledMs);
    talk.say("settled     all of it is in the tables");
  }

  /**
   * Log time at which all that was sent by a time is settled.
   *
   * @param charged whether hours are waited for, too
   */
  static long settledMs(long sentMs, boolean charged) {
    // The last record may be late: its slice closes with the five minutes of log time it came in,
    // and may come too late for its quarter's seal.
    long lastMinuteMs = (Math.floorDiv(sentMs, LATE_SLICE_MS) + 2) * LATE_SLICE_MS;
    long lastSealMs = after(sentMs, charged ? HOUR_MS : QUARTER_MS) + SEAL_DELAY_MS;
    return Math.max(lastMinuteMs, lastSealMs) + LATE_SLICE_MS + MINUTE_MS;
  }

  /** What all jobs write and settle. */
  static Stream<Topic> settledTopics() {
    return Stream.concat(MEASURED.stream(), FOLLOWED.stream());
  }

  private static long after(long ms, long unitMs) {
    return (Math.floorDiv(ms, unitMs) + 1) * unitMs;
  }

  private void awaitTables(Progress progress, List<Topic> topics, long untilMs) {
    Await.whileMoving(
        "settling of the last minutes, or a step towards it,",
        LONGEST_STILLNESS,
        null,
        () -> {
          progress.show();
          pacedClock.check();
          String dead = stack.deadProcess();
          if (dead != null) {
            throw new LabFailure(dead);
          }
          long come = tables.statements();
          boolean settled = come >= statements;
          for (Topic topic : topics) {
            long topicMs = tables.settledUntilMs(topic, PARTITIONS);
            settled &= topicMs >= untilMs;
            come += topicMs;
          }
          return settled ? Await.DONE : come;
        });
  }

  private void failIfDead(Fault fault) {
    pacedClock.check();
    if (fault.underWay()) {
      return;
    }
    String dead = stack.deadProcess();
    if (dead == null && !collector.process().alive()) {
      dead = "The collector has stopped. " + collector.process().lastWords();
    }
    if (dead != null) {
      throw new LabFailure(dead);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(STEP_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted.", e);
    }
  }
}
