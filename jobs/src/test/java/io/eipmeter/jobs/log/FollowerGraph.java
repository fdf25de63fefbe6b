package io.eipmeter.jobs.log;

import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;

/** The outside of a job that follows the settled minutes, for its graph. */
public final class FollowerGraph {
  private FollowerGraph() {}

  public static FollowerIo io() {
    KafkaSource<LoggedRecord> source =
        KafkaSource.<LoggedRecord>builder()
            .setBootstrapServers("nowhere:1")
            .setTopics("t")
            .setDeserializer(new ReadRecords())
            .build();
    KafkaSink<OutgoingRecord> sink =
        KafkaSink.<OutgoingRecord>builder()
            .setBootstrapServers("nowhere:1")
            .setRecordSerializer(new WriteToTopic())
            .build();
    return new FollowerIo(source, source, 4, 0, sink);
  }
}
