package io.eipmeter.jobs.tables;

import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.NeverReset;
import io.eipmeter.jobs.log.ReadRecords;
import io.eipmeter.jobs.log.TopicReader;
import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.tables.clickhouse.ClickHouseSink;
import io.eipmeter.jobs.tables.domain.TableRows;
import io.eipmeter.schemas.Topic;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/**
 * The outside of `tables`.
 *
 * @param topics what it reads; a topic that is not here is not written
 * @param tables where all rows go
 */
public record TablesIo(Map<Topic, Source<LoggedRecord, ?, ?>> topics, Sink<TableRows> tables) {
  /** Without these a table would have a hole that nothing shows: what has expired stops the job. */
  private static final Set<Topic> NEVER_SKIPPED =
      EnumSet.complementOf(
          EnumSet.of(Topic.EIP_LIVE, Topic.FLOW_SAMPLES, Topic.FLOW_DATAGRAMS_REJECTED));

  /**
   * @throws BadConfigException if a topic is not there
   */
  public static TablesIo kafka(JobConfig config) {
    Set<Topic> topics = EnumSet.allOf(Topic.class);
    topics.retainAll(TablesTopology.TOPICS);
    if (!config.get(TablesOptions.FLOWS)) {
      topics.remove(Topic.FLOW_SAMPLES);
    }
    Properties kafka = config.kafka();
    Map<Topic, Source<LoggedRecord, ?, ?>> sources = new EnumMap<>(Topic.class);
    for (Topic topic : topics) {
      TopicReader.partitions(kafka, topic);
      sources.put(topic, source(kafka, topic));
    }
    return new TablesIo(
        sources, new ClickHouseSink(TablesOptions.target(config), TablesOptions.limits(config)));
  }

  // A first start reads all there is: rows already in a table are the same rows again.
  private static KafkaSource<LoggedRecord> source(Properties kafka, Topic topic) {
    OffsetsInitializer earliest = OffsetsInitializer.earliest();
    return KafkaSource.<LoggedRecord>builder()
        .setProperties(kafka)
        .setProperty("max.partition.fetch.bytes", "8388608")
        .setProperty("fetch.max.bytes", "33554432")
        .setProperty("partition.discovery.interval.ms", "-1")
        .setProperty("register.consumer.metrics", "false")
        .setGroupId("eipmeter-tables")
        .setClientIdPrefix("eipmeter-tables-" + topic.topicName())
        .setTopics(topic.topicName())
        .setStartingOffsets(NEVER_SKIPPED.contains(topic) ? new NeverReset(earliest) : earliest)
        .setDeserializer(new ReadRecords())
        .build();
  }
}
