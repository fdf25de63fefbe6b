package io.eipmeter.jobs.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.bandwidth.domain.TestSettings;
import io.eipmeter.jobs.log.GoldenGraph;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.jobs.log.ReadDatagramBlocks;
import io.eipmeter.jobs.log.WriteToTopic;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobEnvironment;
import java.io.IOException;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;

class BandwidthTopologyTest {
  /**
   * A uid, a name or an edge that changes makes savepoints unreadable: change the golden file
   * knowingly.
   */
  @Test
  void theGraphIsTheGoldenOne() throws IOException {
    assertThat(GoldenGraph.describe(graph())).isEqualTo(GoldenGraph.golden("bandwidth-graph.txt"));
  }

  private static StreamGraph graph() {
    JobConfig config =
        JobConfig.load(
            new String[] {"--kafka.bootstrap.servers", "nowhere:1"}, BandwidthOptions.class);
    StreamExecutionEnvironment env = JobEnvironment.create(config);
    KafkaSource<LoggedRecord> source =
        KafkaSource.<LoggedRecord>builder()
            .setBootstrapServers("nowhere:1")
            .setTopics("t")
            .setDeserializer(new ReadDatagramBlocks())
            .build();
    KafkaSink<OutgoingRecord> sink =
        KafkaSink.<OutgoingRecord>builder()
            .setBootstrapServers("nowhere:1")
            .setRecordSerializer(new WriteToTopic())
            .build();
    BandwidthTopology.attach(
        env,
        new BandwidthIo(source, TestSettings.history(), 4, Long.MIN_VALUE, sink),
        BandwidthPlan.of(config));
    return env.getStreamGraph();
  }
}
