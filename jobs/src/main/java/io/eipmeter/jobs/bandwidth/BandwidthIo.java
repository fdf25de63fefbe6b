package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.bandwidth.domain.SettingsHistory;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.NeverReset;
import io.eipmeter.jobs.log.OrderedSink;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.jobs.log.ReadDatagramBlocks;
import io.eipmeter.jobs.log.TopicReader;
import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobOptions;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.Settings;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/**
 * The outside of `bandwidth`: what it reads and where it writes.
 *
 * @param flows the topic `flow-datagrams` or `flow-samples`
 * @param history all versions of the settings
 * @param outputPartitions partitions of each settled topic
 * @param fromMs log time from which rows are written; {@link Long#MIN_VALUE}: all
 * @param out all topics it writes
 */
public record BandwidthIo(
    Source<LoggedRecord, ?, ?> flows,
    SettingsHistory history,
    int outputPartitions,
    long fromMs,
    Sink<OutgoingRecord> out) {

  private static final String EARLIEST = "earliest";

  /**
   * @throws BadConfigException if the topics, the settings or the start are not as the job needs
   *     them
   */
  public static BandwidthIo kafka(JobConfig config) {
    Properties kafka = config.kafka();
    FlowInput input = config.get(BandwidthOptions.INPUT);
    if (input == FlowInput.SAMPLES && config.get(BandwidthOptions.SAMPLES)) {
      throw new BadConfigException("samples cannot be both input and output: leave one out");
    }
    int inputPartitions = TopicReader.partitions(kafka, input.topic());
    int parallelism = config.get(JobOptions.PARALLELISM);
    if (parallelism > inputPartitions) {
      throw new BadConfigException(
          "parallelism is "
              + parallelism
              + ", but "
              + input.topic().topicName()
              + " has "
              + inputPartitions
              + " partitions: at most one subtask a partition");
    }
    String from = config.get(BandwidthOptions.FROM);
    if (from.isEmpty() && config.get(JobOptions.SAVEPOINT).isEmpty()) {
      throw new BadConfigException(
          "name where to start: --savepoint PATH, --from TIME (ISO 8601) or --from " + EARLIEST);
    }
    long fromMs = from.isEmpty() || from.equals(EARLIEST) ? Long.MIN_VALUE : time(from);
    OffsetsInitializer start =
        fromMs == Long.MIN_VALUE
            ? OffsetsInitializer.earliest()
            : OffsetsInitializer.timestamp(
                fromMs - config.get(BandwidthOptions.WARM_UP).toMillis());
    return new BandwidthIo(
        source(kafka, input.topic(), start),
        settings(kafka),
        TopicReader.partitions(kafka, Topic.EIP_MINUTES),
        fromMs,
        OrderedSink.of(kafka));
  }

  private static long time(String text) {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new BadConfigException(
          "from must be a time such as 2026-10-01T00:00:00Z, or 'earliest'; was '" + text + "'");
    }
  }

  private static SettingsHistory settings(Properties kafka) {
    try {
      return new SettingsHistory(TopicReader.readAll(kafka, Topic.SETTINGS, Settings.parser()));
    } catch (IllegalArgumentException e) {
      throw new BadConfigException("topic " + Topic.SETTINGS.topicName() + ": " + e.getMessage());
    }
  }

  private static KafkaSource<LoggedRecord> source(
      Properties kafka, Topic topic, OffsetsInitializer start) {
    return KafkaSource.<LoggedRecord>builder()
        .setProperties(kafka)
        .setProperty("max.partition.fetch.bytes", "2097152")
        .setProperty("fetch.max.bytes", "16777216")
        .setProperty("max.poll.records", "64")
        .setProperty("partition.discovery.interval.ms", "-1")
        .setProperty("register.consumer.metrics", "false")
        .setGroupId("eipmeter-bandwidth")
        .setTopics(topic.topicName())
        .setStartingOffsets(new NeverReset(start))
        .setDeserializer(new ReadDatagramBlocks())
        .build();
  }
}
