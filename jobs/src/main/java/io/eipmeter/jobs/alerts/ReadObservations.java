package io.eipmeter.jobs.alerts;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.alerts.domain.Observation;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of a topic into observations. What is not the message of its topic is counted
 * here and set aside by `tables`, which reads the same topics.
 */
final class ReadObservations implements KafkaRecordDeserializationSchema<Observation> {
  private static final long serialVersionUID = 1L;

  private final AlertsInput input;
  private transient @Nullable Counter unreadable;

  ReadObservations(AlertsInput input) {
    this.input = input;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    unreadable = context.getMetricGroup().counter("records_not_readable");
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Observation> out) {
    if (record.value() == null || record.value().length == 0) {
      return;
    }
    List<Observation> all;
    try {
      all =
          switch (input) {
            case EIP_LIVE -> Observation.live(record.value());
            case EIP_MINUTES, EXPORTER_MINUTES, FINDINGS, CHARGES ->
                Observation.settled(record.value());
            case EIP_EVENTS -> Observation.statement(record.value(), record.timestamp());
          };
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      if (unreadable != null) {
        unreadable.inc();
      }
      return;
    }
    all.forEach(out::collect);
  }

  @Override
  public TypeInformation<Observation> getProducedType() {
    return ObservationSerializer.type();
  }
}
