package io.eipmeter.jobs.log;

import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;

/** Kafka as the jobs write to it: at least once, and nothing overtakes. */
public final class OrderedSink {
  private OrderedSink() {}

  public static KafkaSink<OutgoingRecord> of(Properties kafka) {
    return KafkaSink.<OutgoingRecord>builder()
        .setKafkaProducerConfig(kafka)
        .setProperty("compression.type", "lz4")
        .setProperty("linger.ms", "20")
        .setProperty("batch.size", "262144")
        .setProperty("max.request.size", "8388608")
        .setProperty("enable.idempotence", "true")
        // Readers skip what is not after their last position: a batch that overtakes another is
        // lost to them.
        .setProperty("max.in.flight.requests.per.connection", "1")
        .setProperty("delivery.timeout.ms", "600000")
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new WriteToTopic())
        .build();
  }
}
