package io.eipmeter.jobs.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.alerts.domain.AlertRule;
import io.eipmeter.jobs.alerts.domain.Observation;
import io.eipmeter.jobs.alerts.domain.RuleMessages;
import io.eipmeter.jobs.alerts.file.RuleFile;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.GoldenFollower;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A checkpoint that an earlier version wrote must restore, and go on to the same notices. The file
 * is written once a release: {@code -Dgolden.write=DIRECTORY}.
 */
class AlertsGoldenStateTest {
  private static final long MINUTE = 60_000;
  private static final long DELAY = 90_000;
  private static final int MINUTES = 60;

  /**
   * Two EIPs of eight thousand bit/s, more or less, an account with a budget, and an exporter. At
   * the checkpoint {@code rate} flaps and is held.
   */
  private static final String RULES =
      """
      rules:
        - id: rate
          metric: out-rate
          resources: {all: true}
          warn: {operator: ">=", threshold: 8k, times: 2, recovery: 6k}
          critical: {operator: ">=", threshold: 12k, times: 1}
          silence: PT7M
        - {id: swing, metric: out-bytes, resources: {accounts: [acme]}, period: PT5M, flapping: {changes: 0}, warn: {statistic: sum, operator: "> last period", threshold: 10, times: 1}}
        - {id: day, metric: out-bytes, resources: {all: true}, period: PT30M, warn: {statistic: sum, operator: "> yesterday", threshold: 10, times: 1}}
        - {id: seconds, metric: in-rate, resources: {all: true}, period: PT1S, flapping: {changes: 0}, info: {operator: ">", threshold: 8k, times: 2}}
        - {id: quiet, metric: out-rate, resources: {eips: [eip-2]}, no-data: insufficient-data, info: {operator: "<", threshold: 1, times: 1}}
        - {id: idle, metric: idle-findings, resources: {all: true}, warn: {operator: ">=", threshold: 1, times: 1}}
        - {id: budget, metric: cost, resources: {all: true}, warn: {operator: ">=", threshold: 30, times: 1}}
        - {id: lost, metric: lost-exports, resources: {exporters: all}, flapping: {changes: 0}, warn: {statistic: sum, operator: ">", threshold: 0, times: 1}}
      """;

  private static Address address(int n) {
    return Address.of(new byte[] {100, 64, 0, (byte) n});
  }

  private static Observation seen(
      Observation.Kind kind, int n, long logMs, long atMs, long out, long in) {
    return new Observation(
        kind,
        ResourceKind.RESOURCE_KIND_EIP,
        address(n),
        logMs,
        atMs,
        new long[] {out, in, 0, 0, 0, 0},
        new byte[0]);
  }

  /** What is learnt until a minute settles. */
  private static List<Observation> minute(int minute, Random random) {
    long atMs = minute * MINUTE;
    long settledMs = atMs + MINUTE + DELAY;
    List<Observation> all = new ArrayList<>();
    for (int n = 1; n <= 2; n++) {
      long bytes = random.nextInt(120_000);
      all.add(seen(Observation.Kind.EARLY, n, atMs + 30_000, atMs, bytes / 2, 0));
      for (int second = 0; second < 60 && n == 1; second += 7) {
        for (int next = 0; next < 2; next++) {
          long secondMs = atMs + (second + next) * 1_000;
          long in = random.nextInt(2_000);
          all.add(seen(Observation.Kind.SECOND, n, secondMs + 1_500, secondMs, 0, in));
        }
      }
      if (n == 1 || random.nextInt(3) > 0) {
        all.add(seen(Observation.Kind.SETTLED, n, settledMs, atMs, bytes, 0));
      }
    }
    if (minute % 20 == 5) {
      boolean ends = minute / 20 == 2;
      all.add(
          new Observation(
              Observation.Kind.FINDING,
              ResourceKind.RESOURCE_KIND_EIP,
              address(2),
              settledMs,
              MINUTE,
              new long[] {2, minute / 20 + 1, ends ? 1 : 0},
              new byte[0]));
    }
    all.add(
        new Observation(
            Observation.Kind.COST,
            ResourceKind.RESOURCE_KIND_ACCOUNT,
            address(99),
            settledMs,
            0,
            new long[0],
            "acme\n0.75".getBytes(StandardCharsets.UTF_8)));
    all.add(
        new Observation(
            Observation.Kind.SETTLED,
            ResourceKind.RESOURCE_KIND_EXPORTER,
            address(200),
            settledMs,
            atMs + MINUTE, // of log time: settled as it ends
            new long[] {minute % 9 == 0 ? 1 : 0, 0, 0, 9, 0, 0},
            new byte[0]));
    return all;
  }

  private static Observation owner(int n) {
    return new Observation(
        Observation.Kind.OWNER,
        ResourceKind.RESOURCE_KIND_EIP,
        address(n),
        1,
        0,
        new long[0],
        EipEvent.newBuilder()
            .setOwnershipId("o" + n)
            .setEipId("eip-" + n)
            .setAccount("acme")
            .setMaxBandwidthBitsPerSecond(20_000)
            .build()
            .toByteArray());
  }

  @SuppressWarnings("NullAway") // the broadcast input has no key
  private static KeyedTwoInputStreamOperatorTestHarness<
          ResourceKey, Observation, byte[], OutgoingRecord>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new EvaluateRules(List.of(), DELAY), List.of(EvaluateRules.RULES)),
        ResourceKey::of,
        null,
        TypeInformation.of(ResourceKey.class));
  }

  private static void begin(
      KeyedTwoInputStreamOperatorTestHarness<ResourceKey, Observation, byte[], OutgoingRecord> job)
      throws Exception {
    job.open();
    job.processWatermark2(new Watermark(Long.MAX_VALUE - 1));
  }

  private static void play(
      KeyedTwoInputStreamOperatorTestHarness<ResourceKey, Observation, byte[], OutgoingRecord> job,
      int from,
      int to)
      throws Exception {
    if (from == 0) {
      for (AlertRule rule : RuleFile.parse("rules", RULES)) {
        byte[] version = RuleMessages.write(rule.with(1, false, 0)).toByteArray();
        job.processElement2(new StreamRecord<>(version));
      }
      job.processElement1(new StreamRecord<>(owner(1)));
      job.processElement1(new StreamRecord<>(owner(2)));
    }
    for (int minute = from; minute < to; minute++) {
      for (Observation seen : minute(minute, new Random(2_026 + minute))) {
        job.processElement1(new StreamRecord<>(seen));
      }
      job.processWatermark1(new Watermark((minute + 1) * MINUTE + DELAY - 1));
    }
  }

  private static TreeSet<String> notices(
      KeyedTwoInputStreamOperatorTestHarness<ResourceKey, Observation, byte[], OutgoingRecord> job)
      throws Exception {
    TreeSet<String> notices = new TreeSet<>();
    for (OutgoingRecord record : job.extractOutputValues()) {
      notices.add(AlertNotice.parseFrom(record.value()).toString());
    }
    job.getOutput().clear();
    return notices;
  }

  @Test
  void theCheckpointOfTheFirstReleaseGoesOnToTheSameNotices() throws Exception {
    Path written = GoldenFollower.resource("alerts-state-1").resolve("evaluate-rules");
    try (var whole = harness();
        var restored = harness()) {
      begin(whole);
      play(whole, 0, MINUTES / 2);
      assertThat(notices(whole)).isNotEmpty();
      restored.initializeState(OperatorSnapshotUtil.readStateHandle(written.toString()));
      begin(restored);
      play(whole, MINUTES / 2, MINUTES);
      play(restored, MINUTES / 2, MINUTES);
      TreeSet<String> expected = notices(whole);
      assertThat(notices(restored)).isEqualTo(expected);
      for (String rule : List.of("swing", "seconds", "quiet", "idle", "budget", "lost")) {
        assertThat(expected).anyMatch(notice -> notice.contains("rule_id: \"" + rule + "\""));
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "golden.write", matches = ".+")
  void writesTheCheckpoint() throws Exception {
    Path directory =
        Files.createDirectories(Path.of(System.getProperty("golden.write", ""), "alerts-state-1"));
    try (var job = harness()) {
      begin(job);
      play(job, 0, MINUTES / 2);
      OperatorSnapshotUtil.writeStateHandle(
          job.snapshot(1, 1), directory.resolve("evaluate-rules").toString());
    }
    assertThat(directory.resolve("evaluate-rules")).exists();
  }
}
