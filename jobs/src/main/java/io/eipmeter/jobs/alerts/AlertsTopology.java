package io.eipmeter.jobs.alerts;

import io.eipmeter.jobs.alerts.domain.Observation;
import io.eipmeter.jobs.log.OutgoingRecordSerializer;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The diagram of `alerts`. */
public final class AlertsTopology {
  private AlertsTopology() {}

  // eip-live, eip-minutes, exporter-minutes, eip-events, findings --> by resource --+
  // charges --> by address --> count-charges-once --> by account ------------------+
  // alert-rules --> to all ------------------------------------> evaluate-rules --> alerts
  @SuppressWarnings("unchecked")
  public static void attach(StreamExecutionEnvironment env, AlertsIo io) {
    DataStream<Observation>[] inputs =
        Arrays.stream(AlertsInput.values())
            .map(input -> read(env, io, input))
            .toArray(DataStream[]::new);
    BroadcastStream<byte[]> rules =
        env.fromSource(io.rules(), SettledTime.notTold(), "alert-rules")
            .uid("alert-rules")
            .setParallelism(1) // one partition: another subtask would tell no time
            .broadcast(EvaluateRules.RULES);
    inputs[0]
        .union(Arrays.copyOfRange(inputs, 1, inputs.length))
        .keyBy(ResourceKey::of, TypeInformation.of(ResourceKey.class))
        .connect(rules)
        .process(
            new EvaluateRules(io.rulesAtStart(), io.settleDelayMs()),
            OutgoingRecordSerializer.type())
        .name("evaluate-rules")
        .uid("evaluate-rules")
        .sinkTo(io.alerts())
        .name("alerts")
        .uid("alerts");
  }

  private static DataStream<Observation> read(
      StreamExecutionEnvironment env, AlertsIo io, AlertsInput input) {
    DataStream<Observation> read =
        env.fromSource(
                Objects.requireNonNull(io.inputs().get(input)),
                input.isSettled() ? SettledTime.told() : SettledTime.notTold(),
                input.uid())
            .uid(input.uid());
    return input == AlertsInput.CHARGES ? countOnce(read, io) : read;
  }

  private static DataStream<Observation> countOnce(DataStream<Observation> read, AlertsIo io) {
    return read.keyBy(ResourceKey::of, TypeInformation.of(ResourceKey.class))
        .process(new CountChargesOnce(io.budgetZone()), ObservationSerializer.type())
        .name("count-charges-once")
        .uid("count-charges-once");
  }
}
