package io.eipmeter.jobs.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.bandwidth.domain.TestSettings;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.jobs.log.ReadDatagramBlocks;
import io.eipmeter.jobs.log.WriteToTopic;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class BandwidthTopologyTest {
  /**
   * A uid, a name or an edge that changes makes savepoints unreadable: change the golden file
   * knowingly.
   */
  @Test
  void theGraphIsTheGoldenOne() throws IOException {
    assertThat(describe(graph())).isEqualTo(golden());
  }

  private static String golden() throws IOException {
    try (var in =
        Objects.requireNonNull(
            BandwidthTopologyTest.class.getResourceAsStream("/golden/bandwidth-graph.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
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

  private static String describe(StreamGraph graph) {
    TreeSet<String> lines = new TreeSet<>();
    for (StreamNode node : graph.getStreamNodes()) {
      lines.add(uid(node) + " is named " + node.getOperatorName());
      for (StreamEdge edge : node.getOutEdges()) {
        lines.add(
            uid(node)
                + " --"
                + edge.getPartitioner()
                + "--> "
                + uid(graph.getStreamNode(edge.getTargetId())));
      }
    }
    return String.join("\n", List.copyOf(lines)) + "\n";
  }

  private static String uid(StreamNode node) {
    return String.valueOf(node.getTransformationUID());
  }
}
