package io.eipmeter.jobs.alerts;

import io.eipmeter.jobs.alerts.domain.Observation;
import java.time.ZoneId;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Hands each charge of an address to its account once, though the topic may hold it again after a
 * restart. Keyed by address: a long, and the names of the charges that closed last (one or a few).
 * What else the topic holds goes on as it is.
 */
final class CountChargesOnce extends KeyedProcessFunction<ResourceKey, Observation, Observation> {
  private static final long serialVersionUID = 1L;

  private final ZoneId zone;

  private transient ValueState<Long> lastClose;
  private transient MapState<String, Boolean> closedLast;

  CountChargesOnce(ZoneId zone) {
    this.zone = zone;
  }

  @Override
  public void open(OpenContext context) {
    lastClose = getRuntimeContext().getState(new ValueStateDescriptor<>("last-close", Types.LONG));
    closedLast =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("closed-last", Types.STRING, Types.BOOLEAN));
  }

  @Override
  public void processElement(Observation seen, Context context, Collector<Observation> out)
      throws Exception {
    if (seen.kind() != Observation.Kind.CHARGE) {
      out.collect(seen);
      return;
    }
    Long last = lastClose.value();
    if (last == null || seen.logMs() > last) {
      lastClose.update(seen.logMs());
      closedLast.clear();
    }
    boolean isNew = last == null || seen.logMs() >= last;
    if (isNew && !closedLast.contains(seen.chargeKey())) {
      closedLast.put(seen.chargeKey(), true);
      out.collect(seen.cost(zone));
    }
  }
}
