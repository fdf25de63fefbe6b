package io.eipmeter.jobs.log;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends each record where it says. */
public final class WriteToTopic implements KafkaRecordSerializationSchema<OutgoingRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      OutgoingRecord record, KafkaSinkContext context, Long timestampMs) {
    return new ProducerRecord<>(
        record.topic().topicName(),
        record.partition() < 0 ? null : record.partition(),
        record.key(),
        record.value());
  }
}
