package io.eipmeter.jobs.alerts;

import com.google.protobuf.AbstractMessageLite;
import io.eipmeter.jobs.alerts.domain.Observation;
import io.eipmeter.jobs.log.NeverReset;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.jobs.log.TopicReader;
import io.eipmeter.jobs.log.WriteToTopic;
import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobOptions;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.AlertRuleVersion;
import io.eipmeter.schemas.v1.Settings;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;

/**
 * The outside of `alerts`.
 *
 * @param rules the topic `alert-rules`, from its beginning
 * @param rulesAtStart what it held when this was made
 * @param settleDelayMs the longest of all versions of the settings
 * @param budgetZone whose months costs are added up in
 */
public record AlertsIo(
    Map<AlertsInput, Source<Observation, ?, ?>> inputs,
    Source<byte[], ?, ?> rules,
    List<byte[]> rulesAtStart,
    long settleDelayMs,
    ZoneId budgetZone,
    Sink<OutgoingRecord> alerts) {

  /**
   * @throws BadConfigException if a topic is not there, or has too few partitions
   */
  public static AlertsIo kafka(JobConfig config) {
    Properties kafka = config.kafka();
    Map<AlertsInput, Source<Observation, ?, ?>> inputs = new EnumMap<>(AlertsInput.class);
    for (AlertsInput input : AlertsInput.values()) {
      checkParallelism(config, input.topic());
      inputs.put(input, source(kafka, input, start(config, input)));
    }
    TopicReader.partitions(kafka, Topic.ALERTS);
    return new AlertsIo(
        inputs,
        reader(kafka, Topic.ALERT_RULES, OffsetsInitializer.earliest(), new ReadRules()),
        TopicReader.readAll(kafka, Topic.ALERT_RULES, AlertRuleVersion.parser()).stream()
            .map(AbstractMessageLite::toByteArray)
            .toList(),
        TopicReader.readAll(kafka, Topic.SETTINGS, Settings.parser()).stream()
            .mapToLong(Settings::getSettleDelayMs)
            .max()
            .orElse(0),
        AlertsOptions.budgetZone(config),
        sink(kafka));
  }

  private static void checkParallelism(JobConfig config, Topic topic) {
    int partitions = TopicReader.partitions(config.kafka(), topic);
    int parallelism = config.get(JobOptions.PARALLELISM);
    if (parallelism > partitions) {
      throw new BadConfigException(
          "parallelism is "
              + parallelism
              + ", but "
              + topic.topicName()
              + " has "
              + partitions
              + " partitions: at most one subtask a partition");
    }
  }

  private static OffsetsInitializer start(JobConfig config, AlertsInput input) {
    if (input == AlertsInput.EIP_EVENTS) {
      return new NeverReset(OffsetsInitializer.earliest());
    }
    if (input == AlertsInput.FINDINGS || input == AlertsInput.CHARGES) {
      return OffsetsInitializer.earliest(); // what holds was told before
    }
    return config.get(AlertsOptions.FROM) == AlertsOptions.Start.EARLIEST
        ? OffsetsInitializer.earliest()
        : OffsetsInitializer.latest();
  }

  private static KafkaSource<Observation> source(
      Properties kafka, AlertsInput input, OffsetsInitializer start) {
    return builder(kafka, input.topic(), start, new ReadObservations(input)).build();
  }

  private static KafkaSource<byte[]> reader(
      Properties kafka, Topic topic, OffsetsInitializer start, ReadRules read) {
    return builder(kafka, topic, start, KafkaRecordDeserializationSchema.valueOnly(read)).build();
  }

  private static <T> KafkaSourceBuilder<T> builder(
      Properties kafka,
      Topic topic,
      OffsetsInitializer start,
      KafkaRecordDeserializationSchema<T> read) {
    return KafkaSource.<T>builder()
        .setProperties(kafka)
        .setProperty("max.partition.fetch.bytes", "8388608")
        .setProperty("partition.discovery.interval.ms", "-1")
        .setProperty("register.consumer.metrics", "false")
        .setGroupId("eipmeter-alerts")
        .setClientIdPrefix("eipmeter-alerts-" + topic.topicName())
        .setTopics(topic.topicName())
        .setStartingOffsets(start)
        .setDeserializer(read);
  }

  private static KafkaSink<OutgoingRecord> sink(Properties kafka) {
    return KafkaSink.<OutgoingRecord>builder()
        .setKafkaProducerConfig(kafka)
        .setProperty("compression.type", "lz4")
        .setProperty("linger.ms", "5")
        .setProperty("enable.idempotence", "true")
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new WriteToTopic())
        .build();
  }

  /** The values as they are; an empty one is a heartbeat. */
  private static final class ReadRules extends AbstractDeserializationSchema<byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] deserialize(byte[] value) {
      return value;
    }
  }
}
