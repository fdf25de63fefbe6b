package io.eipmeter.jobs.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.alerts.domain.Observation;
import io.eipmeter.jobs.log.GoldenGraph;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.jobs.log.WriteToTopic;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobEnvironment;
import java.io.IOException;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;

class AlertsTopologyTest {
  /**
   * A uid, a name or an edge that changes makes savepoints unreadable: change the golden file
   * knowingly.
   */
  @Test
  void theGraphIsTheGoldenOne() throws IOException {
    assertThat(GoldenGraph.describe(graph())).isEqualTo(GoldenGraph.golden("alerts-graph.txt"));
  }

  private static StreamGraph graph() {
    JobConfig config =
        JobConfig.load(
            new String[] {"--kafka.bootstrap.servers", "nowhere:1", "--parallelism", "2"},
            AlertsOptions.class);
    StreamExecutionEnvironment env = JobEnvironment.create(config);
    Map<AlertsInput, Source<Observation, ?, ?>> inputs = new EnumMap<>(AlertsInput.class);
    for (AlertsInput input : AlertsInput.values()) {
      inputs.put(input, source(new ReadObservations(input)));
    }
    KafkaSink<OutgoingRecord> sink =
        KafkaSink.<OutgoingRecord>builder()
            .setBootstrapServers("nowhere:1")
            .setRecordSerializer(new WriteToTopic())
            .build();
    AlertsTopology.attach(
        env,
        new AlertsIo(
            inputs,
            source(KafkaRecordDeserializationSchema.valueOnly(new Bytes())),
            List.of(),
            90_000,
            ZoneId.of("UTC"),
            sink));
    return env.getStreamGraph();
  }

  private static <T> KafkaSource<T> source(KafkaRecordDeserializationSchema<T> read) {
    return KafkaSource.<T>builder()
        .setBootstrapServers("nowhere:1")
        .setTopics("t")
        .setDeserializer(read)
        .build();
  }

  private static final class Bytes extends AbstractDeserializationSchema<byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] deserialize(byte[] value) {
      return value;
    }
  }
}
