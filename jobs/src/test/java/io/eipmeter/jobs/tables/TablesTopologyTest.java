package io.eipmeter.jobs.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.log.GoldenGraph;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.ReadRecords;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobEnvironment;
import io.eipmeter.jobs.tables.clickhouse.ClickHouseSink;
import io.eipmeter.schemas.Topic;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;

class TablesTopologyTest {
  /**
   * A uid, a name or an edge that changes makes savepoints unreadable: change the golden file
   * knowingly.
   */
  @Test
  void theGraphIsTheGoldenOne() throws IOException {
    assertThat(GoldenGraph.describe(graph())).isEqualTo(GoldenGraph.golden("tables-graph.txt"));
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
            new ClickHouseSink(TablesOptions.target(config), TablesOptions.limits(config))));
    return env.getStreamGraph();
  }
}
