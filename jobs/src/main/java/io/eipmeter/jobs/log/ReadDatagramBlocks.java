package io.eipmeter.jobs.log;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes records of {@code flow-datagrams} as they are. The Kafka key is the exporter's address; a
 * record without a usable key is a heartbeat here and is looked at no further.
 */
public final class ReadDatagramBlocks implements KafkaRecordDeserializationSchema<LoggedRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LoggedRecord> out) {
    byte[] key = record.key();
    boolean data = key != null && (key.length == 4 || key.length == 16) && record.value() != null;
    out.collect(
        new LoggedRecord(
            record.partition(),
            record.offset(),
            record.timestamp(),
            data ? Address.of(key) : LoggedRecord.HEARTBEAT,
            data ? record.value() : new byte[0]));
  }

  @Override
  public TypeInformation<LoggedRecord> getProducedType() {
    return LoggedRecordSerializer.type();
  }
}
