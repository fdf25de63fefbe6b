package io.eipmeter.jobs.alerts;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.alerts.domain.AlertRule;
import io.eipmeter.jobs.alerts.domain.Observation;
import io.eipmeter.jobs.alerts.domain.RuleBook;
import io.eipmeter.jobs.alerts.domain.RuleMessages;
import io.eipmeter.jobs.alerts.domain.Subject;
import io.eipmeter.jobs.alerts.domain.Watch;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.AlertRuleVersion;
import io.eipmeter.schemas.v1.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Judges the rules. Keyed by resource: a {@link Watch} and one timer a resource that has an owner,
 * traffic or an alert; others hold nothing. A timer fires when a minute has settled, so that
 * silence is noticed; rules that change take part from the next one on. The rules themselves are
 * broadcast: the newest version of each.
 */
final class EvaluateRules
    extends KeyedBroadcastProcessFunction<ResourceKey, Observation, byte[], OutgoingRecord> {
  private static final long serialVersionUID = 1L;
  private static final long MINUTE_MS = 60_000;

  static final MapStateDescriptor<String, byte[]> RULES =
      new MapStateDescriptor<>(
          "rules", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  private final List<byte[]> rulesAtStart;
  private final long settleDelayMs;

  private transient ValueState<Watch> state;
  private transient @Nullable RuleBook book;
  private transient Counter notices;
  private transient Counter badRules;

  /**
   * The operator.
   *
   * @param rulesAtStart versions that the topic held when the job was submitted: in force before
   *     any minute is read
   * @param settleDelayMs how long after its end a minute settles
   */
  EvaluateRules(List<byte[]> rulesAtStart, long settleDelayMs) {
    this.rulesAtStart = new ArrayList<>(rulesAtStart);
    this.settleDelayMs = settleDelayMs;
  }

  @Override
  public void open(OpenContext context) {
    state =
        getRuntimeContext().getState(new ValueStateDescriptor<>("watch", WatchSerializer.INSTANCE));
    notices = counter(AlertsCounter.NOTICES);
    badRules = counter(AlertsCounter.RULES_NOT_USABLE);
  }

  private Counter counter(AlertsCounter counter) {
    return getRuntimeContext().getMetricGroup().counter(counter.metric());
  }

  @Override
  public void processBroadcastElement(byte[] value, Context context, Collector<OutgoingRecord> out)
      throws Exception {
    BroadcastState<String, byte[]> rules = context.getBroadcastState(RULES);
    AlertRuleVersion version;
    try {
      version = AlertRuleVersion.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      badRules.inc();
      return;
    }
    if (version.getRuleId().isEmpty()) {
      return; // a heartbeat
    }
    byte[] known = rules.get(version.getRuleId());
    if (known == null || AlertRuleVersion.parseFrom(known).getVersion() < version.getVersion()) {
      rules.put(version.getRuleId(), value);
      book = null;
    }
  }

  @Override
  public void processElement(
      Observation seen, ReadOnlyContext context, Collector<OutgoingRecord> out) throws Exception {
    Watch watch = state.value();
    if (watch == null) {
      watch = new Watch(seen.resource(), seen.address());
    }
    seen.tell(watch);
    if (seen.isEarly()) {
      send(watch.lookEarly(book(context), seen.logMs()), out);
    }
    state.update(watch);
    context.timerService().registerEventTimeTimer(nextTimerMs(seen, context));
  }

  /** Just before the first close that log time has not reached; 0: it is not known yet. */
  private long nextTimerMs(Observation seen, ReadOnlyContext context) {
    long markMs = context.timerService().currentWatermark();
    long delayMs = delayMs(seen.resource().getNumber());
    return markMs < 0
        ? 0
        : (Math.floorDiv(markMs + 1 - delayMs, MINUTE_MS) + 1) * MINUTE_MS + delayMs - 1;
  }

  /** An exporter's minute is one of log time: it is settled when it ends. */
  private long delayMs(int kind) {
    return kind == ResourceKind.RESOURCE_KIND_EXPORTER_VALUE ? 0 : settleDelayMs;
  }

  @Override
  public void onTimer(long timerMs, OnTimerContext context, Collector<OutgoingRecord> out)
      throws Exception {
    Watch watch = state.value();
    if (watch == null) {
      return;
    }
    // The first timer only waits for log time to be known.
    long nowMs = (timerMs == 0 ? context.timerService().currentWatermark() : timerMs) + 1;
    long delayMs = delayMs(context.getCurrentKey().kind());
    long settledMs = Math.floorDiv(nowMs - delayMs, MINUTE_MS) * MINUTE_MS;
    send(watch.passTime(book(context), settledMs, nowMs), out);
    if (watch.isAtRest()) {
      state.clear();
    } else {
      state.update(watch);
      context.timerService().registerEventTimeTimer(settledMs + MINUTE_MS + delayMs - 1);
    }
  }

  private void send(List<AlertNotice> due, Collector<OutgoingRecord> out) {
    for (AlertNotice notice : due) {
      notices.inc();
      String key = notice.getRuleId() + " " + Subject.of(notice);
      out.collect(
          new OutgoingRecord(
              Topic.ALERTS, -1, key.getBytes(StandardCharsets.UTF_8), notice.toByteArray()));
    }
  }

  private RuleBook book(ReadOnlyContext context) throws Exception {
    if (book != null) {
      return book;
    }
    List<AlertRule> rules = new ArrayList<>();
    for (byte[] rule : rulesAtStart) {
      read(rule, rules);
    }
    ReadOnlyBroadcastState<String, byte[]> broadcast = context.getBroadcastState(RULES);
    for (Map.Entry<String, byte[]> rule : broadcast.immutableEntries()) {
      read(rule.getValue(), rules);
    }
    RuleBook read = new RuleBook(rules);
    book = read;
    return read;
  }

  /** A rule of a later version that this one cannot judge stops no other. */
  private void read(byte[] rule, List<AlertRule> to) throws InvalidProtocolBufferException {
    try {
      to.add(RuleMessages.read(AlertRuleVersion.parseFrom(rule)));
    } catch (IllegalArgumentException e) {
      badRules.inc();
    }
  }
}
