package io.eipmeter.jobs.log;

import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobOptions;
import io.eipmeter.schemas.Topic;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/**
 * The outside of a job that follows the settled minutes and the statements of ownership.
 *
 * @param minutes the topic `eip-minutes`
 * @param events the topic `eip-events`
 * @param outputPartitions of the topic it writes
 * @param generation of the minutes read and of the rows written
 * @param out the topic it writes
 */
public record FollowerIo(
    Source<LoggedRecord, ?, ?> minutes,
    Source<LoggedRecord, ?, ?> events,
    int outputPartitions,
    int generation,
    Sink<OutgoingRecord> out) {

  /**
   * @param output the settled topic it writes
   * @throws BadConfigException if the topics are not as the job needs them
   */
  public static FollowerIo kafka(JobConfig config, String job, Topic output, int generation) {
    Properties kafka = config.kafka();
    for (Topic input : new Topic[] {Topic.EIP_MINUTES, Topic.EIP_EVENTS}) {
      int partitions = TopicReader.partitions(kafka, input);
      int parallelism = config.get(JobOptions.PARALLELISM);
      if (parallelism > partitions) {
        throw new BadConfigException(
            "parallelism is "
                + parallelism
                + ", but "
                + input.topicName()
                + " has "
                + partitions
                + " partitions: at most one subtask a partition");
      }
    }
    return new FollowerIo(
        source(kafka, job, Topic.EIP_MINUTES)
            .setDeserializer(new ReadSettledBlocks(generation))
            .build(),
        source(kafka, job, Topic.EIP_EVENTS).setDeserializer(new ReadRecords()).build(),
        TopicReader.partitions(kafka, output),
        generation,
        OrderedSink.of(kafka));
  }

  private static KafkaSourceBuilder<LoggedRecord> source(
      Properties kafka, String job, Topic topic) {
    return KafkaSource.<LoggedRecord>builder()
        .setProperties(kafka)
        .setProperty("max.partition.fetch.bytes", "8388608")
        .setProperty("partition.discovery.interval.ms", "-1")
        .setProperty("register.consumer.metrics", "false")
        .setGroupId("eipmeter-" + job)
        .setClientIdPrefix("eipmeter-" + job + "-" + topic.topicName())
        .setTopics(topic.topicName())
        .setStartingOffsets(new NeverReset(OffsetsInitializer.earliest()));
  }
}
