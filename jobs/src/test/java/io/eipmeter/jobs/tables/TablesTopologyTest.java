package io.eipmeter.jobs.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.ReadRecords;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobEnvironment;
import io.eipmeter.jobs.tables.clickhouse.ClickHouseSink;
import io.eipmeter.schemas.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class TablesTopologyTest {
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
            TablesTopologyTest.class.getResourceAsStream("/golden/tables-graph.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static StreamGraph graph() {
    JobConfig config =
        JobConfig.load(
            new String[] {
              "--kafka.bootstrap.servers", "nowhere:1", "--clickhouse.url", "http://nowhere:1"
            },
            TablesOptions.class);
    StreamExecutionEnvironment env = JobEnvironment.create(config);
    Map<Topic, Source<LoggedRecord, ?, ?>> sources = new EnumMap<>(Topic.class);
    for (Topic topic : TablesTopology.TOPICS) {
      sources.put(
          topic,
          KafkaSource.<LoggedRecord>builder()
              .setBootstrapServers("nowhere:1")
              .setTopics(topic.topicName())
              .setDeserializer(new ReadRecords())
              .build());
    }
    TablesTopology.attach(
        env,
        new TablesIo(
            sources,
            new ClickHouseSink(TablesOptions.target(config), TablesOptions.limits(config), false)));
    return env.getStreamGraph();
  }

  private static String describe(StreamGraph graph) {
    TreeSet<String> lines = new TreeSet<>();
    for (StreamNode node : graph.getStreamNodes()) {
      lines.add(node.getTransformationUID() + " is named " + node.getOperatorName());
      for (StreamEdge edge : node.getOutEdges()) {
        lines.add(
            node.getTransformationUID()
                + " --"
                + edge.getPartitioner()
                + "--> "
                + graph.getStreamNode(edge.getTargetId()).getTransformationUID());
      }
    }
    return String.join("\n", List.copyOf(lines)) + "\n";
  }
}
