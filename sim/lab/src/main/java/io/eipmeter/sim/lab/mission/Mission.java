package io.eipmeter.sim.lab.mission;

import io.eipmeter.schemas.ScaledClock;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.sim.lab.cli.Commands;
import io.eipmeter.sim.lab.compare.ClickHouseReader;
import io.eipmeter.sim.lab.flink.FlinkRest;
import io.eipmeter.sim.lab.jobs.Job;
import io.eipmeter.sim.lab.kafka.PatientClient;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.ChildProcess;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.stack.Stack;
import io.eipmeter.sim.lab.traffic.TopicReader;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.SimulationOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the whole mission has beside the traffic: rules of alerts, a sender of webhooks,
 * somebody who takes them, and at the end statements.
 */
public final class Mission implements AutoCloseable {
  private static final int KEY_BYTES = 32;
  private static final Duration LONGEST_TELLING = Duration.ofMinutes(10);

  private final Stack stack;
  private final SimulationOptions world;
  private final Duration sealDelay;
  private final Path receivers;
  private final HookReceiver receiver;
  private final MissionTables tables;
  private @Nullable ChildProcess webhook;

  private Mission(
      Stack stack,
      SimulationOptions world,
      Duration sealDelay,
      Path receivers,
      HookReceiver receiver) {
    this.stack = stack;
    this.world = world;
    this.sealDelay = sealDelay;
    this.receivers = receivers;
    this.receiver = receiver;
    this.tables =
        new MissionTables(new ClickHouseReader(stack.tables()), stack.tables().database());
  }

  /**
   * Puts the rules into force, and somebody there who takes webhooks.
   *
   * @param sealDelay of the settings
   * @param clockStartMs log time of the rules
   */
  public static Mission prepare(
      Stack stack, SimulationOptions world, Duration sealDelay, long clockStartMs) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    HookReceiver receiver = new HookReceiver(key);
    try {
      Path rules = stack.directory().resolve("rules.yaml");
      Files.write(rules, resource("/mission/rules.yaml"));
      Commands.succeed(
          List.of(
              "rules",
              "apply",
              rules.toString(),
              "--kafka",
              stack.kafkaBootstrapServers(),
              "--kafka-properties",
              PatientClient.properties(stack.directory()).toString(),
              "--clock",
              new ScaledClock(clockStartMs, System.currentTimeMillis(), 1).toString()));
      Path secret = stack.directory().resolve("webhook-key");
      Files.writeString(secret, "whsec_" + Base64.getEncoder().encodeToString(key));
      Path receivers = stack.directory().resolve("receivers.yaml");
      Files.writeString(receivers, receiversFile(receiver.port(), secret));
      return new Mission(stack, world, sealDelay, receivers, receiver);
    } catch (IOException e) {
      receiver.close();
      throw new LabFailure("The mission's files could not be written: " + e.getMessage(), e);
    } catch (LabFailure e) {
      receiver.close();
      throw e;
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Mission.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  private static String receiversFile(int port, Path secret) {
    return String.format(
        Locale.ROOT,
        """
        receivers:
          - name: ops
            form: standard
            url: http://127.0.0.1:%1$d%2$s
            secrets: ["file:%3$s"]
            allow-http: true
            allow-private: true
            ports: [%1$d]
        """,
        port,
        HookReceiver.PATH,
        secret);
  }

  /** The delay after which a minute settles, for the settings. */
  public static Duration settleDelay() {
    return MissionTerms.SETTLE_DELAY;
  }

  /** What a job is told beside what every run tells it. */
  public Map<String, String> settings(Job job) {
    return MissionTerms.settings(job, sealDelay, world.startMs());
  }

  /**
   * From now on receivers are told.
   *
   * @param clock that other processes know by its text
   */
  public void start(Clock clock) {
    webhook =
        WebhookProcess.start(
            stack.kafkaBootstrapServers(), receivers, stack.logDirectory(), clock.toString());
  }

  /**
   * Waits until alerts are judged up to a log time, all of them are in the tables, and each was
   * delivered.
   */
  public void awaitTold(long untilMs) {
    ChildProcess sender = Objects.requireNonNull(webhook);
    Await.until(
        "judgement of the last minutes by the job alerts",
        LONGEST_TELLING,
        sender,
        () -> judgedUntilMs() >= untilMs);
    Set<String> notices = notices();
    Await.until(
        "delivery of every notice",
        LONGEST_TELLING,
        sender,
        () ->
            tables.noticeIds("").keySet().equals(notices)
                && tables.deliveries().keySet().equals(notices)
                && receiver.taken().keySet().equals(notices));
  }

  /** Log time up to which the job alerts has judged; the lowest of all longs: none yet. */
  public long judgedUntilMs() throws IOException, InterruptedException {
    for (FlinkRest.Job job : stack.flinkRest().jobs()) {
      if (job.name().equals("alerts") && job.state().equals("RUNNING")) {
        return stack.flinkRest().lowestWatermarkMs(job.id(), "evaluate-rules");
      }
    }
    return Long.MIN_VALUE;
  }

  private Set<String> notices() {
    Set<String> ids = new TreeSet<>();
    try (TopicReader topic = new TopicReader(stack.kafkaBootstrapServers(), Topic.ALERTS)) {
      topic.drain(
          message -> {
            try {
              ids.add(AlertNotice.parseFrom(message.value()).getNoticeId());
            } catch (com.google.protobuf.InvalidProtocolBufferException e) {
              throw new IllegalStateException("the topic alerts holds what is no notice", e);
            }
          });
    }
    return ids;
  }

  /**
   * Makes the statements, and compares everything with what it must be.
   *
   * @param untilMs log time up to which everything is settled
   */
  public MissionResult compare(Ledger ledger, long untilMs) {
    return new MissionComparison(stack.tables(), tables, world, ledger, untilMs)
        .result(receiver.taken(), receiver.badSignatures(), stack.directory());
  }

  @Override
  public void close() {
    ChildProcess sender = webhook;
    if (sender != null) {
      sender.close();
    }
    receiver.close();
  }
}
