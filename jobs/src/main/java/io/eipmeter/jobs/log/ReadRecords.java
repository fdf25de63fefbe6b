package io.eipmeter.jobs.log;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records as they are; one without a value is a heartbeat. */
public final class ReadRecords implements KafkaRecordDeserializationSchema<LoggedRecord> {
  private static final long serialVersionUID = 1L;

  /** Nothing here asks for the key: it only tells a record from a heartbeat. */
  private static final Address ANY_KEY = new Address(0, 1);

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LoggedRecord> out) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    out.collect(
        new LoggedRecord(
            record.partition(),
            record.offset(),
            record.timestamp(),
            value.length == 0 ? LoggedRecord.HEARTBEAT : ANY_KEY,
            value));
  }

  @Override
  public TypeInformation<LoggedRecord> getProducedType() {
    return LoggedRecordSerializer.type();
  }
}
