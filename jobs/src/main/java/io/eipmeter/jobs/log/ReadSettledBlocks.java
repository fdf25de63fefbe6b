package io.eipmeter.jobs.log;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.schemas.v1.SettledBlock;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes records of a settled topic, in the log time that they carry: Kafka's own timestamp is the
 * moment of a repeat there. After rows that closed at t more of them may follow, after a heartbeat
 * for t none.
 */
public final class ReadSettledBlocks implements KafkaRecordDeserializationSchema<LoggedRecord> {
  private static final long serialVersionUID = 1L;

  /** Nothing here asks for the key: it only tells rows from a heartbeat. */
  private static final Address ANY_KEY = new Address(0, 1);

  private final int generation;

  /**
   * @param generation of the rows wanted; a replay that writes another one neither adds rows nor
   *     moves the time
   */
  public ReadSettledBlocks(int generation) {
    this.generation = generation;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LoggedRecord> out) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    try {
      SettledBlock block = SettledBlock.parseFrom(value);
      if (block.getGeneration() != generation) {
        return;
      }
      int rows = block.getRowsCount();
      out.collect(
          rows == 0
              ? at(record, block.getSettledUntilMs() + 1, LoggedRecord.HEARTBEAT, value)
              : at(record, block.getRows(rows - 1).getCloseMs(), ANY_KEY, value));
    } catch (InvalidProtocolBufferException e) {
      out.collect(at(record, Long.MIN_VALUE, ANY_KEY, value)); // whoever takes the rows counts it
    }
  }

  private static LoggedRecord at(
      ConsumerRecord<byte[], byte[]> record, long logMs, Address key, byte[] value) {
    return new LoggedRecord(record.partition(), record.offset(), logMs, key, value);
  }

  @Override
  public TypeInformation<LoggedRecord> getProducedType() {
    return LoggedRecordSerializer.type();
  }
}
