package io.eipmeter.jobs.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.alerts.domain.AlertRule;
import io.eipmeter.jobs.alerts.domain.Observation;
import io.eipmeter.jobs.alerts.domain.RuleMessages;
import io.eipmeter.jobs.alerts.domain.Rules;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.EipSecond;
import io.eipmeter.schemas.v1.LiveBlock;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** 60,000 bytes a minute are 8,000 bit/s; a minute settles 90 s after its end. */
class EvaluateRulesTest {
  private static final long MINUTE = 60_000;
  private static final long DELAY = 90_000;
  private static final Address EIP = Address.of(new byte[] {100, 64, 0, 1});
  private static final OperatorSubtaskState NEW = OperatorSubtaskState.builder().build();
  private static final AlertRule RULE = Rules.rule("r", Rules.warnAbove(8_000, 1, 8_000));

  private KeyedTwoInputStreamOperatorTestHarness<ResourceKey, Observation, byte[], OutgoingRecord>
      harness = harness();
  private final List<AlertNotice> sent = new ArrayList<>();

  EvaluateRulesTest() throws Exception {}

  @SuppressWarnings("NullAway") // the broadcast input has no key
  private static KeyedTwoInputStreamOperatorTestHarness<
          ResourceKey, Observation, byte[], OutgoingRecord>
      harness(AlertRule... rules) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new EvaluateRules(Stream.of(rules).map(EvaluateRulesTest::bytes).toList(), DELAY),
            List.of(EvaluateRules.RULES)),
        ResourceKey::of,
        null,
        TypeInformation.of(ResourceKey.class));
  }

  private void start(OperatorSubtaskState from, AlertRule... rules) throws Exception {
    harness = harness(rules);
    harness.initializeState(from);
    harness.open();
    harness.processWatermark2(new Watermark(Long.MAX_VALUE - 1));
  }

  private static byte[] bytes(AlertRule rule) {
    return RuleMessages.write(rule).toByteArray();
  }

  private void feed(List<Observation> observations) throws Exception {
    for (Observation seen : observations) {
      if (seen.kind() == Observation.Kind.PROGRESS) {
        harness.processWatermark1(new Watermark(seen.logMs() - 1));
      } else {
        harness.processElement1(new StreamRecord<>(seen));
      }
    }
    for (OutgoingRecord record : harness.extractOutputValues()) {
      sent.add(AlertNotice.parseFrom(record.value()));
    }
    harness.getOutput().clear();
  }

  private void rule(AlertRule rule) throws Exception {
    harness.processElement2(new StreamRecord<>(bytes(rule)));
  }

  private static EipMinute minute(long minute, long bytesOut) {
    return EipMinute.newBuilder()
        .setAddress(ByteString.copyFrom(EIP.toBytes()))
        .setMinuteMs(minute * MINUTE)
        .setUsage(Usage.newBuilder().setBytesOut(bytesOut))
        .build();
  }

  private static List<Observation> live(long minute, long bytesOut) {
    return parse(
        () ->
            Observation.live(
                LiveBlock.newBuilder()
                    .setAsOfMs(minute * MINUTE + 30_000)
                    .addMinutes(minute(minute, bytesOut))
                    .build()
                    .toByteArray()));
  }

  private static List<Observation> settled(long minute, long bytesOut) {
    return parse(
        () ->
            Observation.settled(
                SettledBlock.newBuilder()
                    .addRows(
                        SettledRow.newBuilder()
                            .setCloseMs((minute + 1) * MINUTE + DELAY)
                            .setMinute(minute(minute, bytesOut)))
                    .build()
                    .toByteArray()));
  }

  private static List<Observation> progress(long minute) {
    return parse(
        () ->
            Observation.settled(
                SettledBlock.newBuilder()
                    .setSettledUntilMs((minute + 1) * MINUTE + DELAY)
                    .build()
                    .toByteArray()));
  }

  private static List<Observation> owner(String account) {
    return parse(
        () ->
            Observation.statement(
                EipEvent.newBuilder()
                    .setOwnershipId("o1")
                    .setAddress(ByteString.copyFrom(EIP.toBytes()))
                    .setAccount(account)
                    .setEipId("eip-1")
                    .build()
                    .toByteArray(),
                1));
  }

  private interface Parse {
    List<Observation> run() throws InvalidProtocolBufferException;
  }

  private static List<Observation> parse(Parse parse) {
    try {
      return parse.run();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> told() {
    return sent.stream()
        .map(
            n ->
                n.getRuleId()
                    + " "
                    + n.getState().name().substring("ALERT_STATE_".length())
                    + " "
                    + n.getPeriodMs() / MINUTE)
        .toList();
  }

  @Test
  void firesOnAnEarlySumAndEndsOnASettledMinuteAndThenHoldsNoMinute() throws Exception {
    start(NEW, RULE);
    feed(progress(9));
    feed(live(11, 59_999));
    assertThat(sent).isEmpty();
    feed(live(11, 60_000));
    assertThat(told()).containsExactly("r ALERT 11");
    assertThat(sent.get(0).getEarly()).isTrue();
    feed(settled(11, 60_500));
    feed(progress(11));
    feed(progress(12)); // nothing: the policy keeps the state
    feed(settled(13, 10));
    feed(progress(13));
    assertThat(told()).containsExactly("r ALERT 11", "r OK 13");
    harness.close();
  }

  private static List<Observation> second(long second, long bytesOut) {
    return parse(
        () ->
            Observation.live(
                LiveBlock.newBuilder()
                    .setAsOfMs((second + 1) * 1_000)
                    .addSeconds(
                        EipSecond.newBuilder()
                            .setAddress(ByteString.copyFrom(EIP.toBytes()))
                            .setSecondMs(second * 1_000)
                            .setBytesOut(bytesOut))
                    .build()
                    .toByteArray()));
  }

  @Test
  void aRowOfSecondsGoesOnThroughARestore() throws Exception {
    AlertRule rule =
        RuleMessages.read(
            RuleMessages.write(Rules.rule("r", Rules.warnAbove(8_000, 3, 8_000))).toBuilder()
                .setPeriodSeconds(1)
                .build());
    start(NEW, rule);
    feed(progress(9));
    feed(second(660, 1_000));
    feed(second(661, 1_000));
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    start(state, rule);
    assertThat(sent).isEmpty();
    feed(second(662, 1_000));
    assertThat(told()).containsExactly("r ALERT 11");
    feed(progress(11));
    assertThat(told()).containsExactly("r ALERT 11", "r OK 11");
    harness.close();
  }

  @Test
  void anAddressWithoutOwnerThatGoesQuietHoldsNothing() throws Exception {
    start(NEW, RULE);
    feed(progress(9));
    feed(settled(10, 10));
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    feed(progress(10));
    feed(progress(11));
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
    harness.close();
  }

  @Test
  void aRuleThatChangesTakesPartWithoutARestart() throws Exception {
    start(NEW);
    feed(progress(9));
    feed(live(10, 60_000));
    assertThat(sent).isEmpty();
    rule(RULE);
    feed(live(10, 60_001));
    assertThat(told()).containsExactly("r ALERT 10");
    rule(RULE.with(2, true, 0));
    rule(RULE); // an older version that comes again changes nothing
    feed(progress(10));
    assertThat(told()).containsExactly("r ALERT 10", "r OK 12");
    assertThat(sent.get(1).getReason()).isEqualTo("the rule was removed");
    harness.close();
  }

  @Test
  void anOwnedAddressThatNeverSentAByteIsWatched() throws Exception {
    AlertRule silent =
        RuleMessages.read(
            RuleMessages.write(RULE).toBuilder()
                .setNoData(io.eipmeter.schemas.v1.NoDataPolicy.NO_DATA_POLICY_INSUFFICIENT_DATA)
                .build());
    start(NEW, silent);
    feed(owner("acme"));
    feed(progress(9));
    feed(progress(10));
    assertThat(told()).containsExactly("r INSUFFICIENT_DATA 10");
    assertThat(sent.get(0).getAccount()).isEqualTo("acme");
    harness.close();
  }

  @Test
  void whereverItIsKilledTheNoticesAreTheSame() throws Exception {
    List<List<Observation>> input = new ArrayList<>();
    input.add(owner("acme"));
    input.add(progress(9));
    for (int minute = 10; minute < 30; minute++) {
      long bytes = minute % 5 < 2 ? 70_000 : 10;
      input.add(live(minute, bytes / 2));
      input.add(live(minute, bytes));
      input.add(settled(minute, bytes));
      input.add(progress(minute));
    }
    List<String> undisturbed = run(input, -1, -1);
    assertThat(undisturbed).hasSize(8);
    for (int checkpoint = 0; checkpoint < input.size(); checkpoint += 7) {
      int kill = Math.min(input.size(), checkpoint + 5);
      assertThat(run(input, checkpoint, kill)).isEqualTo(undisturbed);
    }
  }

  /** Ids of the notices; what was sent after the checkpoint and before the kill is sent again. */
  private List<String> run(List<List<Observation>> input, int checkpoint, int kill)
      throws Exception {
    sent.clear();
    start(NEW, RULE);
    OperatorSubtaskState state = NEW;
    boolean killed = false;
    for (int i = 0; i < input.size(); i++) {
      if (i == checkpoint && !killed) {
        state = harness.snapshot(1, 1);
      }
      if (i == kill && !killed) {
        harness.close();
        start(state, RULE);
        killed = true;
        i = checkpoint;
      }
      feed(input.get(i));
    }
    harness.close();
    return new TreeSet<>(
            sent.stream()
                .map(n -> n.getNoticeId() + " " + n.getState() + " " + n.getPeriodMs())
                .collect(Collectors.toSet()))
        .stream().toList();
  }
}
